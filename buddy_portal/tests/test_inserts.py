"""Rows by one statement: as Django would have added them, and never two of one key."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent, Membership
from buddy_portal.accounts.roles import Role
from buddy_portal.inserts import insert, insert_once
from buddy_portal.tests.factories import make_user
from improvement_plans.models import SentForm


@pytest.fixture(params=[True, False], ids=["planned once", "planned each time"])
def plans(request, settings):
    settings.DATABASE_KEEPS_PLANS = request.param


def event(**fields):
    return AuditEvent(
        actor="Asha’s \"quotes\" % \\ 'n'",
        action="tried",
        changes={"a": [None, "é"], "b": [1, {"c": True}]},
        address="10.0.0.1",
        **fields,
    )


def values_of(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}


@pytest.mark.django_db
def test_row_is_as_django_adds_it(plans):
    at = timezone.now()
    ours, usual = event(at=at, reason="Why\nnot"), event(at=at, reason="Why\nnot")
    insert(ours)
    usual.save()
    read = [AuditEvent.objects.get(pk=each.pk) for each in (ours, usual)]
    assert values_of(read[0]) == values_of(read[1])
    assert (ours._state.adding, ours._state.db) == (False, "default")


@pytest.mark.django_db
def test_row_takes_one_statement(plans):
    with CaptureQueriesContext(connection) as asked:
        insert(event())
    assert len(asked) == 1


@pytest.mark.django_db
def test_key_is_taken_once_and_the_first_row_stays(plans):
    user, key = make_user(), uuid.uuid4()
    first, second = (SentForm(key=key, by=user, digest=digest) for digest in ("a", "b"))
    assert insert_once(first, key="key")
    assert not insert_once(second, key="key")
    assert SentForm.objects.get() == first
    assert (SentForm.objects.get().digest, second.pk) == ("a", None)
    assert first.at <= timezone.now()


@pytest.mark.django_db
def test_other_faults_of_a_row_are_raised(plans):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_once(SentForm(key=uuid.uuid4(), by=make_user(), digest=None), key="key")
    wrong = Membership(user=make_user(), role=Role.TRUST_LEAD, starts_on=timezone.localdate())
    with pytest.raises(IntegrityError, match="membership_trust_fits_role"), transaction.atomic():
        insert(wrong)


@pytest.mark.django_db
def test_signals_speak_of_a_new_row_only(plans):
    heard = []

    def before(instance, **_about):
        instance.reason = "Changed before"

    def after(instance, *, created, **_about):
        heard.append((instance.pk, created))

    pre_save.connect(before, sender=AuditEvent)
    post_save.connect(after, sender=SentForm)
    try:
        insert(event())
        sent = SentForm(key=uuid.uuid4(), by=make_user(), digest="a")
        insert_once(sent, key="key")
        insert_once(SentForm(key=sent.key, by=sent.by, digest="a"), key="key")
    finally:
        pre_save.disconnect(before, sender=AuditEvent)
        post_save.disconnect(after, sender=SentForm)
    assert AuditEvent.objects.get().reason == "Changed before"
    assert heard == [(sent.pk, True)]

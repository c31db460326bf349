"""The admin site asked for rows by what can be no key, and by lookups that no page offers."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db
MODELS = sorted(model._meta.label_lower.replace(".", "_") for model in admin.site._registry)
NO_KEYS = ["abc", "", "a\x00b", "<script>", "nan", "1,2"]
NO_ROWS = ["0", "-1", "9" * 30]


@pytest.fixture
def administrator():
    client = Client()
    client.force_login(make_person(Role.ADMINISTRATOR))
    return client


def chosen(client, model, keys):
    return client.post(
        reverse(f"admin:{model}_changelist"),
        {"action": "delete_selected", "_selected_action": keys, "index": "0", "post": "yes"},
    )


@pytest.mark.parametrize("model", MODELS)
def test_what_can_be_no_key_is_refused_with_a_page(administrator, model):
    said = AuditEvent.objects.count()
    for key in NO_KEYS:
        answer = chosen(administrator, model, [key])
        assert (answer.status_code, "could not read" in answer.content.decode()) == (400, True)
    assert AuditEvent.objects.count() == said


@pytest.mark.parametrize("keys", [[key] for key in NO_ROWS] + [[], NO_ROWS])
def test_keys_of_no_row_do_nothing(administrator, keys):
    said = AuditEvent.objects.count()
    stopped = {"action": "stop", "reason": "Left", "_selected_action": keys, "index": "0"}
    answer = administrator.post(reverse("admin:accounts_user_changelist"), stopped)
    assert answer.status_code in (200, 302)
    assert AuditEvent.objects.count() == said
    assert not User.objects.filter(is_active=False).exists()


def test_the_same_action_with_a_key_of_a_row_does_something(administrator):
    leaver = make_person(Role.OBSERVER)
    keys = [str(leaver.pk)]
    stopped = {"action": "stop", "reason": "Left", "_selected_action": keys, "index": "0"}
    administrator.post(reverse("admin:accounts_user_changelist"), stopped)
    assert not User.objects.get(pk=leaver.pk).is_active


@pytest.mark.parametrize("key", ["abc", "_00", "1%2500", "9 9"])
@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("model", ["trusts_trust", "trusts_pairingdraft", "outbox_message"])
def test_a_page_of_no_row_leads_on(administrator, model, page, key):
    address = reverse(f"admin:{model}_changelist") + f"{key}/{page}/"
    assert administrator.get(address).status_code == 404


@pytest.mark.parametrize("version", ["abc", "_00"])
def test_a_version_that_is_none_is_not_found(administrator, version):
    address = reverse("admin:trusts_trust_changelist") + f"1/history/{version}/"
    assert administrator.get(address).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "name=%00",
        "memberships__role__exact=%00",
        "id__regex=(",
        "name__iregex=(",
        "password__startswith=p",
        "email=a@test.example",
        "pk__in=1",
        "memberships__user__password__startswith=p",
        "memberships__role__contains=obs",
    ],
)
def test_a_lookup_that_no_page_offers_is_refused_with_a_page(administrator, asked):
    answer = administrator.get(reverse("admin:accounts_user_changelist") + f"?{asked}")
    assert (answer.status_code, "could not read" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("trusts_score", "suppressed__exact=1&n=7"),
        ("improvement_plans_engagementevent", "people=3"),
        ("improvement_plans_insight", "excerpt__icontains=nurse"),
        ("improvement_plans_insight", "themes__contains=x"),
        ("outbox_message", "payload__text__icontains=a"),
        ("accounts_auditevent", "at__year=9999"),
        ("accounts_auditevent", "at__year=abc"),
    ],
)
def test_what_a_list_leaves_out_cannot_be_asked_for(administrator, model, asked):
    answer = administrator.get(reverse(f"admin:{model}_changelist") + f"?{asked}")
    assert (answer.status_code, "could not read" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("model", MODELS)
def test_every_filter_that_a_list_offers_is_answered(administrator, model):
    """The links of the filters themselves, as they stand on the page."""
    address = reverse(f"admin:{model}_changelist")
    page = administrator.get(address).content.decode()
    offered = {unescape(each) for each in re.findall(r'href="(\?[^"]+)"', page)}
    for link in sorted(offered):
        assert administrator.get(address + link).status_code in (200, 302), link


@pytest.mark.parametrize("asked", ["", "q=a", "p=2", "o=-1.2", "memberships__role=observer", "e=1"])
def test_what_pages_ask_for_is_answered(administrator, asked):
    answer = administrator.get(reverse("admin:accounts_user_changelist") + f"?{asked}")
    assert answer.status_code in (200, 302)

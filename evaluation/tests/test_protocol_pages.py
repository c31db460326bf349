"""The protocol's pages through the client."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import ComparatorExclusion, Protocol
from evaluation.tests.factories import make_evaluable_scheme
from improvement_plans.models import PlanState
from improvement_plans.tests.factories import make_aim, make_plan
from trusts.models import Score, SurveyYear, Trust
from trusts.tests.factories import make_pair, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    scheme = make_evaluable_scheme(comparators=12)
    Score.objects.filter(survey_year=scheme.follow_up).delete()
    return scheme


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    return client


def page(client, name, scheme, *more, **query):
    return client.get(reverse(name, args=[scheme.pk, *more]), query).content.decode()


def test_before_the_freeze_the_page_shows_what_would_be_frozen(client, scheme):
    shown = page(client, "evaluation_protocol", scheme)
    assert "What would be frozen today" in shown
    assert "The protocol is not frozen yet." in shown
    assert reverse("protocol_freeze", args=[scheme.pk]) in shown


def test_a_lead_freezes_and_sees_day_digest_and_detectable_effect(client, scheme):
    client.post(reverse("protocol_freeze", args=[scheme.pk]), follow=True)
    shown = page(client, "evaluation_protocol", scheme)
    assert "No score of the follow-up survey had been imported by then." in shown
    assert Protocol.objects.get().digest in shown
    assert "points for all mentees together" in shown


def test_a_change_is_shown_until_it_is_on_record_and_then_in_the_list(client, scheme):
    client.post(reverse("protocol_freeze", args=[scheme.pk]))
    client.post(
        reverse("protocol_exclude", args=[scheme.pk]), {"trust": "C00", "reason": "It merged"}
    )
    assert "The scheme has changed since" in page(client, "evaluation_protocol", scheme)
    client.post(reverse("protocol_freeze", args=[scheme.pk]), {"reason": "A merger"})
    shown = page(client, "evaluation_protocol", scheme)
    assert "The scheme has changed since" not in shown
    assert "Reason: A merger" in shown


def test_a_change_without_a_reason_keeps_the_page_and_says_what_is_missing(client, scheme):
    client.post(reverse("protocol_freeze", args=[scheme.pk]))
    answer = client.post(reverse("protocol_freeze", args=[scheme.pk]), {"reason": ""})
    assert "Enter a reason for the change" in answer.content.decode()
    assert Protocol.objects.count() == 1


def test_a_trust_is_left_out_and_taken_back(client, scheme):
    client.post(reverse("protocol_exclude", args=[scheme.pk]), {"trust": "C01", "reason": "Moved"})
    exclusion = ComparatorExclusion.objects.get()
    assert "Moved" in page(client, "evaluation_protocol", scheme)
    client.post(reverse("protocol_include", args=[scheme.pk, exclusion.pk]))
    assert not ComparatorExclusion.objects.exists()


def test_another_follow_up_has_a_protocol_of_its_own(client, scheme):
    later = SurveyYear.objects.create(survey=scheme.baseline.survey, year=2017)
    address = reverse("protocol_freeze", args=[scheme.pk])
    client.post(f"{address}?follow_up={later.pk}")
    assert Protocol.objects.get().follow_up == later
    shown = page(client, "evaluation_protocol", scheme)
    assert "The protocol is not frozen yet." in shown


@pytest.mark.parametrize("follow_up", ["", "0", "x", "9" * 400, "-1", "\x00", "<b>"])
def test_a_follow_up_that_makes_no_sense_shows_the_scheme_s_own(client, scheme, follow_up):
    answer = client.get(reverse("evaluation_protocol", args=[scheme.pk]), {"follow_up": follow_up})
    assert answer.status_code == 200


BAD = [
    "",
    "x" * 100_000,
    "\x00\x07",
    "<script>alert(1)</script>" * 20,
    "MEE",
    "NOPE",
    "👩‍⚕️",
    "\u202eabc",
]


@pytest.mark.parametrize("trust", BAD)
def test_a_bad_trust_is_refused_in_words_and_the_reason_is_kept(client, scheme, trust):
    answer = client.post(
        reverse("protocol_exclude", args=[scheme.pk]), {"trust": trust, "reason": "Kept words"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Kept words" in shown
    assert "<script>alert(1)" not in shown
    assert not ComparatorExclusion.objects.exists()


@pytest.mark.parametrize("reason", ["", "x" * 100_000, "\x00\x07"])
def test_a_bad_reason_is_refused_in_words(client, scheme, reason):
    answer = client.post(
        reverse("protocol_exclude", args=[scheme.pk]), {"trust": "C00", "reason": reason}
    )
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not ComparatorExclusion.objects.exists()


@pytest.mark.parametrize("reason", ["=HYPERLINK(1)", "<b>bold</b>", "\u202eright to left", "👩‍⚕️"])
def test_an_odd_reason_is_kept_as_it_was_typed(client, scheme, reason):
    client.post(reverse("protocol_exclude", args=[scheme.pk]), {"trust": "C00", "reason": reason})
    assert ComparatorExclusion.objects.get().reason == reason
    assert "<b>bold" not in page(client, "evaluation_protocol", scheme)


def test_an_analyst_reads_the_protocol_and_is_not_offered_the_freeze(scheme):
    client = Client()
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    assert reverse("protocol_freeze", args=[scheme.pk]) not in page(
        client, "evaluation_protocol", scheme
    )
    assert client.post(reverse("protocol_freeze", args=[scheme.pk])).status_code == 403


def queries_of(client, scheme):
    with CaptureQueriesContext(connection) as caught:
        page(client, "evaluation_protocol", scheme)
    return len(caught)


def test_the_page_takes_as_many_queries_for_many_rows_as_for_few(client, scheme):
    few = queries_of(client, scheme)
    question = scheme.baseline.questions.get()
    for place in range(8):
        mentor, mentee = make_trust(f"M{place}"), make_trust(f"N{place}")
        make_aim(make_plan(make_pair(scheme, mentor, mentee), state=PlanState.ACTIVE), question)
    for trust in Trust.objects.filter(ods_code__startswith="C")[:8]:
        ComparatorExclusion.objects.create(scheme=scheme, trust=trust, reason="Merged")
    assert queries_of(client, scheme) == few <= 15

"""Forms of evaluations: a double click does one thing, and long texts are kept while typed."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from evaluation.models import ComparatorExclusion, FactComment, ReportText
from evaluation.services.fact_checks import comment_on_fact

pytestmark = pytest.mark.django_db
FIGURE = "Q1 Easy to contact"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def sent_twice(user, address, data):
    """Both answers to one page that was sent by a double click."""
    client, key = client_of(user), str(uuid.uuid4())
    return [client.post(address, {**data, "form_key": key}) for _click in range(2)]


def comment_at(check):
    return reverse("fact_check", args=[check.pk]) + "?comment"


def test_a_double_click_on_a_comment_makes_one_and_both_are_told_it_is_saved(check, nurse):
    answers = sent_twice(nurse, comment_at(check), {"figure": FIGURE, "text": "It was 71%."})
    assert [answer.status_code for answer in answers] == [302, 302]
    assert FactComment.objects.count() == 1


def test_without_the_page_s_key_it_would_be_two(check, nurse):
    for _click in range(2):
        client_of(nurse).post(comment_at(check), {"figure": FIGURE, "text": "It was 71%."})
    assert FactComment.objects.count() == 2


def test_the_same_page_with_other_words_keeps_both_texts(check, nurse):
    client, key = client_of(nurse), str(uuid.uuid4())
    said = {"figure": FIGURE, "text": "First words", "form_key": key}
    client.post(comment_at(check), said)
    page = client.post(comment_at(check), {**said, "text": "Second words"}).content.decode()
    assert "sent this page already" in page
    assert "Second words" in page
    assert FactComment.objects.get().text == "First words"


def test_a_reply_sent_twice_is_one_reply_and_one_mail(check, lead, nurse):
    comment = comment_on_fact(
        by=nurse, check=check, figure=FIGURE, text="No", today=timezone.localdate()
    )
    sent_twice(lead, reverse("fact_comment_reply", args=[comment.pk]), {"reply": "It stays."})
    assert AuditEvent.objects.filter(action="comment on a fact replied to").count() == 1


def test_words_saved_by_a_double_click_are_one_version_and_no_quarrel(report, lead):
    address = reverse("report_words", args=[report.scheme_id])
    answers = sent_twice(lead, address, {"foreword": "Dear", "context": "", "read_version": 0})
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ReportText.objects.get().foreword == "Dear"


def test_a_trust_left_out_twice_is_left_out_once(report, lead):
    address = reverse("protocol_exclude", args=[report.scheme_id])
    sent_twice(lead, address, {"trust": "C01", "reason": "Merged"})
    assert ComparatorExclusion.objects.count() == 1


def test_a_withdrawal_sent_twice_is_one_withdrawal(report, lead):
    address = reverse("report_withdraw", args=[report.pk])
    answers = sent_twice(lead, address, {"reason": "Wrong scores"})
    assert [answer.status_code for answer in answers] == [302, 302]
    assert AuditEvent.objects.filter(action="report withdrawn").count() == 1


@pytest.mark.parametrize("place", ["comment", "words", "reply"])
def test_a_long_text_is_kept_while_it_is_typed_and_stands_there_again(place, check, lead, nurse):
    comment = comment_on_fact(
        by=nurse, check=check, figure=FIGURE, text="No", today=timezone.localdate()
    )
    who, address, field = {
        "comment": (nurse, reverse("fact_check", args=[check.pk]), "text"),
        "words": (
            lead,
            reverse("report_words", args=[check.fact_check.report.scheme_id]),
            "context",
        ),
        "reply": (lead, reverse("fact_comment_reply", args=[comment.pk]), "reply"),
    }[place]
    client = client_of(who)
    mark = re.search(r'name="page_mark" value="([^"]+)"', client.get(address).content.decode())[1]
    kept = client.post(reverse("draft_keep"), {"page_mark": mark, field: "Half a sentence of"})
    assert kept.json()["kept"]
    page = client.get(address).content.decode()
    assert "We kept what you typed" in page
    assert "Half a sentence of" in page


def test_what_was_kept_is_forgotten_once_it_is_sent(check, nurse):
    client, address = client_of(nurse), reverse("fact_check", args=[check.pk])
    mark = re.search(r'name="page_mark" value="([^"]+)"', client.get(address).content.decode())[1]
    client.post(reverse("draft_keep"), {"page_mark": mark, "text": "Half a sentence of"})
    client.post(comment_at(check), {"figure": FIGURE, "text": "The whole"})
    assert "We kept what you typed" not in client.get(address).content.decode()

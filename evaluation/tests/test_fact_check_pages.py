"""The pages of the fact check, through the client."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import FactAnswer, FactComment
from evaluation.services.fact_checks import (
    answer_fact_check,
    comment_on_fact,
    reply_to_comment,
)
from evaluation.services.reports import publish_report, sign_off_report
from evaluation.todos import waiting_for

pytestmark = pytest.mark.django_db
FIGURE = "Q1 Easy to contact"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_lead_sends_the_facts_to_the_trusts(report, lead):
    client = client_of(lead)
    assert (
        "Send the facts to the trusts"
        in client.get(reverse("report_detail", args=[report.pk])).content.decode()
    )
    page = client.post(reverse("fact_check_open", args=[report.pk]), follow=True).content.decode()
    assert "The trusts have been asked" in page
    assert "0 of 1 trusts have answered" in page


def test_sending_twice_is_refused_in_words(check, report, lead):
    page = client_of(lead).post(reverse("fact_check_open", args=[report.pk])).content.decode()
    assert "cannot become" in page


def test_a_mentee_comments_figure_by_figure_and_answers(check, nurse):
    client, address = client_of(nurse), reverse("fact_check", args=[check.pk])
    page = client.post(f"{address}?comment", {"figure": FIGURE, "text": "It was 71%."}, follow=True)
    assert "It was 71%." in page.content.decode()
    client.post(f"{address}?answer", {"answer": FactAnswer.COMMENTED})
    check.refresh_from_db()
    assert check.answer == FactAnswer.COMMENTED


def test_the_page_shows_this_trust_s_figures_only(check, nurse):
    page = client_of(nurse).get(reverse("fact_check", args=[check.pk])).content.decode()
    assert "Mentee trust with Mentor trust" in page
    assert "Headline result" not in page
    assert "Please answer by" in page


@pytest.mark.parametrize(("role", "code"), [(Role.TRUST_LEAD, "MOR"), (Role.SPONSOR, "C01")])
def test_other_trusts_do_not_find_it(check, role, code):
    client = client_of(make_person(role, code))
    assert client.get(reverse("fact_check", args=[check.pk])).status_code == 404


def test_a_reply_is_written_by_the_programme_and_read_by_the_mentee(check, lead, nurse):
    said = comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure=FIGURE, text="Wrong"
    )
    client_of(lead).post(reverse("fact_comment_reply", args=[said.pk]), {"reply": "Will be mended"})
    page = client_of(nurse).get(reverse("fact_check", args=[check.pk])).content.decode()
    assert "Will be mended" in page


def test_the_lead_sees_comments_and_what_holds_the_sign_off_up(check, lead, nurse):
    comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure=FIGURE, text="It was 71%."
    )
    page = client_of(lead).get(reverse("fact_check_overview", args=[check.fact_check.report_id]))
    assert "It was 71%." in page.content.decode()
    assert "1, 1 without reply" in page.content.decode()
    detail = client_of(lead).get(reverse("report_detail", args=[check.fact_check.report_id]))
    assert "The facts are being checked." in detail.content.decode()


def test_sign_off_while_it_runs_is_refused_in_words(check, report):
    client = client_of(make_person(Role.PROGRAMME_LEAD))
    page = client.post(reverse("report_sign_off", args=[report.pk]), {"read": "on"})
    assert "may still check the facts" in page.content.decode()


@pytest.mark.parametrize("text", ["", "x" * 100_000, "a\x00b", "\x07"])
def test_a_bad_comment_is_refused_and_kept(check, nurse, text):
    address = reverse("fact_check", args=[check.pk])
    answer = client_of(nurse).post(f"{address}?comment", {"figure": FIGURE, "text": text})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not FactComment.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "שלום 🙂"])
def test_a_strange_comment_is_taken_as_text(check, nurse, text):
    address = reverse("fact_check", args=[check.pk])
    client = client_of(nurse)
    client.post(f"{address}?comment", {"figure": FIGURE, "text": text})
    assert FactComment.objects.get().text == text
    assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("values", [{}, {"answer": "maybe"}, {"answer": "commented"}])
def test_a_bad_answer_is_refused(check, nurse, values):
    answer = client_of(nurse).post(reverse("fact_check", args=[check.pk]) + "?answer", values)
    assert "There is a problem" in answer.content.decode()
    check.refresh_from_db()
    assert check.answer == ""


def test_a_figure_that_is_not_the_trust_s_is_refused(check, nurse):
    address = reverse("fact_check", args=[check.pk])
    answer = client_of(nurse).post(f"{address}?comment", {"figure": "Q99 Other", "text": "x"})
    assert "There is a problem" in answer.content.decode()


def test_each_person_is_told_what_waits_for_them(check, lead, nurse):
    today = check.fact_check.opened_on
    assert [todo.title for todo in waiting_for(nurse, today=today)] == [
        "Check the facts about Mentee trust"
    ]
    comment_on_fact(today=timezone.localdate(), by=nurse, check=check, figure=FIGURE, text="Wrong")
    assert "Reply to comments" in waiting_for(lead, today=today)[0].title


def test_the_published_report_says_who_checked_it(check, report, lead, nurse):
    said = comment_on_fact(
        today=timezone.localdate(), by=nurse, check=check, figure=FIGURE, text="Internal words"
    )
    reply_to_comment(by=lead, comment=said, reply="Internal reply")
    answer_fact_check(today=timezone.localdate(), by=nurse, check=check, answer=FactAnswer.AGREED)
    another = make_person(Role.PROGRAMME_LEAD)
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report)
    page = Client().get(reverse("public_report", args=[report.slug])).content.decode()
    assert "Checked for facts by the mentee." in page
    assert "Facts checked by Mentee trust on" in page
    assert "Internal" not in page

"""In a browser: a protocol, a report, its correction with a reason, and its withdrawal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import sign_in
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.journeys.screens import PATIENCE, Person
from evaluation.models import EvaluationRun, FactAnswer, Report, TrustCheck
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme
from trusts.models import Score

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WHY = "The table of 2015 was published anew."
NO_LONGER = "The survey has withdrawn its tables."


@pytest.fixture
def scheme(transactional_db):
    return make_evaluable_scheme()


@pytest.fixture
def bring(new_page):
    def person(role=None) -> Person:
        page = new_page()
        page.set_default_timeout(PATIENCE)
        if role is not None:
            sign_in(page, make_person(role))
        return Person(page)

    return person


def opens(person, name, *args):
    person.page.goto(reverse(name, args=args))


def freeze(lead, scheme):
    opens(lead, "evaluation_protocol", scheme.pk)
    lead.follows("Freeze the protocol")
    lead.presses("Freeze the protocol")
    lead.reads("The protocol is frozen as version 1")


def compile_and_check(lead, scheme) -> Report:
    """The lead asks for it and sends the facts out; a worker and the mentee do their part."""
    opens(lead, "evaluation_compile", scheme.pk)
    lead.presses("Compile the evaluation")
    lead.reads("Waiting for a worker")
    report = compiled(EvaluationRun.objects.latest("requested_at")).report
    opens(lead, "fact_check_open", report.pk)
    lead.presses("Send the facts to the trusts")
    check = TrustCheck.objects.get(fact_check__report=report)
    TrustCheck.objects.filter(pk=check.pk).update(
        answer=FactAnswer.AGREED, answered_at=report.compiled_at, answered_by_name="Ruth Amoah"
    )
    opens(lead, "report_detail", report.pk)
    lead.reads("This report waits for sign-off.")
    assert lead.page.get_by_role("link", name="Sign off", exact=True).count() == 0
    return report


def sign_off_and_publish(second, report, reason=""):
    opens(second, "report_detail", report.pk)
    second.follows("Sign off")
    second.ticks("I have read the whole report")
    second.presses("Sign off this report")
    second.follows("Publish")
    if reason:
        second.types("What does this version correct?", reason)
    second.presses("Publish this report")
    second.reads("This report is public")


def test_a_report_is_settled_published_corrected_and_withdrawn_in_the_open(bring, scheme):
    lead, second, anybody = bring(Role.PROGRAMME_LEAD), bring(Role.PROGRAMME_LEAD), bring()
    freeze(lead, scheme)
    first = compile_and_check(lead, scheme)
    sign_off_and_publish(second, first)

    Score.objects.filter(org_code="MEE", survey_year=scheme.follow_up).update(score=66)
    correction = compile_and_check(lead, scheme)
    sign_off_and_publish(second, correction, WHY)

    opens(anybody, "public_report", first.slug)
    anybody.reads(f"This version corrects an earlier one. {WHY}")
    anybody.reads("Cite this report")
    anybody.finds_the_page_sound()
    anybody.follows("Version 1")
    anybody.reads("This version has been corrected.")
    anybody.follows("Read the newest version")

    opens(second, "report_withdraw", correction.pk)
    second.types("Reason", NO_LONGER)
    second.presses("Withdraw this report")
    second.reads("The report is withdrawn")
    anybody_reads_why(anybody, first.slug)


def anybody_reads_why(anybody, slug):
    answer = anybody.page.request.get(reverse("public_report", args=[slug]))
    assert answer.status == 410
    assert NO_LONGER in answer.text()
    old = anybody.page.request.get(reverse("public_version", args=[slug, 1]))
    assert old.status == 200
    assert WHY in old.text(), "the corrected version stays, and says why it was corrected"

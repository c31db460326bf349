"""From an empty database to a published report, by the people who would do it, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from buddy_portal.tests.journeys import carrying_out, setting_up
from buddy_portal.tests.journeys import small_files as files
from buddy_portal.tests.journeys.first_scheme import CAST, MENTEE, MENTOR
from buddy_portal.tests.journeys.screens import PATIENCE, Person
from buddy_portal.tests.worker_process import WorkerProcess

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.slow]


@pytest.fixture
def worker(celery_worker_process: WorkerProcess) -> WorkerProcess:
    """A worker that starts when the test says so: a mail keeps its words only until it is sent."""
    celery_worker_process.stop()
    return celery_worker_process


@pytest.fixture
def nobody(new_page: Callable[[], Page]) -> Callable[[], Person]:
    """Brings somebody with a browser of their own who has never been here."""

    def bring() -> Person:
        page = new_page()
        page.set_default_timeout(PATIENCE)
        return Person(page)

    return bring


def import_everything(lead: Person, folder: Path) -> None:
    setting_up.import_trusts(lead, folder)
    scores = files.write_scores(folder)
    for year in files.LEVELS:
        setting_up.import_scores(lead, scores, year)


def invite_everybody(lead: Person, nobody: Callable[[], Person]) -> dict[str, Person]:
    people = {}
    for key, name, role, trust in CAST:
        email = f"{key.replace(' ', '.')}@scheme.example"
        setting_up.invite(lead, email, name, role, trust)
        people[key] = nobody()
        setting_up.accept_invitation(people[key], setting_up.link_mailed_to(email))
    return people


def volunteer(lead: Person, people: dict[str, Person]) -> None:
    for nurse, name, sponsor, trust in (
        ("mentor nurse", "Marie", "mentor sponsor", MENTOR),
        ("nurse", "Ruth", "sponsor", MENTEE),
    ):
        setting_up.apply(people[nurse], name, as_mentor=trust == MENTOR)
        setting_up.back_application(people[sponsor], trust)
        setting_up.accept_application(lead, trust)


def pair_up(lead: Person, people: dict[str, Person]) -> None:
    setting_up.propose_pairs(lead)
    for nurse in ("mentor nurse", "nurse"):
        setting_up.accept_pair(people[nurse])
    for sponsor in ("mentor sponsor", "sponsor"):
        setting_up.sign_terms(people[sponsor])


def plan(lead: Person, people: dict[str, Person], partner: Person) -> None:
    nurse = people["nurse"]
    carrying_out.write_plan(nurse, "Helen")
    carrying_out.invite_partner(nurse)
    setting_up.accept_invitation(partner, setting_up.link_mailed_to("lin@partner.example"))
    carrying_out.submit_plan(nurse)
    carrying_out.comment(partner, "I would have liked such a card.")
    carrying_out.comment(people["mentor nurse"], "We began with the same.")
    carrying_out.approve_plan(people["sponsor"])
    carrying_out.approve_plan(lead)


def carry_out(people: dict[str, Person]) -> None:
    nurse = people["nurse"]
    carrying_out.report_done(nurse)
    carrying_out.confirm_action(people["mentor nurse"])
    carrying_out.open_plan(nurse)
    nurse.reads("Confirmed")
    nurse.finds_the_page_sound()


def test_a_scheme_from_an_empty_portal_to_its_published_report(nobody, worker, tmp_path):
    lead = setting_up.first_lead(nobody().page)
    import_everything(lead, tmp_path)
    people = invite_everybody(lead, nobody)
    setting_up.create_scheme(lead)
    lead.finds_the_page_sound()
    volunteer(lead, people)
    pair_up(lead, people)
    plan(lead, people, nobody())
    carry_out(people)
    worker.start()
    carrying_out.compile_evaluation(lead)
    carrying_out.send_facts_out(lead)
    carrying_out.cannot_sign_off_yet(people["second"])
    carrying_out.comment_on_facts(people["nurse"])
    carrying_out.reply_to_facts(lead)
    carrying_out.agree_to_facts(people["nurse"])
    carrying_out.is_refused_sign_off(lead)
    lead.finds_the_page_sound()
    carrying_out.sign_off_and_publish(people["second"])
    carrying_out.read_in_public(nobody())

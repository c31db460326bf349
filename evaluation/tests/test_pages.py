"""The pages of evaluations through the client."""

import datetime
import hashlib
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import EvaluationRun, Report, ReportState, RunState
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.services.runs import compile_run
from evaluation.tests.checked import facts_agreed
from evaluation.tests.factories import make_evaluable_scheme, make_run

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def compiler():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def report(compiler):
    run = make_run(requested_by=compiler)
    with transaction.atomic():
        compile_run(run_id=run.pk)()
    return Report.objects.get(run=run)


@pytest.fixture
def checked(report, compiler):
    return facts_agreed(report, by=compiler)


@pytest.fixture
def public(checked, another):
    report = checked
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report)
    return report


def test_a_lead_asks_for_an_evaluation_and_is_shown_its_progress(compiler):
    scheme = make_evaluable_scheme()
    answer = client_of(compiler).post(
        reverse("evaluation_new"),
        {
            "scheme": scheme.pk,
            "baseline": scheme.baseline_id,
            "follow_up": scheme.follow_up_id,
        },
        follow=True,
    )
    assert "Waiting for a worker" in answer.content.decode()


def test_years_in_the_wrong_order_are_refused_at_the_field(compiler):
    scheme = make_evaluable_scheme()
    answer = client_of(compiler).post(
        reverse("evaluation_new"),
        {"scheme": scheme.pk, "baseline": scheme.follow_up_id, "follow_up": scheme.baseline_id},
    )
    assert "The follow-up must be a later year" in answer.content.decode()
    assert not EvaluationRun.objects.exists()


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.COMPILING, RunState.FAILED])
def test_a_run_s_page_opens_in_every_state(compiler, state):
    run = make_run(state=state, error="No scores")
    assert client_of(compiler).get(reverse("run_detail", args=[run.pk])).status_code == 200


def test_progress_polled_after_the_end_tells_the_page_to_refresh(compiler, report):
    address = reverse("run_detail", args=[report.run_id])
    answer = client_of(compiler).get(address, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_a_compiled_report_is_shown_to_the_programme_only(compiler, report):
    address = reverse("report_detail", args=[report.pk])
    assert client_of(compiler).get(address).status_code == 200
    assert client_of(make_person(Role.TRUST_LEAD, "MEE")).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_nobody_outside_the_programme_finds_it_at_its_public_address(report):
    assert Client().get(reverse("public_report", args=[report.slug])).status_code == 404


def test_the_compiler_is_not_offered_the_sign_off(compiler, another, report):
    address = reverse("report_sign_off", args=[report.pk])
    assert client_of(compiler).get(address).status_code == 403
    assert client_of(another).get(address).status_code == 200


def test_sign_off_and_publication_through_the_forms(another, checked):
    report = checked
    client = client_of(another)
    client.post(reverse("report_sign_off", args=[report.pk]), {"read": "on", "note": ""})
    client.post(reverse("report_publish", args=[report.pk]), {})
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def test_sign_off_without_having_read_is_refused(another, report):
    page = client_of(another).post(reverse("report_sign_off", args=[report.pk]), {})
    assert "Confirm that you have read the whole report" in page.content.decode()


def test_the_public_page_shows_the_checksum_of_the_bytes_it_offers(public):
    page = Client().get(reverse("public_report", args=[public.slug])).content.decode()
    file = Client().get(reverse("public_report_file", args=[public.slug, public.version, "pdf"]))
    assert hashlib.sha256(file.content).hexdigest() in page
    assert file["Content-Disposition"].startswith("attachment")


def test_the_public_list_names_it(public):
    assert public.title in Client().get(reverse("report_list")).content.decode()


def test_a_withdrawn_report_says_why_at_its_address(public, another):
    withdraw_report(by=another, report=public, reason="Wrong scores were used")
    for name, *args in (("public_report",), ("public_report_file", 1, "pdf")):
        answer = Client().get(reverse(name, args=[public.slug, *args]))
        assert answer.status_code == 410
        assert "Wrong scores were used" in answer.content.decode()


@pytest.mark.parametrize("name", ["evaluation_list", "evaluation_new", "report_list"])
def test_empty_lists_say_what_to_do(compiler, name):
    assert client_of(compiler).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("runs", [2, 20])
def test_the_list_asks_the_database_as_often_for_many_rows(
    compiler, runs, django_assert_max_num_queries
):
    scheme = make_evaluable_scheme()
    for _run in range(runs):
        make_run(scheme, state=RunState.FAILED)
    client = client_of(compiler)
    with django_assert_max_num_queries(8):
        client.get(reverse("evaluation_list"))


def test_the_feed_names_published_reports_by_their_stable_address(public):
    feed = Client().get(reverse("report_feed"))
    assert feed["Content-Type"] == "application/atom+xml"
    address = reverse("public_version", args=[public.slug, public.version])
    assert f"{address}</id>" in feed.content.decode()


def test_the_feed_has_what_atom_asks_for(public):
    """RFC 4287: the feed and each entry have an id, a title and a moment; the feed its author."""
    content = Client().get(reverse("report_feed")).content
    feed = ElementTree.fromstring(content)  # noqa: S314 - our own feed, not somebody's file
    assert feed.tag == f"{ATOM}feed"
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith("/reports/feed.atom")
    (entry,) = feed.findall(f"{ATOM}entry")
    for node in (feed, entry):
        assert node.find(f"{ATOM}id").text.startswith("http")
        assert node.find(f"{ATOM}title").text
        datetime.datetime.fromisoformat(node.find(f"{ATOM}updated").text)
    assert entry.find(f"{ATOM}link").get("href").startswith("http")


def test_a_report_that_is_not_public_is_in_no_feed(report):
    assert report.title not in Client().get(reverse("report_feed")).content.decode()


def test_the_public_page_says_how_to_cite_and_to_recompute(public):
    page = Client().get(reverse("public_report", args=[public.slug])).content.decode()
    assert "Cite this report" in page
    assert "manage.py evaluate_files --scores scores.csv" in page


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "data", "summary"])
def test_every_form_is_handed_out_with_its_checksum(public, kind):
    page = Client().get(reverse("public_report", args=[public.slug])).content.decode()
    answer = Client().get(reverse("public_report_file", args=[public.slug, 1, kind]))
    assert hashlib.sha256(answer.content).hexdigest() in page


def test_partial_exposure_stands_on_the_web_report(public):
    page = Client().get(reverse("public_report", args=[public.slug])).content.decode()
    assert "Partial exposure." in page

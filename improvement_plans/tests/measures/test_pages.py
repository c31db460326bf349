"""The pages of measures and cycles: what each person sees, bad input, files, queries."""

import datetime
import io
import zipfile

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import DataPoint, Measure, MeasureDefinition, PdsaCycle, PlanState
from improvement_plans.tests.measure_factories import (
    make_cycle,
    make_idea,
    make_measure,
    make_rebase,
)
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.todos import waiting_for

pytestmark = pytest.mark.django_db
YEAR = [62, 65, 61, 64, 60, 63, 70, 72, 75, 74, 77, 76]
LONG = "x" * 100_000
TODAY = datetime.date(2015, 4, 16)
DAY = {"on-day": "14", "on-month": "4", "on-year": "2015"}
SPAN = {
    f"{name}-{part}": value
    for name in ("starts_on", "ends_on", "from_date")
    for part, value in (("day", "14"), ("month", "4"), ("year", "2015"))
}
CYCLE = {**SPAN, "question": "Q", "prediction": "P", "scale": "once", "plan_words": "W"}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def words_at(person, name, *args, query=""):
    response = client_of(person).get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def send(person, address, /, *args, **typed):
    return client_of(person).post(reverse(address, args=args), {"read_version": "1", **typed})


@pytest.mark.parametrize("who", ["nurse", "mentor", "partner", "observer", "lead"])
def test_everybody_of_the_plan_reads_its_measures(world, who):
    measure = make_measure(world.plan, YEAR, name="Named contact", target=70)
    person = getattr(world, who)
    assert "Named contact" in words_at(person, "measure_list", world.plan.pk)
    page = words_at(person, "measure", measure.pk)
    assert "<svg" in page
    assert "The figures behind the chart" in page
    assert ("Add a figure" in page) is (who == "nurse")


def test_an_outsider_is_told_that_there_is_no_such_measure(world):
    measure = make_measure(world.plan, YEAR)
    response = client_of(world.outsider).get(reverse("measure", args=[measure.pk]))
    assert response.status_code == 404


def counts_of(world):
    measure = make_measure(world.plan, entered_as="counts", name="Calls within a day")
    for month, (many, whole) in enumerate([(37, 71), (3, 64), (2, 7)], start=1):
        DataPoint.objects.create(
            measure=measure,
            on=datetime.date(2015, month, 1),
            value=100 * many / whole,
            numerator=many,
            denominator=whole,
        )
    return measure


@pytest.mark.parametrize("who", ["mentor", "partner", "observer", "lead"])
def test_small_numbers_of_patients_are_not_shown_outside_the_trust(world, who):
    page = words_at(getattr(world, who), "measure", counts_of(world).pk)
    assert "37 of 71" in page
    assert "3 of 64" not in page
    assert "2 of 7" not in page
    assert "28.6%" not in page
    assert "not shown: fewer than 10" in page


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor"])
def test_the_trust_sees_its_own_numbers(world, who):
    page = words_at(getattr(world, who), "measure", counts_of(world).pk)
    assert "3 of 64" in page
    assert "2 of 7" in page


@pytest.mark.parametrize("query", ["?download=csv", "?chart=svg"])
def test_files_hold_no_small_number_whoever_asks(world, query):
    measure = counts_of(world)
    address = reverse("measure", args=[measure.pk]) + query
    content = client_of(world.nurse).get(address).content.decode()
    assert "28.57" not in content
    assert "28.6%" not in content
    assert "2,7" not in content
    assert "3,64" not in content


@pytest.mark.parametrize(
    "query, starts",
    [("?chart=svg", b"<svg"), ("?chart=png", b"\x89PNG"), ("?download=csv", b"\xef\xbb\xbf")],
)
def test_the_chart_comes_as_a_file(world, query, starts):
    measure = make_measure(world.plan, YEAR)
    response = client_of(world.mentor).get(reverse("measure", args=[measure.pk]) + query)
    assert response.content.startswith(starts)
    assert "attachment" in response["Content-Disposition"]


def test_all_measures_of_a_plan_come_as_a_workbook(world):
    make_measure(world.plan, YEAR, name="=cmd()")
    address = reverse("measure_list", args=[world.plan.pk]) + "?download=xlsx"
    book = zipfile.ZipFile(io.BytesIO(client_of(world.nurse).get(address).content))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_rebases_and_definitions_are_marked_on_the_chart(world):
    measure = make_measure(world.plan, YEAR)
    make_rebase(measure, position=6)
    MeasureDefinition.objects.create(
        measure=measure,
        number=2,
        from_date=datetime.date(2014, 9, 1),
        definition="Day cases too",
        reason="The board asked",
    )
    page = words_at(world.nurse, "measure", measure.pk)
    assert "Starts anew: The card came to all wards" in page
    assert "Definition 2 begins" in page
    assert "Where the chart starts anew" in page


@pytest.mark.parametrize(
    "values, words",
    [
        ([], "No figure yet"),
        ([70], "Too early to say"),
        ([70] * 8, "No variation"),
        (YEAR[:8], "Trial limits: they rest on 8 figures"),
        ([98, 91, 99, 100, 92, 99, 100, 95, 90, 99, 98, 100, 99], "Upper limit 109%"),
        ([62, 64, 61, 63] * 5 + [80], "Improvement"),
    ],
)
def test_a_chart_says_in_words_what_it_shows(world, values, words):
    assert words in words_at(world.mentor, "measure", make_measure(world.plan, values).pk)


def test_a_figure_is_added_with_the_date_filled_in(world):
    measure = make_measure(world.plan, YEAR[:3], first=datetime.date(2015, 1, 1))
    page = words_at(world.member, "figure_add", measure.pk)
    assert 'name="on-month" type="text" value="4"' in page or 'value="4"' in page
    response = send(world.member, "figure_add", measure.pk, value="81.5", **DAY)
    assert response.status_code == 302
    assert measure.points.get(on=datetime.date(2015, 4, 14)).value == 81.5


def test_the_same_form_twice_adds_one_figure(world):
    measure, key = make_measure(world.plan), "0b5c1d0e-0000-4000-8000-000000000001"
    for _ in range(2):
        response = send(world.member, "figure_add", measure.pk, value="80", form_key=key, **DAY)
        assert response.status_code == 302
    assert measure.points.count() == 1


def test_a_column_is_shown_first_and_saved_with_the_second_button(world):
    measure = make_measure(world.plan)
    typed = {"text": "13/02/2015\t70%\n13/03/2015\t71"}
    shown = send(world.member, "figure_paste", measure.pk, **typed)
    assert "Save 2 figures" in shown.content.decode()
    assert not measure.points.exists()
    saved = send(world.member, "figure_paste", measure.pk, step="save", **typed)
    assert saved.status_code == 302
    assert measure.points.count() == 2


def test_a_refused_row_is_shown_with_its_reason_and_keeps_everything_out(world):
    measure = make_measure(world.plan)
    typed = {"text": "13/02/2015\t70\n13/03/2015\t<b>x</b>", "step": "save"}
    page = send(world.member, "figure_paste", measure.pk, **typed).content.decode()
    assert "1 row is refused" in page
    assert "“&lt;b&gt;x&lt;/b&gt;” is not a number" in page
    assert "Save " not in page
    assert not measure.points.exists()


def test_a_column_that_can_be_read_in_two_ways_is_asked_about(world):
    measure = make_measure(world.plan)
    page = send(world.member, "figure_paste", measure.pk, text="01/02/2015\t70").content.decode()
    assert "Choose how the dates are written" in page


BAD = ["", LONG, "\x00\x07", "<script>", "=1+1", "🙂", "\u202eabc"]
FORMS = {
    "measure_new": ("plan", "name"),
    "measure_edit": ("measure", "name"),
    "measure_redefine": ("measure", "reason"),
    "measure_rebase": ("measure", "reason"),
    "measure_limits": ("measure", "reason"),
    "measure_stop": ("measure", "reason"),
    "figure_add": ("measure", "value"),
    "figure_paste": ("measure", "text"),
    "figure_correct": ("point", "value"),
    "figure_remove": ("point", "reason"),
    "rebase_undo": ("rebase", "reason"),
    "measure_comment": ("measure", "text"),
    "cycle_new": ("idea", "question"),
    "cycle_edit": ("cycle", "prediction"),
    "cycle_did": ("doing", "did"),
    "cycle_decide": ("studying", "found"),
}


@pytest.fixture
def args(world):
    measure, plan = make_measure(world.plan, YEAR), world.plan.pk
    idea = make_idea(world.plan)
    found = {
        "plan": [plan],
        "measure": [measure.pk],
        "point": [measure.pk, measure.points.all()[0].pk],
        "rebase": [measure.pk, make_rebase(measure, position=6).pk],
        "idea": [plan, make_idea(world.plan).pk],
    }
    found["cycle"] = [make_cycle(idea).pk]
    found["doing"] = [make_cycle(make_idea(world.plan), state="doing").pk]
    found["studying"] = [make_cycle(make_idea(world.plan), state="studying").pk]
    return found


@pytest.mark.parametrize("name", FORMS)
def test_no_bad_text_breaks_a_form(world, args, name):
    which, field = FORMS[name]
    for bad in BAD:
        response = send(world.nurse, name, *args[which], **{**CYCLE, **DAY, field: bad})
        assert response.status_code in (200, 302), (name, bad[:9])
        if bad in ("", LONG, "\x00\x07"):
            assert response.status_code == 200, (name, bad[:9])
            assert "There is a problem" in response.content.decode()
        if name == "figure_remove" and response.status_code == 302:
            break


@pytest.mark.parametrize("field", ["aim", "keeper", "unit", "kind", "chart", "shift", "target"])
def test_a_choice_that_is_not_offered_is_refused(world, field):
    typed = {"name": "N", "definition": "D", field: "999999"}
    response = send(world.nurse, "measure_new", world.plan.pk, **typed)
    assert response.status_code == 200
    assert not Measure.objects.exists()


def test_a_measure_is_written_whole(world):
    typed = {
        "name": "Calls",
        "kind": "process",
        "direction": "increase",
        "unit": "percent",
        "entered_as": "counts",
        "counts_patients": "on",
        "frequency": "monthly",
        "chart": "xmr",
        "shift": "6",
        "trend": "7",
        "target": "80",
        "definition": "Calls within a day",
    }
    assert send(world.member, "measure_new", world.plan.pk, **typed).status_code == 302
    made = Measure.objects.get()
    assert (made.shift, made.target, made.counts_patients) == (6, 80.0, True)


def test_a_cycle_goes_through_its_steps(world):
    idea = make_idea(world.plan)
    assert send(world.member, "cycle_new", world.plan.pk, idea.pk, **CYCLE).status_code == 302
    cycle = PdsaCycle.objects.get()
    send(world.member, "cycle_begin", cycle.pk)
    send(world.member, "cycle_did", cycle.pk, did="Handed out")
    typed = {"found": "It worked", "prediction_met": "yes", "decision": "adapt"}
    send(world.member, "cycle_decide", cycle.pk, **typed)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.idea.state) == ("decided", "adapted")
    page = words_at(world.partner, "cycle_list", world.plan.pk)
    assert "Ramp of tests" in page
    assert "Plan the next cycle" not in page
    assert "Plan the next cycle" in words_at(world.member, "cycle", cycle.pk)


def test_outside_the_window_the_pages_say_so(world):
    measure = make_measure(world.plan, YEAR)
    with time_machine.travel("2015-08-03T12:00:00+01:00", tick=False):
        page = words_at(world.nurse, "measure", measure.pk)
        assert "ended on 31 July 2015, so its measures and cycles can be read" in page
        assert "Add a figure" not in page
        response = send(world.nurse, "figure_add", measure.pk, value="80", **DAY)
        assert "The window of this plan ended" in response.content.decode()


def test_an_overdue_figure_waits_at_home_and_in_the_check_in(world):
    make_measure(world.plan, [80.0], name="Calls", first=datetime.date(2015, 1, 1))
    titles = [todo.title for todo in waiting_for(world.nurse, today=TODAY)]
    assert "Add the figure of “Calls”" in titles
    assert not any("Calls" in todo.title for todo in waiting_for(world.member, today=TODAY))
    page = words_at(world.nurse, "check_in")
    assert "Figures that are overdue" in page
    assert "Calls, Feb 2015" in page


def test_the_keeper_of_a_measure_is_reminded_instead_of_the_lead(world):
    make_measure(world.plan, [80.0], first=datetime.date(2015, 1, 1), keeper=world.member)
    assert "Add the figure" in str(waiting_for(world.member, today=TODAY))
    assert "Add the figure" not in str(waiting_for(world.nurse, today=TODAY))


def test_the_plan_page_tells_its_stage(world):
    page = words_at(world.partner, "plan_detail", world.plan.pk)
    assert "Stage: planning. To go further: a change that is being tested." in page


def queries_at(person, name, *args):
    client = client_of(person)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["measure_list", "cycle_list"])
def test_a_page_asks_as_often_for_many_rows_as_for_two(world, name):
    for _ in range(2):
        make_measure(world.plan, YEAR)
        make_cycle(make_idea(world.plan))
    few = queries_at(world.nurse, name, world.plan.pk)
    for _ in range(8):
        make_rebase(make_measure(world.plan, YEAR), position=6)
        make_cycle(make_idea(world.plan))
    assert queries_at(world.nurse, name, world.plan.pk) == few
    assert few <= 15


def test_the_page_of_a_measure_asks_as_often_for_many_figures(world):
    few = queries_at(world.nurse, "measure", make_measure(world.plan, YEAR[:2]).pk)
    assert queries_at(world.nurse, "measure", make_measure(world.plan, YEAR * 3).pk) == few


def test_the_list_of_plans_tells_the_stage_and_what_is_missing(world):
    make_cycle(make_idea(world.plan), state="decided").idea.driver.ideas.update(state="adopted")
    page = words_at(world.lead, "plan_list")
    assert "Stage: testing. To go further: a measure with data." in page


def test_the_pdf_and_the_workbook_of_a_plan_hold_its_measures_and_tests(world):
    counts_of(world)
    make_cycle(make_idea(world.plan), state="decided")
    client = client_of(world.nurse)
    pdf = client.get(reverse("plan_pdf", args=[world.plan.pk])).content
    words = " ".join(" ".join(words_of_pages(pdf)).split())
    assert "Calls within a day" in words
    assert "Tests of change" in words
    assert "28.6%" not in words
    book = client.get(reverse("plan_workbook", args=[world.plan.pk])).content
    names = zipfile.ZipFile(io.BytesIO(book)).read("xl/workbook.xml").decode()
    assert "Measures" in names
    assert "Tests of change" in names

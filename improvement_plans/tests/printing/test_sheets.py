"""The sheets of a plan: tagged, named, one page where one page is promised, whatever is typed."""

import datetime
import io
import uuid

import pikepdf
import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from buddy_portal.accounts.access import access_of
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans import selectors
from improvement_plans.models import (
    Action,
    Aim,
    Credit,
    Evidence,
    Plan,
    PlanGuest,
    PlanState,
    ProgressUpdate,
)
from improvement_plans.printing import sheets
from improvement_plans.printing.words import printed_plan
from improvement_plans.selectors.printing import rooms_to_print
from improvement_plans.tests.factories import (
    make_action,
    make_aim,
    make_contact,
    make_driver,
    make_evidence,
    make_risk,
)
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world, mentor_speaks
from trusts.tests.factories import make_question

pytestmark = pytest.mark.django_db
SUMMARY = "Everybody with cancer gets the name and number of their nurse specialist."


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    mentor_speaks(world)
    Plan.objects.update(title="Easier to reach", public_summary=SUMMARY)
    Aim.objects.update(title="Easy to contact")
    make_action(world.plan, owner=world.nurse, due=datetime.date(2015, 3, 20), text="Name a deputy")
    return world


def printed(world, person=None):
    access = access_of(person or world.lead, on=IN_WINDOW)
    page = selectors.plan_page(access, world.plan.pk, on=IN_WINDOW)
    return printed_plan(page, rooms_to_print(page))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(words_of_pages(pdf)).split())


def crowd(world):
    """As much as the forms allow: long words, many aims, many actions, signs of typst itself."""
    long = "#set page(flipped: true) *_`$<b>" + "W" * 170
    Plan.objects.update(title=long[:200], public_summary=f"{long} " * 8)
    for place in range(12):
        question = make_question(world.pair.scheme.baseline, f"Q{40 + place}")
        make_aim(world.plan, question, title=long[:200])
    for place in range(30):
        due = IN_WINDOW + datetime.timedelta(days=place - 15)
        make_action(world.plan, owner=world.nurse, due=due, text=f"{long} {long}"[:300])


@pytest.mark.parametrize("sheet", ["plan", "summary", "poster"])
def test_every_sheet_is_tagged_and_has_language_and_title(world, sheet):
    plan = printed(world)
    pdf = {
        "plan": sheets.plan_pdf,
        "summary": sheets.summary_pdf,
        "poster": lambda plan: sheets.poster_pdf(plan, sheets.PosterWishes()),
    }[sheet](plan)
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert "/StructTreeRoot" in book.Root
        assert bool(book.Root.MarkInfo.Marked)
        assert str(book.Root.Lang) == "en-GB"
        assert str(book.docinfo["/Title"])
        assert bool(book.Root.ViewerPreferences.DisplayDocTitle)
        with book.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"


def test_the_plan_says_when_it_was_true_and_what_is_late(world):
    words = words_of(sheets.plan_pdf(printed(world)))
    for said in ("As at 16 April 2015", SUMMARY, "Easy to contact", "Needs help", "63.8%", "74.0%"):
        assert said in words


def test_the_same_plan_gives_the_same_bytes(world):
    assert sheets.plan_pdf(printed(world)) == sheets.plan_pdf(printed(world))


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_summary_and_poster_stay_on_one_page_however_much_there_is(world, paper):
    crowd(world)
    plan = printed(world)
    wishes = sheets.PosterWishes(paper=paper, help="W" * 300, contact="W" * 120, names_lead=True)
    for pdf in (sheets.summary_pdf(plan), sheets.poster_pdf(plan, wishes)):
        with pikepdf.open(io.BytesIO(pdf)) as book:
            assert len(book.pages) == 1


def test_what_people_typed_is_printed_and_never_obeyed(world):
    crowd(world)
    pdf = sheets.plan_pdf(printed(world))
    assert "#set page(flipped: true) *_`$<b>" in words_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert all(page.mediabox[3] > page.mediabox[2] for page in book.pages)


def test_the_summary_puts_what_is_late_before_what_comes_next(world):
    words = words_of(sheets.summary_pdf(printed(world)))
    assert words.index("What needs attention") < words.index("Name a deputy")
    assert words.index("Name a deputy") < words.index("Next") < words.index("contact card")


def test_a_poster_names_no_staff_unless_that_was_chosen(world):
    plan = printed(world)
    staff = {str(person) for person in (world.nurse, world.member, world.sponsor, world.lead)}
    without = words_of(sheets.poster_pdf(plan, sheets.PosterWishes()))
    assert not any(name in without for name in staff)
    named = words_of(sheets.poster_pdf(plan, sheets.PosterWishes(names_lead=True)))
    assert f"Lead: {world.nurse}" in named


def test_a_poster_is_as_large_as_the_paper_that_was_chosen(world):
    pdf = sheets.poster_pdf(printed(world), sheets.PosterWishes(paper="a3"))
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert [round(float(side)) for side in book.pages[0].mediabox[2:]] == [842, 1191]


def test_partners_are_named_as_they_wish(world):
    PlanGuest.objects.update(credit=Credit.NONE)
    Action.objects.update(owner=world.partner)
    assert "Lin Carter" not in words_of(sheets.plan_pdf(printed(world)))
    PlanGuest.objects.update(credit=Credit.ALIAS, credited_as="Robin")
    assert "Robin" in words_of(sheets.plan_pdf(printed(world)))


def test_the_workbook_has_a_sheet_for_each_part_and_runs_no_formula(world):
    Action.objects.update(text='=HYPERLINK("https://bad.example")')
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.plan_workbook(printed(world))))
    first, last = book.sheet_names[:3], book.sheet_names[-3:]
    assert (first, last) == (["Plan", "Aims", "Actions"], ["Comments", "History", "Notes"])
    rows = book.get_sheet_by_name("Actions").to_python()
    assert rows[1][0].startswith("'=HYPERLINK")


def test_a_plan_with_nothing_in_it_can_be_printed():
    world = make_world()
    Action.objects.all().delete()
    Aim.objects.all().delete()
    plan = printed(world)
    assert "No aims yet" in words_of(sheets.plan_pdf(plan))
    assert "Nothing is late" in words_of(sheets.summary_pdf(plan))
    assert sheets.poster_pdf(plan, sheets.PosterWishes())


def furnish(world):
    """A driver with an idea, an update, verified evidence, a contact, a risk, a partner's part."""
    make_driver(Aim.objects.get(), "Cards are at hand")
    ProgressUpdate.objects.create(
        action=world.action, by=world.member, form_key=uuid.uuid4(), claim="on_track", text="5 of 7"
    )
    make_evidence(
        world.action, by=world.member, verified_by=world.mentor, verified_at=timezone.now()
    )
    make_contact(world.plan, learnt="A card helps")
    make_risk(world.plan)
    PlanGuest.objects.update(
        credit=Credit.ALIAS, credited_as="Robin", stages=["writing"], difference="Shorter letter"
    )


BESIDE = {
    "Drivers": "A card with a number",
    "Updates": "5 of 7",
    "Evidence": "Verified by",
    "Contacts": "We try the card on two wards",
    "Risks": "The clinic moves in spring",
    "Partners": "Shorter letter",
}


def test_the_printed_plan_holds_everything_that_stands_beside_it(world):
    furnish(world)
    words = words_of(sheets.plan_pdf(printed(world)))
    for said in (*BESIDE.values(), "Robin", "Cards are at hand", "3 × 4 = 12 of 25"):
        assert said in words
    assert "Lin Carter" not in words


def test_the_workbook_has_a_sheet_for_all_that_stands_beside_the_plan(world):
    furnish(world)
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.plan_workbook(printed(world))))
    for name, said in BESIDE.items():
        cells = [str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row]
        assert any(said in cell for cell in cells), name


def test_a_partners_copy_has_no_contacts_and_no_risks(world):
    furnish(world)
    words = words_of(sheets.plan_pdf(printed(world, world.partner)))
    assert "A card with a number" in words
    assert "The clinic moves in spring" not in words
    assert "We try the card on two wards" not in words


def test_removed_evidence_is_not_printed(world):
    furnish(world)
    Evidence.objects.update(removed_at=timezone.now(), removal_reason="Wrong")
    assert "7 wards have the card" not in words_of(sheets.plan_pdf(printed(world)))


def test_many_updates_are_cut_on_paper_and_whole_in_the_workbook(world):
    for number in range(5):
        ProgressUpdate.objects.create(
            action=world.action, form_key=uuid.uuid4(), claim="on_track", text=f"Update {number}"
        )
    plan = printed(world)
    assert "The three newest of each action" in words_of(sheets.plan_pdf(plan))
    assert "Update 1" not in words_of(sheets.plan_pdf(plan))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.plan_workbook(plan)))
    assert len(book.get_sheet_by_name("Updates").to_python()) == 6


@pytest.mark.parametrize("rows", [2, 20])
def test_printing_asks_as_often_for_many_rows(world, rows, django_assert_max_num_queries):
    furnish(world)
    for _row in range(rows):
        make_evidence(world.action, by=world.member)
        make_contact(world.plan)
        make_risk(world.plan)
        make_driver(Aim.objects.get())
    with django_assert_max_num_queries(22):
        printed(world)

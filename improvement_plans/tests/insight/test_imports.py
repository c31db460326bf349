"""Many comments at once: read, checked, decided, saved all or nothing, undone."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent, Membership
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.outbox.models import Message
from improvement_plans.comment_files.checking import Given, read_day
from improvement_plans.comment_files.columns import columns_of
from improvement_plans.insight_words import digest_of
from improvement_plans.models import (
    CommentImport,
    CommentImportState,
    Decision,
    Insight,
    StagedComment,
)
from improvement_plans.services import comment_imports as services
from improvement_plans.services.comment_reading import PASTED
from improvement_plans.tests.insight.comments import DAY, make_insight
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.surveys.making import workbook

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 20)
S = CommentImportState


@pytest.fixture
def world():
    return make_world()


def bring(world, text, by=None, **options):
    return services.bring_comments(
        by=by or world.nurse,
        trust=world.pair.mentee,
        given=Given("survey", DAY),
        content=text if isinstance(text, bytes) else text.encode(),
        today=TODAY,
        **options,
    )


def save(world, batch):
    return services.save_comments(by=world.nurse, batch=batch)


def texts():
    return sorted(Insight.objects.values_list("excerpt", flat=True))


def test_pasted_lines_are_comments(world):
    batch = bring(world, "It was good.\r\n\r\nI waited.\n")
    assert batch.counts == {
        "read": 4,
        "blank": 2,
        "to_save": 2,
        "found": 0,
        "not_read": [],
    }
    assert not Insight.objects.exists()
    save(world, batch)
    assert texts() == ["I waited.", "It was good."]
    assert not StagedComment.objects.exists()


def test_rows_of_a_spreadsheet_bring_their_own_facts(world):
    table = (
        "Date\tName\tComment\tTumour group\tPeople\tSource\n"
        "02/03/2026\tX\tGood\tbreast\t1,200\tFocus group\n"
    )
    batch = bring(world, table)
    save(world, batch)
    (saved,) = Insight.objects.all()
    assert batch.counts["not_read"] == ["Name"]
    facts = (saved.said_on, saved.tumour_group, saved.people, saved.source)
    assert facts == (datetime.date(2026, 3, 2), "Breast", 1200, "focus_group")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b'\xef\xbb\xbfComment;Service\r\n"Good; ""kind""";Day unit\r\n'),
        (
            "a.xlsx",
            workbook([["Our comments"], ["Service", "Comment"], ["Day unit", 'Good; "kind"']]),
        ),
    ],
)
def test_files_are_read_like_pasted_text(world, name, content):
    save(world, bring(world, content, name=name))
    assert list(Insight.objects.values_list("excerpt", "service")) == [('Good; "kind"', "Day unit")]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-02", DAY),
        ("02/03/2026", DAY),
        ("2.3.26", DAY),
        ("2 March 2026", DAY),
        ("2nd Mar 2026", DAY),
        ("2026-03-02T00:00:00", DAY),
        ("02/03/2026 00:00", DAY),
        ("03/13/2026", None),
        ("31/02/2026", None),
        ("March", None),
        ("2026", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_here_write_them(typed, day):
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("soon", "Date", "This is no date"),
        ("01/01/2031", "Date", "future"),
        ("01/01/1999", "Date", "before 2000"),
        ("12%", "People", "whole number"),
        ("0", "People", "whole number"),
        ("-3", "People", "whole number"),
        ("1,2", "People", "whole number"),
        ("Elbow", "Tumour group", "no tumour group"),
        ("gossip", "Source", "no source"),
        ("Mr Smith’s clinic", "Service", "not a person"),
        ("x" * 101, "Service", "at most 100"),
    ],
)
def test_a_row_with_a_fault_is_told_with_its_reason_and_nothing_is_saved(world, cell, column, said):
    batch = bring(world, f"Comment\t{column}\nGood\t\nBad\t{cell}\n")
    (fault,) = batch.refused
    assert (fault["row"], fault["column"]) == (3, column)
    assert said in fault["reason"]
    with pytest.raises(WrongState, match="refused rows"):
        save(world, batch)
    assert not Insight.objects.exists()


@pytest.mark.parametrize("bad", ["x" * 4001, "bell\x07"])
def test_the_words_of_a_refused_comment_are_not_repeated(world, bad):
    batch = bring(world, bad)
    assert batch.refused[0]["value"] == ""


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"Name,Age\nx,1\n", "a.csv"),
        (b"%PDF-1.4", "a.csv"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"Comment\n\n\n", "a.csv"),
        (b"Comment\n\xff\xfe\xfa", "a.csv"),
        (b'Comment,Date\n"never closed,1\n', "a.csv"),
        (b"   \n \n", PASTED),
        (b'Comment\tDate\n"never closed\t1\n', PASTED),
    ],
)
def test_what_is_no_table_of_comments_is_refused_with_a_sentence(world, content, name):
    with pytest.raises(Refusal):
        bring(world, content, name=name)
    assert not CommentImport.objects.exists()


@pytest.mark.parametrize(
    "data",
    [[["Comment", *"x" * 101], ["Good"]], [["Comment"], *[[]] * 20_100, ["Good"]]],
    ids=["too wide", "too long"],
)
@pytest.mark.parametrize("notes", [[], [["Notes"], ["Who said it"]]], ids=["alone", "with notes"])
def test_a_sheet_too_large_to_be_read_is_named(world, notes, data):
    with pytest.raises(Refusal, match="The sheet Data has more than 20,000 rows or 100 columns"):
        bring(world, workbook(notes, Data=data), name="a.xlsx")
    assert not CommentImport.objects.exists()


def test_a_table_of_comments_is_read_beside_a_sheet_that_is_too_large(world):
    save(world, bring(world, workbook([["x"] * 102], Data=[["Comment"], ["Good"]]), name="a.xlsx"))
    assert texts() == ["Good"]


def test_comments_that_are_there_already_are_said_and_left_out(world):
    make_insight(world.pair.mentee, "Good", excerpt_digest=digest_of("Good"))
    batch = bring(world, "good\nNew\nNEW\n")
    assert batch.repeated == [{"row": 1, "of": None}, {"row": 3, "of": 2}]
    save(world, batch)
    assert texts() == ["Good", "New"]


NAMES = "Nurse Jane was kind\nMr Smith rang 020 7946 0958\nMary came\nFine\nDr Jones came\n"


def test_every_row_that_could_name_somebody_must_be_decided(world):
    batch = bring(world, NAMES)
    with pytest.raises(WrongState, match="Decide first"):
        save(world, batch)
    mask, keep, out = list(batch.rows.exclude(findings=[]).order_by("row"))[:3]
    with pytest.raises(Refusal, match="why it may stay"):
        services.decide(by=world.nurse, batch=batch, decisions={keep.pk: (Decision.KEEP, " ")})
    decisions = {
        mask.pk: (Decision.MASK, ""),
        keep.pk: (Decision.KEEP, "They asked for it"),
        out.pk: (Decision.LEAVE_OUT, ""),
    }
    services.decide(by=world.nurse, batch=batch, decisions=decisions)
    services.decide_rest(by=world.nurse, batch=batch, decision=Decision.MASK)
    save(world, batch)
    assert texts() == [
        "Dr [name] came",
        "Fine",
        "Mr Smith rang 020 7946 0958",
        "Nurse [name] was kind",
    ]
    kept = Insight.objects.get(kept_kinds__len=2)
    assert kept.kept_reason == "They asked for it"
    assert not any("Smith" in f"{e.changes}{e.reason}" for e in AuditEvent.objects.all())


def test_rows_of_another_import_are_not_decided(world):
    batch, other = bring(world, "Mr Smith"), bring(world, "Mr Jones")
    row = other.rows.get()
    services.decide(by=world.nurse, batch=batch, decisions={row.pk: (Decision.MASK, "")})
    row.refresh_from_db()
    assert row.decision == ""


@pytest.mark.parametrize("who", ["mentor", "observer", "sponsor", "partner", "outsider", "lead"])
def test_others_do_not_bring_comments(world, who):
    with pytest.raises(NotAllowed):
        bring(world, "Good", by=getattr(world, who))


def test_an_import_is_undone_with_a_reason(world):
    batch = save(world, bring(world, "Good\nBad"))
    other = make_insight(world.pair.mentee, "Another")
    with pytest.raises(Refusal):
        services.undo_import(by=world.nurse, batch=batch, reason=" ")
    assert services.undo_import(by=world.nurse, batch=batch, reason="Wrong trust") == 2
    assert list(Insight.objects.all()) == [other]
    with pytest.raises(WrongState):
        services.undo_import(by=world.nurse, batch=batch, reason="Again")


def test_what_is_thrown_away_or_forgotten_leaves_nothing(world):
    batch, old = bring(world, "Mr Smith"), bring(world, "Mr Jones")
    services.discard_comments(by=world.nurse, batch=batch)
    soon = timezone.now() + datetime.timedelta(days=6)
    assert services.forget_old_imports(before=soon) == 0
    assert services.forget_old_imports(before=soon + datetime.timedelta(days=2)) == 1
    old.refresh_from_db()
    assert old.state == S.DISCARDED
    assert not StagedComment.objects.exists()


def deliver():
    from buddy_portal.outbox import delivery

    for message in Message.objects.filter(done_at=None, failed_at=None):
        assert delivery.deliver(message.pk)


def test_a_right_taken_away_meanwhile_saves_nothing(world):
    batch = bring(world, "\n".join(f"Comment {n}" for n in range(1_001)))
    save(world, batch)
    Membership.objects.filter(user=world.nurse).delete()
    deliver()
    batch.refresh_from_db()
    assert (batch.state, Insight.objects.count()) == (S.CHECKED, 0)
    assert batch.problem


def test_a_worker_that_gives_up_says_so(world):
    batch = bring(world, "x\n" * 60_000)
    services.check_gave_up(batch_id=batch.pk, error="x", today="")
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (S.REFUSED, services.FAILED)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


TYPED = {
    "trust": "MEE",
    "source": "survey",
    "said_on-day": "2",
    "said_on-month": "3",
    "said_on-year": "2026",
}


def test_comments_go_through_the_pages_from_paste_to_undo(world):
    client = signed_in(world.nurse)
    there = client.post(reverse("comments_import"), TYPED | {"text": NAMES})["Location"]
    page = client.get(there).content.decode()
    assert "With marks: Nurse [name] was kind" in page
    rows = StagedComment.objects.exclude(findings=[])
    wrong = {f"decision_{row.pk}": "keep" for row in rows}
    assert "Say why it may stay" in client.post(there, wrong).content.decode()
    assert client.post(there, {f"decision_{rows[0].pk}": "x"}).status_code == 200
    client.post(f"{there}rest/", {"decision": "mask"})
    assert "Save the comments" in client.get(there).content.decode()
    client.post(f"{there}save/")
    assert Insight.objects.count() == 5
    assert "Coded since" in client.get(f"{there}undo/").content.decode()
    client.post(f"{there}undo/", {"reason": "Wrong month"})
    assert not Insight.objects.exists()
    assert client.get(there).status_code == 200


def test_refused_rows_can_be_downloaded(world):
    batch = bring(world, "Comment\tPeople\nGood\t=1+1\n")
    client = signed_in(world.nurse)
    file = client.get(reverse("comments_batch", args=[batch.pk]) + "?download=csv").content.decode()
    assert "whole number" in file
    assert ",=1+1" not in file


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"text": " "},
        {"text": "Good", "source": "x"},
        {"text": "Good", "plan": "999"},
        {"text": "Good", "trust": "MOR"},
        {"text": "Good", "said_on-year": ""},
        {"text": "Good", "service": "Nurse Jane"},
        {"text": "bad\x00"},
    ],
)
def test_bad_input_is_answered_with_a_sentence(world, typed):
    answer = signed_in(world.nurse).post(reverse("comments_import"), TYPED | typed)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not CommentImport.objects.exists()


def test_a_file_of_another_kind_is_refused_at_its_field(world):
    file = SimpleUploadedFile("a.csv", b"%PDF-1.7 nothing")
    answer = signed_in(world.nurse).post(reverse("comments_import"), TYPED | {"file": file})
    assert "This is a PDF document" in answer.content.decode()


@pytest.mark.parametrize(
    ("header", "known"),
    [
        (["Free_Text Comment", "DATE"], {"excerpt", "said_on"}),
        (["\ufeffcomment", "comment"], {"excerpt"}),
        (["Name", "Age"], None),
        ([], None),
    ],
)
def test_columns_are_known_by_the_names_people_give_them(header, known):
    columns = columns_of(header)
    assert (set(columns.position) if columns else None) == known

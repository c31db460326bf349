"""Ten thousand comments pasted into the page, and what one careless spreadsheet holds."""

import pytest
from django.urls import reverse

from improvement_plans.models import CommentImport, CommentImportState
from improvement_plans.tests.insight.test_imports import TYPED, bring, deliver, save, signed_in
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
S = CommentImportState


@pytest.fixture
def world():
    return make_world()


def test_ten_thousand_comments_of_some_length_are_pasted_into_the_page(world):
    said = "The wait was long and nobody told us why. " * 4
    text = "\r\n".join(f"{said}{place}" for place in range(10_000))
    client = signed_in(world.nurse)
    answer = client.post(reverse("comments_import"), TYPED | {"text": text})
    assert answer.status_code == 302
    deliver()
    batch = CommentImport.objects.get()
    assert (batch.state, batch.counts["to_save"]) == (S.CHECKED, 10_000)
    assert client.get(answer["Location"]).status_code == 200


def test_more_than_may_be_pasted_is_refused_with_a_sentence(world):
    text = "x" * 2_900 + "\n"
    client = signed_in(world.nurse)
    answer = client.post(reverse("comments_import"), TYPED | {"text": text * 2_000})
    assert answer.status_code == 400
    assert "the form too large" in answer.content.decode()
    assert not CommentImport.objects.exists()


@pytest.mark.parametrize("text", ["x" * 200_000, "x," * 100_000, '"' + "x\t" * 100_000])
def test_one_line_without_an_end_is_answered_with_its_row(world, text):
    client = signed_in(world.nurse)
    answer = client.post(reverse("comments_import"), TYPED | {"text": text})
    deliver()
    batch = CommentImport.objects.get()
    assert client.get(answer["Location"]).status_code == 200
    assert [each["row"] for each in batch.refused] == [1]


def test_dates_in_three_formats_and_numbers_with_commas_and_blanks_are_read_or_told(world):
    table = (
        "Comment\tDate\tPeople\n"
        "One\t02/03/2026\t1,200\n"
        "Two\t2026-03-02\t \n"
        "Three\t2 March 2026\t12\n"
        "Four\t02/03/2026 00:00:00\t\n"
        "\t02/03/2026\t12\n"
        "Five\t03/13/2026\t40%\n"
    )
    batch = bring(world, table)
    told = [(each["row"], each["column"]) for each in batch.refused]
    assert told == [(7, "Date"), (7, "People")]
    assert (batch.counts["to_save"], batch.counts["blank"]) == (4, 1)


def test_the_same_file_brought_twice_at_once_is_saved_once(world):
    first, second = bring(world, "Good\nBad"), bring(world, "Good\nBad")
    save(world, first)
    save(world, second)
    second.refresh_from_db()
    assert (second.counts["saved"], second.counts["there_since"]) == (0, 2)
    page = signed_in(world.nurse).get(reverse("comments_batch", args=[second.pk]))
    assert "there already" in page.content.decode()

"""The PDF: tagged, named, readable, and the limits of the result on each of its pages."""

import io

import pikepdf
import pytest

from buddy_portal.tests.pdf_words import words_of_pages
from evaluation.models import ReportFile
from evaluation.report.pdf import make_pdf
from evaluation.report.view import build_view
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_run
from evaluation.tests.wide_scheme import make_wide_scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return compiled(make_run(make_wide_scheme())).report


@pytest.fixture
def pdf(report):
    return bytes(ReportFile.objects.get(report=report, kind="pdf").content)


def elements(node, found=None):
    """Every structure element below a node."""
    found = [] if found is None else found
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(kid)
            elements(kid, found)
    return found


def test_it_is_tagged_with_language_and_title(report, pdf):
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert "/StructTreeRoot" in book.Root
        assert bool(book.Root.MarkInfo.Marked)
        assert str(book.Root.Lang) == "en-GB"
        assert str(book.docinfo["/Title"]) == report.title
        assert bool(book.Root.ViewerPreferences.DisplayDocTitle)
        with book.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"


def test_every_picture_has_words_and_every_table_its_heads(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as book:
        found = elements(book.Root.StructTreeRoot)
        kinds = [str(each.S) for each in found]
        pictures = [each for each in found if str(each.S) == "/Figure"]
        # Waterfall, what could be noticed, three pairs, forest, spread and the two funnels.
        assert len(pictures) == 9
        assert all(str(each.get("/Alt", "")) for each in pictures)
        assert kinds.count("/Table") >= 6
        heads = [each for each in found if str(each.S) == "/TH"]
        assert len(heads) >= 6 * 4
        assert all(b"/Scope" in each.A.unparse(resolved=True) for each in heads)


def test_partial_exposure_is_said_on_every_page(pdf):
    pages = words_of_pages(pdf)
    assert len(pages) > 3
    assert all("Partial exposure." in page for page in pages)


def test_after_a_clean_follow_up_no_page_says_it(report):
    content = {**report.content, "follow_up": {**report.content["follow_up"], "standing": "after"}}
    pages = words_of_pages(make_pdf(build_view(content)))
    assert not any("Partial exposure" in page for page in pages)


def test_a_mean_from_0_to_10_never_has_a_percent_sign(pdf):
    text = "\n".join(words_of_pages(pdf)).replace("95%", "")
    tables = text.split("kept apart from percentages:")[1:]
    assert len(tables) == 4
    assert not any("%" in table.split("actions complete")[0].split("Plan:")[0] for table in tables)

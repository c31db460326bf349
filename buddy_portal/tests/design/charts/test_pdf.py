"""The same picture goes into a PDF: drawn as vectors, its words kept as text."""

import io
from pathlib import Path

import pikepdf
import pytest
import typst

from buddy_portal.tests.design.charts.more_samples import MORE_CHARTS
from buddy_portal.tests.design.charts.samples import EVERY_CHART

FONTS = Path("/usr/share/fonts/truetype/liberation")
SOURCE = """#set document(title: "Chart")
#set page(width: auto, height: auto)
#image(bytes(sys.inputs.chart), format: "svg", alt: "A chart")
"""
ALL = EVERY_CHART | MORE_CHARTS


def pdf_of(picture: str) -> bytes:
    return typst.compile(
        SOURCE.encode(),
        format="pdf",
        sys_inputs={"chart": picture},
        font_paths=[FONTS] if FONTS.is_dir() else [],
        pdf_standards=["ua-1"],
    )


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
def test_every_chart_can_be_set_into_an_accessible_pdf(draw):
    with pikepdf.open(io.BytesIO(pdf_of(str(draw("c", 760))))) as document:
        assert len(document.pages) == 1
        assert "/StructTreeRoot" in document.Root
        assert not list(document.pages[0].get_images())


def test_words_in_the_pdf_are_set_in_a_font_of_ours():
    if not FONTS.is_dir():
        pytest.skip("The Liberation fonts are not installed (Debian: fonts-liberation).")
    with pikepdf.open(io.BytesIO(pdf_of(str(ALL["waterfall"]("c", 760))))) as document:
        names = {
            str(thing.get("/BaseFont"))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert {name.split("+")[-1] for name in names} == {"LiberationSans", "LiberationSans-Bold"}

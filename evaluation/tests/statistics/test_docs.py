"""The figures of docs/statistics.md are those of the code."""

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs" / "statistics.md"


@pytest.fixture(scope="module")
def page():
    return DOCS.read_text(encoding="utf-8")


def test_every_worked_example_gives_the_figures_printed(page):
    # A fence ends what an example prints, as a blank line does.
    text = "\n".join("" if line.startswith("```") else line for line in page.splitlines())
    example = doctest.DocTestParser().get_doctest(text, {}, "statistics.md", str(DOCS), 0)
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    result = runner.run(example, out=said.append)
    assert result.attempted > 50
    assert not result.failed, "".join(said)


def test_example_with_another_figure_is_noticed():
    example = doctest.DocTestParser().get_doctest(">>> print(1 + 1)\n3\n", {}, "planted", None, 0)
    assert doctest.DocTestRunner().run(example, out=lambda _: None).failed == 1


def grid(page):
    """The rows of the simulation's table: its last column is called bounds."""
    lines = page.splitlines()
    start = next(place for place, line in enumerate(lines) if line.endswith("| bounds |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_whole_grid_is_in_the_page_and_within_its_bounds(page):
    rows = grid(page)
    assert len(rows) == 5 * 4 * 3 * 2 * 2
    assert {row[0] for row in rows} == set("ABCRD")
    assert {row[-1] for row in rows if row[0] != "D"} == {"met"}

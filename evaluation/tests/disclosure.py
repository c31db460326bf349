"""Everything that reports make public, read back, and what it tells about few patients."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buddy_portal.tests.pdf_words import words_of_pages
from evaluation.models import Report

FEW = 20
# Of people who were heard, 1 to 9 are few; whole tens keep every difference from telling of them.
TENS = 10
# Names in figures.json whose values are numbers of patients who answered.
COUNTS = frozenset({"n", "n_before", "n_after", "n_most", "n_least", "answers"})
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Published:
    """One public version: the text of every form, and the counts in its data."""

    texts: dict[str, str]
    scores: dict[Place, int]
    groups: dict[Place, dict[str, int]]
    figures: dict[str, Any]


def published(report: Report) -> Published:
    """What anybody finds at the version's addresses."""
    package = _archive(_form(report, "data"))
    version = [report.slug, report.version]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(_form(report, "xlsx")))
    cells = [cell for name in sheets.sheet_names for row in _rows(sheets, name) for cell in row]
    return Published(
        texts={
            "web": _words(Client().get(reverse("public_version", args=version)).content.decode()),
            "pdf": "\n".join(words_of_pages(_form(report, "pdf"))),
            "summary": "\n".join(words_of_pages(_form(report, "summary"))),
            "workbook": "\n".join(str(cell) for cell in cells),
            "package": "\n".join(package.values()),
        },
        scores={_place(row): int(row["n"]) for row in _table(package["scores.csv"]) if row["n"]},
        groups=_groups(package.get("groups.csv", "")),
        figures=json.loads(package["figures.json"]),
    )


def leaks(versions: list[Published]) -> list[str]:
    """Every number of 1 to 20 patients that is shown, or follows by subtracting two tables."""
    found = []
    for place, version in enumerate(versions, 1):
        found += [f"v{place} shows {what}" for what in _shown_few(version)]
        found += [f"v{place} leaves {what}" for what in _left_over(version)]
    for one, two in combinations(versions, 2):
        found += [f"between versions: {what}" for what in _between(one, two)]
        both = Published({}, {**one.scores, **two.scores}, _together(one, two), {})
        found += [f"versions together leave {what}" for what in _left_over(both)]
    return found


def _shown_few(version: Published) -> Iterator[str]:
    for place, n in version.scores.items():
        if n <= FEW:
            yield f"{place}: {n}"
    for place, groups in version.groups.items():
        for fifth, n in groups.items():
            if n <= FEW:
                yield f"{place}, fifth {fifth}: {n}"
    for where, n in _counts(version.figures["pairs"], "pairs"):
        if 0 < n <= FEW:
            yield f"{where}: {n}"
    for theme, numbers in _themes(version).items():
        for name, count in numbers.items():
            if count is not None and count % TENS:
                yield f"theme {theme}, {name}: {count}"
    for part in ("other_cells", "gaps", "funnels", "detectable"):
        for where, n in _counts(version.figures[part], part):
            if 0 < n <= FEW:
                yield f"{where}: {n}"


def _counts(value: Any, where: str) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in COUNTS and isinstance(part, int | float):
                yield f"{where}.{name}", int(part)
            else:
                yield from _counts(part, f"{where}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from _counts(part, where)


def _left_over(version: Published) -> Iterator[str]:
    """All patients of a trust less its fifths: the hidden ones, and those of no known area."""
    for place, groups in version.groups.items():
        left = version.scores.get(place, 0) - sum(groups.values())
        if 0 < left <= FEW:
            yield f"{place}: {left} of no shown fifth"


def _between(one: Published, two: Published) -> Iterator[str]:
    for place in one.scores.keys() & two.scores.keys():
        if 0 < abs(one.scores[place] - two.scores[place]) <= FEW:
            yield f"{place}: {one.scores[place]} and {two.scores[place]}"
    for place in one.groups.keys() & two.groups.keys():
        for fifth in one.groups[place].keys() & two.groups[place].keys():
            first, second = one.groups[place][fifth], two.groups[place][fifth]
            if 0 < abs(first - second) <= FEW:
                yield f"{place}, fifth {fifth}: {first} and {second}"


def _themes(version: Published) -> dict[str, dict[str, int | None]]:
    """Theme -> the counts of comments that are told of it."""
    rows = (version.figures.get("listening") or {}).get("themes", [])
    names = ("comments", "positive", "neutral", "negative")
    return {row["key"]: {name: row[name] for name in names} for row in rows}


def _together(one: Published, two: Published) -> dict[Place, dict[str, int]]:
    places = one.groups.keys() | two.groups.keys()
    return {place: {**one.groups.get(place, {}), **two.groups.get(place, {})} for place in places}


def _form(report: Report, kind: str) -> bytes:
    address = reverse("public_report_file", args=[report.slug, report.version, kind])
    answer = Client().get(address)
    assert answer.status_code == 200, f"{kind}: {answer.status_code}"
    return bytes(answer.content)


def _archive(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def _rows(sheets: CalamineWorkbook, name: str) -> list[list[Any]]:
    return sheets.get_sheet_by_name(name).to_python()


def _words(page: str) -> str:
    """Text, charts' texts and tables of a page, without its tags."""
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _place(row: dict[str, str]) -> Place:
    return row["org_code"], row["year"], row["question"]


def _groups(text: str) -> dict[Place, dict[str, int]]:
    found: dict[Place, dict[str, int]] = {}
    for row in _table(text):
        found.setdefault(_place(row), {})[row["fifth"]] = int(row["n"])
    return found

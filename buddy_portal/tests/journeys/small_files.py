"""Small files of fictional trusts and scores, as they would be published."""

from __future__ import annotations

import csv
from pathlib import Path

NAMES = (
    "Ambermoor",
    "Brackenhurst",
    "Calderwick",
    "Dunmere",
    "Eastholme",
    "Fernleigh",
    "Garrowby",
    "Hartsedge",
    "Inglewater",
    "Juniper Vale",
    "Kelderdale",
    "Larkstoke",
    "Millbourne",
    "Northmoor",
)
MENTOR, MENTEE = 0, 1
QUESTIONS = ("Q17", "Q35", "Q53")
RESPONDENTS = 400
# Mentor, mentee, and where the others begin, by year. The mentee gains six points, the others one.
LEVELS = {2015: (92.0, 61.0, 76.0), 2016: (92.0, 67.0, 77.0)}


def code_of(place: int) -> str:
    return f"ZX{place:02d}"


def name_of(place: int) -> str:
    return f"{NAMES[place]} NHS Trust"


def write_trusts(folder: Path) -> Path:
    """A reference list of the fourteen trusts."""
    rows = [(code_of(place), name_of(place), "North") for place in range(len(NAMES))]
    return _write(folder / "trusts.csv", ("org_code", "trust_name", "region"), rows)


def write_scores(folder: Path) -> Path:
    """Percentage scores of every trust and of the country, in two survey years."""
    rows: list[tuple[object, ...]] = [
        ("All", year, question, 60_000, others + 4)
        for year, (_mentor, _mentee, others) in LEVELS.items()
        for question in QUESTIONS
    ]
    rows += [
        (code_of(place), year, question, RESPONDENTS, _score(place, year, number))
        for year in LEVELS
        for place in range(len(NAMES))
        for number, question in enumerate(QUESTIONS)
    ]
    return _write(folder / "scores.csv", ("org_code", "year", "question", "n", "score"), rows)


def _score(place: int, year: int, number: int) -> float:
    mentor, mentee, others = LEVELS[year]
    if place == MENTOR:
        return mentor
    if place == MENTEE:
        return mentee + number
    return others + (place * 7 + number * 3) % 9


def _write(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path

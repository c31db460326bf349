"""What a row is about: whose score, which question, which group of patients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.catalogue import QuestionFacts
from trusts.surveys.cell_columns import Positions
from trusts.surveys.columns import DIMENSIONS, Columns
from trusts.surveys.organisations import Organisations
from trusts.surveys.refusals import SHOWN_LENGTH
from trusts.surveys.row_rules import BrokenRule
from trusts.surveys.row_texts import RowTexts
from trusts.surveys.scales import Scale
from trusts.surveys.score_rows import EVERYBODY, Group, NameDifference, Organisation
from trusts.surveys.values import (
    FORMULA_REASON,
    looks_like_a_formula,
    question_number,
    scale_in_words,
)

# "All cancers", "Trust total", "All tumour groups": one of the first words and none but these.
# Read as a group of its own, such a row would hide that the groups add up to it.
_WHOLE_SAID = frozenset({"all", "total", "overall", "everyone", "everybody", "whole"})
_OF_WHAT = frozenset(
    {
        *("cancer", "cancers", "tumour", "tumours", "tumor", "group", "groups", "type", "types"),
        *("patients", "patient", "respondents", "people", "persons", "trust", "score", "combined"),
        *("ages", "age", "genders", "gender", "sexes", "ethnicities", "ethnicity", "ethnic"),
        *("quintiles", "quintile", "imd", "deprivation", "sites", "the", "of", "and"),
    }
)
NAME_DIFFERENCES_KEPT = 200
NAMES_SEEN = 5_000
"""Names looked at: there are some 150 trusts."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Positions of organisation, question and group for some rows; -1 where not known."""

    organisation: NDArray[np.int32]
    question: NDArray[np.int32]
    group: NDArray[np.int32]
    on_0_to_10: NDArray[np.bool_]
    broken: tuple[BrokenRule, ...]


class RowLabels:
    """Finds the labels of rows, numbering organisations and groups as they appear."""

    def __init__(
        self,
        columns: Columns,
        organisations: Organisations,
        questions: Mapping[str, QuestionFacts],
    ) -> None:
        self._columns = columns
        self._organisations = organisations
        self._numbers = {number: i for i, number in enumerate(questions)}
        means = [facts.scale is Scale.MEAN_0_10 for facts in questions.values()]
        self.on_0_to_10 = np.array([*means, False], np.bool_)
        self._groups: dict[Group, int] = {} if columns.dimension else {EVERYBODY: 0}
        self._names_seen: set[tuple[str, str]] = set()
        self._differences: list[NameDifference] = []
        self._by_code: Positions[str] = Positions(self._position_by_code)
        self._by_level = Positions(self._position_by_level)
        self._by_question = Positions(self._question)
        self._by_group = Positions(self._group)
        self._by_scale = Positions(_scale)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return self._organisations.found

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(self._numbers)

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(self._groups)

    @property
    def name_differences(self) -> tuple[NameDifference, ...]:
        return tuple(self._differences)

    def of(self, texts: RowTexts, year: int) -> Labels:
        """The labels of some rows, and the rules that they break."""
        count = len(texts)
        question = self._by_question.of(texts.column["question"], count)
        organisation = self._organisation(texts)
        group = np.zeros(count, np.int32)
        if self._columns.dimension:
            group = self._by_group.of(texts.column[self._columns.dimension], count)
        on_0_to_10 = self.on_0_to_10[question]
        self._note_names(texts)
        broken = (
            BrokenRule(organisation < 0, "org_code", lambda i: self._why_no_trust(texts, i)),
            BrokenRule(question < 0, "question", lambda i: self._why_no_question(texts, i, year)),
            *self._group_rules(texts, group),
            *self._scale_rules(texts, question, on_0_to_10),
        )
        return Labels(organisation, question, group, on_0_to_10, broken)

    def _organisation(self, texts: RowTexts) -> NDArray[np.int32]:
        codes = texts.column["org_code"]
        if "level" not in texts.column:
            return self._by_code.of(codes, len(texts))
        names = texts.column.get("org_name", codes)
        return self._by_level.of(zip(texts.column["level"], codes, names, strict=True), len(texts))

    def _position_by_code(self, code: str) -> int:
        return self._organisations.position("", code, "")

    def _position_by_level(self, said: tuple[str, str, str]) -> int:
        return self._organisations.position(*said)

    def _question(self, text: str) -> int:
        return self._numbers.get(question_number(text), -1)

    def _group(self, text: str) -> int:
        if _why_no_group(text, ""):
            return -1
        name = " ".join(text.split())
        group = EVERYBODY if _means_everybody(name) else Group(self._columns.dimension, name)
        return self._groups.setdefault(group, len(self._groups))

    def _note_names(self, texts: RowTexts) -> None:
        if "org_name" not in texts.column or len(self._names_seen) > NAMES_SEEN:
            return
        pairs = set(zip(texts.column["org_code"], texts.column["org_name"], strict=True))
        for code, name in sorted(pairs - self._names_seen):
            self._names_seen.add((code, name))
            difference = self._organisations.name_difference(code, name)
            if difference and len(self._differences) < NAME_DIFFERENCES_KEPT:
                self._differences.append(difference)

    def _why_no_trust(self, texts: RowTexts, i: int) -> str:
        said = (texts.column[name][i] if name in texts.column else "" for name in _WHOSE)
        return self._organisations.why_not(*said)

    def _why_no_question(self, texts: RowTexts, i: int, year: int) -> str:
        text = texts.column["question"][i]
        if not text.strip():
            return "The question number is missing."
        number = question_number(text)
        if not number:
            return "Not a question number. Write it as Q and a number, such as Q18."
        return f"The {year} survey has no question {number}"

    def _group_rules(self, texts: RowTexts, group: NDArray[np.int32]) -> Iterator[BrokenRule]:
        dimension = self._columns.dimension
        if dimension:
            column = texts.column[dimension]
            yield BrokenRule(
                group < 0, dimension, lambda i: _why_no_group(column[i], DIMENSIONS[dimension])
            )

    def _scale_rules(
        self, texts: RowTexts, question: NDArray[np.int32], on_0_to_10: NDArray[np.bool_]
    ) -> Iterator[BrokenRule]:
        if "scale" not in texts.column:
            return
        stated = self._by_scale.of(texts.column["scale"], len(texts))
        yield BrokenRule(
            (question >= 0) & (stated != on_0_to_10),
            "scale",
            lambda i: (
                "This question is scored from 0 to 10. Say mean 0-10."
                if on_0_to_10[i]
                else "This question is scored in percent. Say percent."
            ),
        )


_WHOSE = ("level", "org_code", "org_name")


def _scale(text: str) -> int:
    scale = scale_in_words(text)
    return -1 if scale is None else int(scale is Scale.MEAN_0_10)


def _means_everybody(name: str) -> bool:
    """Whether a row is about all patients. "All other" is a group like any other."""
    words = set(re.findall(r"[^\W_]+", name.lower()))
    return bool(words & _WHOLE_SAID) and words <= _WHOLE_SAID | _OF_WHAT


def _why_no_group(text: str, dimension: str) -> str:
    """Why a group's name cannot be used; "" where it can."""
    name = text.strip()
    if not name:
        return f"The {dimension} is missing. Say All for all patients."
    if looks_like_a_formula(name):
        return FORMULA_REASON
    if len(name) > SHOWN_LENGTH or not name.isprintable():
        return f"Not the name of a {dimension}: too long, or with signs that cannot be printed."
    return ""

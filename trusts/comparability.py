"""Whether a question may be compared between two years of a survey: one rule, no queries."""

from __future__ import annotations

from dataclasses import dataclass

from trusts.models import Comparability

Answer = Comparability.Answer
# Years in which the questionnaire of a survey was redesigned, by the survey's slug: a question
# before is another question than one from that year on. (NCPES technical documents 2015, 2021.)
REDESIGNED_IN: dict[str, tuple[int, ...]] = {"ncpes": (2015, 2021)}

# What somebody is told who would say otherwise.
UNLIKE_SCALES = "The two years score it on different scales, so they cannot be compared."


@dataclass(frozen=True)
class Asked:
    """A question as one year of the survey asked it."""

    year: int
    scale: str


@dataclass(frozen=True)
class Said:
    """What a person entered in the comparability map."""

    answer: Comparability.Answer
    reason: str


@dataclass(frozen=True)
class ComparabilityVerdict:
    """The answer, why, and whether a person said so or the default rule did.

    `is_fixed` where nobody can say otherwise: what a person says changes nothing.
    """

    answer: Comparability.Answer
    reason: str
    by_person: bool = False
    is_fixed: bool = False

    @property
    def is_comparable(self) -> bool:
        """Whether a difference between the two years may be shown at all."""
        return self.answer != Answer.NO


def comparability_of(
    *,
    earlier: Asked | None,
    later: Asked | None,
    said: Said | None = None,
    redesigned_in: tuple[int, ...] = (),
) -> ComparabilityVerdict:
    """Whether the question `earlier` may be compared with the question `later`.

    Both are the same number of the same survey; None where that year did not ask it.
    `redesigned_in` lists the years of a new questionnaire (`REDESIGNED_IN`). A question
    that one year did not ask, or that changed its scale, is never comparable, whatever was said.
    Otherwise what a person said stands. Where nobody said anything: comparable, unless the
    questionnaire was redesigned after the earlier and up to the later year.
    """
    if earlier is None or later is None:
        return ComparabilityVerdict(Answer.NO, "Not asked in both years.", is_fixed=True)
    if earlier.scale != later.scale:
        reason = "The two years score it on different scales."
        return ComparabilityVerdict(Answer.NO, reason, is_fixed=True)
    if said is not None:
        return ComparabilityVerdict(said.answer, said.reason, by_person=True)
    for year in redesigned_in:
        if earlier.year < year <= later.year:
            return ComparabilityVerdict(Answer.NO, f"The questionnaire was redesigned in {year}.")
    return ComparabilityVerdict(Answer.YES, "Same number and scale in both years.")

"""Everything that an evaluation is worked out from, frozen, with its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from evaluation.listening_input import ListeningInput

if TYPE_CHECKING:  # a web process that reads a protocol does not pay for numpy
    from evaluation.statistics import ScoreRow


@dataclass(frozen=True)
class TargetInput:
    """One target of a mentee's approved plan, on the scale of its question.

    chosen_in: the survey year whose scores the plan was written from. frozen, frozen_n: the
    baseline as it was frozen at approval. why_not: why its question is not the one evaluated.
    """

    question: str
    title: str
    target: float | None
    by_date: str
    chosen_in: int
    frozen: float | None
    frozen_n: int | None
    why_not: str = ""


@dataclass(frozen=True)
class ApartInput:
    """An aim that the survey's result does not answer: of one tumour group, or of a measure.

    unit: percent, mean_0_10 (a question's scale), or a measure's unit. before, after: the figures
    that may be shown; after_on: the day of a measure's last figure. why_not: why there is none.
    """

    title: str
    read_from: str
    unit: str
    is_own: bool
    before: float | None
    n_before: int | None
    after: float | None
    n_after: int | None
    after_on: str
    target: float | None
    lower_is_better: bool
    why_not: str


@dataclass(frozen=True)
class PairInput:
    """A pair as it was enrolled, with what its plan set out to do and how far that went."""

    pair_id: int
    mentor_code: str
    mentor: str
    mentee_code: str
    mentee: str
    state: str
    stayed: bool
    plan_state: str
    plan_approved: bool
    window: tuple[str, str] | None
    targets: tuple[TargetInput, ...]
    actions: int
    actions_complete: int
    apart: tuple[ApartInput, ...] = ()


@dataclass(frozen=True)
class QuestionInput:
    """A question as the baseline year asked it, and whether the years may be compared."""

    number: str
    label: str
    section: str
    scale: str
    comparable: bool
    changed_wording: bool
    why: str


@dataclass(frozen=True)
class YearInput:
    """A survey year: when its patients were treated, and where that lies against the plans.

    standing: before, during, after or unknown (trusts.sample_window).
    """

    year: int
    sample: tuple[str, str] | None
    standing: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MergerInput:
    """A trust with scores here that became part of another before the follow-up's results.

    counted_under: the code under which the follow-up counts its patients and every year is put
    together; blank where nothing is, and why_not says why.
    """

    predecessor: str
    predecessor_code: str
    successor: str
    successor_code: str
    date: str
    counted_under: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class ExclusionInput:
    """A trust outside the scheme that is not compared with, and why."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class ProtocolChange:
    """A change after the freeze. known: follow-up scores were in by then."""

    on: str
    by: str
    reason: str
    what: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class ProtocolInput:
    """What was settled beforehand: when, by whom, its digest, and every change since.

    scores_were_in: scores of the follow-up were, or had been, imported at the freeze.
    detectable: points, worked out before the follow-up. since: what differs in the scheme today
    and was not taken into the protocol, so that the report does not follow it.
    """

    frozen_on: str
    frozen_by: str
    version: int
    digest: str
    scores_were_in: bool
    detectable: float | None
    exclusions: tuple[ExclusionInput, ...]
    changes: tuple[ProtocolChange, ...]
    since: tuple[str, ...]


@dataclass(frozen=True)
class WordsInput:
    """What a lead wrote for the report, as typed (evaluation.plain_markup reads it)."""

    version: int
    foreword: str
    context: str


@dataclass(frozen=True)
class TeamSurveyInput:
    """A closed team survey. items: (statement, n, positive), n and positive None where hidden.

    quotes: (words, as whom), only of those who agreed to be quoted. cohort: its name, or "" where
    the whole scheme was asked.
    """

    closed_on: str
    teams: int | None
    answers: int | None
    items: tuple[tuple[str, int | None, int | None], ...]
    recommends: tuple[int | None, int | None]
    quotes: tuple[tuple[str, str], ...]
    cohort: str = ""


@dataclass(frozen=True)
class GroupRow:
    """One shown score of a fifth of deprivation: "1" the most deprived, no code the country."""

    org_code: str
    year: int
    question: str
    fifth: str
    n: int
    score: float


@dataclass(frozen=True)
class Inputs:
    """All of it. `digest` is the SHA-256 of everything else: the same inputs, the same report.

    window: from the first to the last day of the scheme's implementation or of any enrolled
    pair's plan, whichever is longer. held_back: scores hidden because, beside an earlier report,
    they would tell about a few patients.
    """

    scheme: str
    scheme_kind: str
    window: tuple[str, str]
    survey: str
    attribution: str
    is_fictional: bool
    baseline: YearInput
    follow_up: YearInput
    prior: int | None
    pairs: tuple[PairInput, ...]
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    questions: tuple[QuestionInput, ...]
    mergers: tuple[MergerInput, ...]
    rows: tuple[ScoreRow, ...]
    protocol: ProtocolInput | None = None
    groups: tuple[GroupRow, ...] = ()
    words: WordsInput | None = None
    team_survey: TeamSurveyInput | None = None
    cohort_surveys: tuple[TeamSurveyInput, ...] = ()
    partners: tuple[str, ...] = ()
    held_back: int = 0
    listening: ListeningInput | None = None
    digest: str = ""

    def counted_under(self, code: str) -> str:
        """The code under which the scores of a trust stand in `rows`: its own if not merged."""
        return under_of(self.mergers).get(code, code)


def under_of(mergers: Iterable[MergerInput]) -> dict[str, str]:
    """Code -> the code under which its scores are put together with those of others."""
    return {each.predecessor_code: each.counted_under for each in mergers if each.counted_under}


def with_digest(inputs: Inputs) -> Inputs:
    """The inputs with their digest."""
    facts: dict[str, Any] = asdict(inputs)
    facts.pop("digest")
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return replace(inputs, digest=hashlib.sha256(text.encode()).hexdigest())

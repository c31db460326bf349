"""A question over all trusts: every score, the limits that chance allows, and who lies where."""

from __future__ import annotations

from dataclasses import dataclass

from trusts.models import Question
from trusts.selectors.questions import TrustScore, national_score, trust_scores
from trusts.surveys.funnels import FunnelLines, Position, funnel_lines
from trusts.surveys.scales import Scale


@dataclass(frozen=True)
class Place:
    """A trust whose score is shown, and where it lies."""

    trust: TrustScore
    score: float
    answers: int
    position: Position


@dataclass(frozen=True)
class Centre:
    """The score that the limits lie around. Not published: all trusts' answers together."""

    score: float
    answers: int | None
    is_published: bool


@dataclass(frozen=True)
class QuestionFunnel:
    """Trusts by name, those that are not shown, and the limits."""

    places: list[Place]
    hidden: list[TrustScore]
    centre: Centre
    lines: FunnelLines


def question_funnel(question: Question, *, dispersed: bool) -> QuestionFunnel:
    """Where every trust lies on a question. Two queries."""
    found = trust_scores(question)
    known = [(t, t.score, t.n) for t in found if t.score is not None and t.n]
    scores, answers = [score for _, score, _ in known], [n for _, _, n in known]
    centre = _centre(question, scores, answers)
    lines = funnel_lines(scores, answers, centre.score, Scale(question.scale), dispersed=dispersed)
    return QuestionFunnel(
        places=[
            Place(trust, score, n, position)
            for (trust, score, n), position in zip(known, lines.positions, strict=True)
        ],
        hidden=[trust for trust in found if trust.score is None],
        centre=centre,
        lines=lines,
    )


def _centre(question: Question, scores: list[float], answers: list[int]) -> Centre:
    score, n = national_score(question)
    if score is not None:
        return Centre(score, n, is_published=True)
    total = sum(answers)
    together = sum(s * count for s, count in zip(scores, answers, strict=True))
    return Centre(together / total if total else 0.0, total or None, is_published=False)

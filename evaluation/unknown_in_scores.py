"""What participants and targets name, but the scores do not hold. No database, no Django.

Only notes: a trust may have no score in the years that are compared, and a question may have been
asked before. Without them a mistyped code would be missing from every figure, and nobody would see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluation.score_files import Participants
    from evaluation.statistics.panel import ScoreRow


def unknown_in_scores(
    rows: Sequence[ScoreRow], participants: Participants, targets: Iterable[tuple[str, str]]
) -> list[str]:
    """A sentence for each role with trusts that have no score in any year (no row, or suppressed
    throughout), then one for each targeted question that no row is about; codes in their order."""
    scored = {row.org_code for row in rows if row.score is not None}
    by_role = {
        "Mentees": participants.mentees,
        "Mentors": participants.mentors,
        "Excluded trusts": participants.excluded,
    }
    return [
        *(
            f"{role} without a score in the file of scores: {', '.join(unknown)}. Check the codes."
            for role, codes in by_role.items()
            if (unknown := sorted(set(codes) - scored))
        ),
        *_unknown_questions({row.question for row in rows}, targets),
    ]


def _unknown_questions(asked: set[str], targets: Iterable[tuple[str, str]]) -> list[str]:
    mentees: dict[str, set[str]] = {}
    for code, question in targets:
        if question not in asked:
            mentees.setdefault(question, set()).add(code)
    return [
        f"No row of the scores is about {question}, a target of {', '.join(sorted(codes))}. "
        "Check the question."
        for question, codes in sorted(mentees.items())
    ]

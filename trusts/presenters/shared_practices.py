"""What a trust has shared in the practice library, beside what it offers as a mentor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from buddy_portal.design.charts.numbers import counted
from trusts.shared_practices import SharedPractice, about_first

MOST_SHOWN = 10


def shared_lines(
    practices: Iterable[SharedPractice],
    *,
    needs: Collection[str] = (),
    labels: Mapping[str, str] | None = None,
) -> list[dict[str, str]]:
    """Each practice with its address, what it is about and who uses it.

    Those about a need come first and say so. `needs` are numbers of questions, `labels` their
    words.
    """
    return [
        {
            "title": each.title,
            "href": each.address,
            "note": ". ".join(_notes(each, needs, labels or {})),
        }
        for each in about_first(practices, needs)[:MOST_SHOWN]
    ]


def _notes(
    practice: SharedPractice, needs: Collection[str], labels: Mapping[str, str]
) -> list[str]:
    met = [number for number in practice.questions if number in needs]
    about = ", ".join(f"{n} {labels.get(n, '')}".strip() for n in met or practice.questions)
    notes = [f"About a need: {about}" if met else f"About {about}"] if about else []
    if practice.taken_up:
        notes.append(f"In use at {counted(practice.taken_up, 'other trust')}")
    return notes

"""The protocol's page: what is settled, when, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.models import ComparatorExclusion, Protocol
from evaluation.protocol_content import Content, changes_between
from evaluation.selectors.protocols import ProtocolState

FROZEN = Tag("Frozen", "blue", "lock")
FROZEN_LATE = Tag("Frozen after scores were in", "amber", "triangle")
NOT_FROZEN = Tag("Not frozen", "amber", "triangle")


@dataclass(frozen=True)
class ChangeView:
    """One change after the freeze."""

    head: str
    what: Sequence[str]
    reason: str


def tag_of(state: ProtocolState) -> Tag:
    """Frozen in time, frozen late, or not frozen."""
    if state.newest is None:
        return NOT_FROZEN
    return FROZEN_LATE if state.versions[0].scores_were_in else FROZEN


def standing(state: ProtocolState) -> tuple[str, str]:
    """The strong words and the sentence at the head of the page."""
    if state.newest is None:
        if state.scores_are_in:
            return (
                "Scores of the follow-up survey are in already.",
                "A protocol frozen now is marked as frozen after the scores, in the report too.",
            )
        return (
            "The protocol is not frozen yet.",
            "Freeze it before the follow-up scores are imported. Nobody can then say that the "
            "choices were made to suit the result.",
        )
    first = state.versions[0]
    when = f"Frozen on {dates.moment(first.frozen_at)} by {first.frozen_by_name}."
    if first.scores_were_in:
        return (
            when,
            "Scores of the follow-up survey had been imported by then. The report says so.",
        )
    return when, "No score of the follow-up survey had been imported by then."


def facts(content: Content, newest: Protocol | None) -> list[tuple[str, str]]:
    """What is settled, apart from the tables."""
    found = [
        ("Scheme", content["scheme"]),
        ("From and to", f"{content['baseline']} survey to {content['follow_up']} survey"),
        ("Year before the baseline", _prior(content["prior"])),
        ("Compared with", content["compared_with"]),
        *((f"Tests, family {n}", family) for n, family in enumerate(content["families"], 1)),
        ("What could be detected", detectable_words(content)),
    ]
    if newest is not None:
        found += [("Version", str(newest.version)), ("Digest (SHA-256)", newest.digest)]
    return found


def _prior(year: int | None) -> str:
    if year is None:
        return "None: the expected bounce-back is learnt from the baseline alone"
    return f"{year} survey, used to learn how much of a low score lasts"


def detectable_words(content: Content) -> str:
    """The smallest effect that could be seen, as it was worked out at the freeze."""
    found = content.get("detectable")
    if found is None:
        return "Worked out from earlier surveys when the protocol is frozen"
    if found["effect"] is None:
        return found["reason"] or "It cannot be worked out"
    how = (
        "learnt by rehearsing the method on the earlier surveys"
        if found["rehearsed"]
        else "a cautious figure from the baseline alone"
    )
    return f"About {numbers.plain(found['effect'])} points for all mentees together, {how}"


def targets_table(content: Content) -> Table:
    """Every pair with its targets."""
    return Table(
        caption="Targets of each mentee",
        columns=[Column("Mentee"), Column("Mentor"), Column("Targets")],
        rows=[
            Row([pair["mentee"], pair["mentor"], _targets(pair["targets"])])
            for pair in content["pairs"]
        ],
        empty="No pair has been agreed yet.",
    )


def _targets(targets: Sequence[Content]) -> Cell:
    if not targets:
        return Cell("None", note="Its plan is not approved, or has no aim")
    return Cell(
        "; ".join(f"{target['question']} {target['title']}" for target in targets),
        note=numbers.counted(len(targets), "target"),
    )


def questions_words(content: Content) -> str:
    """How many questions are compared, and which are not."""
    left_out = [each["number"] for each in content["questions"] if not each["compared"]]
    compared = numbers.counted(len(content["questions"]) - len(left_out), "question")
    if not left_out:
        return f"{compared} of the baseline survey, all of them."
    return f"{compared} of the baseline survey. Not compared: {', '.join(left_out)}."


def exclusions_table(
    scheme_id: int, exclusions: Iterable[ComparatorExclusion], query: str, *, may_change: bool
) -> Table:
    """Trusts that are not compared with, each with the way back."""
    columns = [Column("Trust"), Column("Reason"), Column("Left out by")]
    rows: list[list[Cell | str]] = [
        [
            Cell(str(each.trust.name), note=each.trust.ods_code),
            each.reason,
            Cell(str(each.added_by or ""), note=dates.day(each.added_at)),
        ]
        for each in exclusions
    ]
    if may_change:
        columns.append(Column("Change"))
        for row, each in zip(rows, exclusions, strict=True):
            href = reverse("protocol_include", args=[scheme_id, each.pk]) + query
            row.append(Cell("Compare with it again", href=href))
    return Table(
        caption="Trusts not compared with",
        columns=columns,
        rows=[Row(row) for row in rows],
        empty="Every trust outside the scheme is compared with.",
    )


def changes(versions: Sequence[Protocol]) -> list[ChangeView]:
    """Every change after the freeze, newest first."""
    return [
        ChangeView(
            head=f"Version {later.version}, {dates.moment(later.frozen_at)}, "
            f"{later.frozen_by_name}"
            + (" (follow-up scores were in)" if later.scores_were_in else ""),
            what=changes_between(earlier.content, later.content),
            reason=later.reason,
        )
        for earlier, later in reversed(list(pairwise(versions)))
    ]


def freeze_page(state: ProtocolState) -> dict[str, object]:
    """The words of the page that asks before the freeze, or before a change after it."""
    if state.newest is None:
        strong, sentence = standing(state)
        return {
            "heading": "Freeze the protocol",
            "said": f"{strong} {sentence} What is settled now stays on record; later changes are "
            "listed in the report with their reasons.",
            "rows": [
                ("Pairs", str(len(state.today["pairs"]))),
                ("Targets", str(sum(len(pair["targets"]) for pair in state.today["pairs"]))),
                ("Questions", questions_words(state.today)),
                ("Trusts left out", str(len(state.today["exclusions"]))),
                ("Year before the baseline", _prior(state.today["prior"])),
            ],
        }
    return {
        "heading": "Change the protocol after the freeze",
        "said": "The report lists this change with its date, your name and your reason.",
        "rows": [(f"Change {n}", words) for n, words in enumerate(state.pending, 1)],
    }


EXCLUDE_PAGE: dict[str, object] = {
    "heading": "Leave a trust out of comparison",
    "said": "A trust outside the scheme is left out only for a reason that has nothing to do with "
    "its result. It counts once the protocol is frozen, or the change recorded.",
    "rows": [],
}


def include_page(exclusion: ComparatorExclusion) -> dict[str, object]:
    """The words of the page that takes a trust back."""
    return {
        "heading": f"Compare with {exclusion.trust.name} again",
        "said": "It counts once the protocol is frozen, or the change recorded.",
        "rows": [("Was left out because", exclusion.reason)],
    }

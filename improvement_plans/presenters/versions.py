"""The kept versions of a plan, and what changed between two of them, in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.aim_words import score_words
from improvement_plans.measures.scale import UNITS
from improvement_plans.models import PlanVersion
from improvement_plans.presenters.actions import Partners, named

Content = Mapping[str, Any]
# Fields of the content -> how they are called. Those not named here are keys, not words.
_PLAN = {
    "title": "Title",
    "summary": "Summary",
    "public_summary": "Summary in plain English",
    "lead": "Lead",
    "sponsor": "Executive sponsor",
    "window": "Window",
    "midpoint": "Midpoint",
}
_AIM = {
    "title": "Aim",
    "question": "Read from",
    "population": "Patients",
    "baseline": "Baseline",
    "n": "Answers",
    "target": "Target",
    "by": "By",
    "why": "Why",
}
_ACTION = {
    "text": "Action",
    "aim": "Aim",
    "owner": "Owner",
    "supporter": "Supporter",
    "idea": "Change idea",
    "starts": "Start",
    "due": "Due",
    "evidence": "Evidence expected",
    "within_our_control": "Within our control",
}
_IDEA = {
    "text": "Change idea",
    "driver": "Driver",
    "aim": "Aim",
    "source": "From",
    "state": "State",
}
_DATES = frozenset({"by", "starts", "due", "midpoint"})
_SCORES = frozenset({"baseline", "target"})


@dataclass(frozen=True)
class VersionsPage:
    """The versions to choose from, which two were chosen, and what is different."""

    versions: list[tuple[int, str]]
    before: int
    after: int
    changes: Table | None


def versions_page(
    kept: Sequence[PlanVersion], query: Mapping[str, str], *, partners: Partners
) -> VersionsPage:
    """The versions, newest first; by default the newest is compared with the one before."""
    by_number = {version.number: version for version in kept}
    newest = max(by_number, default=0)
    after = _chosen(query.get("after", ""), by_number, newest)
    before = _chosen(query.get("before", ""), by_number, max(after - 1, min(by_number, default=0)))
    changes = None
    if before != after and before in by_number:
        changes = _table(by_number[before], by_number[after], partners)
    return VersionsPage(
        versions=[(version.number, _words(version, partners)) for version in kept],
        before=before,
        after=after,
        changes=changes,
    )


def _chosen(asked: str, known: Mapping[int, PlanVersion], default: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else default
    return number if number in known else default


def _words(version: PlanVersion, partners: Partners) -> str:
    return (
        f"Version {version.number}: {version.why}. {dates.moment(version.at)}, "
        f"{named(version.by, partners)}"
    )


def _table(before: PlanVersion, after: PlanVersion, partners: Partners) -> Table:
    contents = (_with_names(version.content, partners) for version in (before, after))
    rows = changes_between(*contents)
    return Table(
        caption=f"What changed from version {before.number} to version {after.number}",
        columns=[Column("What"), Column("Before"), Column("After")],
        rows=[Row(cells=[Cell(what, strong=True), old, new]) for what, old, new in rows],
        show_caption=True,
        empty="Nothing is different between these two versions.",
    )


def _with_names(content: Content, partners: Partners) -> Content:
    """The content with partners named as they wish today."""
    actions = [
        {**action, "owner": partners.get(action.get("owner_id"), action["owner"])}
        for action in content.get("actions", [])
    ]
    return {**content, "actions": actions}


def changes_between(before: Content, after: Content) -> list[tuple[str, str, str]]:
    """Every difference as (what, before, after), in the order of a plan."""
    found = _fields("", before, after, _PLAN)
    kinds = (("aims", "title", _AIM), ("ideas", "text", _IDEA), ("actions", "text", _ACTION))
    for kind, name, words in kinds:
        found += _things(before.get(kind, []), after.get(kind, []), name, words)
    return found


def _things(
    before: Sequence[Content], after: Sequence[Content], name: str, words: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Aims or actions: added, taken away or changed. The same thing keeps its id."""
    old = {thing.get("id"): thing for thing in before}
    new = {thing.get("id"): thing for thing in after}
    kind = words[name]
    found: list[tuple[str, str, str]] = []
    for key, thing in old.items():
        if key not in new:
            found.append((f"{kind} taken away", str(thing[name]), "-"))
    for key, thing in new.items():
        if key not in old:
            found.append((f"{kind} added", "-", str(thing[name])))
        else:
            found += _fields(f"{kind} “{thing[name]}”: ", old[key], thing, words)
    return found


def _fields(
    head: str, before: Content, after: Content, words: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    return [
        (f"{head}{word.lower() if head else word}", _said(field, before), _said(field, after))
        for field, word in words.items()
        if before.get(field) != after.get(field)
    ]


def _said(field: str, content: Content) -> str:
    value = content.get(field)
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field == "window":
        start, end = (datetime.date.fromisoformat(day) for day in value)
        return numbers.uk_date_range(start, end)
    if field in _DATES:
        return dates.day(datetime.date.fromisoformat(value))
    if field in _SCORES:
        unit = content.get("unit")
        return UNITS[unit].exact(value) if unit else score_words(value, content.get("scale", ""))
    return numbers.thousands(value) if isinstance(value, int) else str(value)

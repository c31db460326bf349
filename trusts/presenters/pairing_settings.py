"""Weights, gates and their preview in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.dates import moment
from buddy_portal.design.tables import Column, Row, Table
from trusts.models import Trust
from trusts.pairing_settings import PairingSettings
from trusts.presenters.pairing import short_name, signed
from trusts.selectors.settings_preview import SettingsPreview, SettingsVersion, Totals

NOBODY = "No mentor"
THOUSAND = 1000


def totals_table(preview: SettingsPreview) -> Table:
    """The totals of the set, as it is and as it would be."""
    before, after = preview.before, preview.after
    rows = [
        ("Mentees matched", before.matched, after.matched),
        ("Worst-off mentee’s score", before.worst, after.worst),
        ("Mean score", _mean(before), _mean(after)),
        ("Total", before.total, after.total),
        ("Pairs that the gates allow", preview.allowed_before, preview.allowed_after),
    ]
    return Table(
        caption="Totals before and after",
        columns=[
            Column("What"),
            Column("Now", numeric=True),
            Column("With these settings", numeric=True),
            Column("Difference", numeric=True),
        ],
        rows=[
            Row([name, thousands(was), thousands(now), _difference(now - was)])
            for name, was, now in rows
        ],
    )


def _difference(value: int) -> str:
    """Signed, with the thousands apart: "+3,656"."""
    return (
        signed(value)
        if abs(value) < 1000
        else f"{'+' if value > 0 else '−'}{thousands(abs(value))}"
    )


def _mean(totals: Totals) -> int:
    return round(totals.total / totals.matched) if totals.matched else 0


def changes_table(preview: SettingsPreview) -> Table:
    """The mentees whose mentor would be another."""
    return Table(
        caption="Mentees whose mentor would change",
        columns=[
            Column("Mentee"),
            Column("Mentor now"),
            Column("Score now", numeric=True),
            Column("Mentor with these settings"),
            Column("Score then", numeric=True),
        ],
        rows=[
            Row(
                [
                    short_name(row.mentee),
                    _name(row.before),
                    _score(row.score_before),
                    _name(row.after),
                    _score(row.score_after),
                ]
            )
            for row in preview.changes
        ],
        empty="No mentee’s mentor would change.",
    )


def preview_words(preview: SettingsPreview) -> str:
    """What would change, in one sentence."""
    changed = len(preview.changes)
    whole = changed + preview.same
    if not whole:
        return "No accepted mentee is waiting for a mentor, so nothing would change now."
    noun = "mentee" if whole == 1 else "mentees"
    held = (
        " Locked and forbidden pairs of " + preview.draft.name + " stand." if preview.draft else ""
    )
    return f"{changed} of {whole} {noun} would have another mentor. Scores change for all.{held}"


def versions_table(versions: Iterable[SettingsVersion]) -> Table:
    """Every version of the settings, the newest first."""
    return Table(
        caption="Versions",
        columns=[
            Column("Version", numeric=True),
            Column("Weights and gates"),
            Column("From"),
            Column("Why"),
        ],
        rows=[
            Row(
                [
                    str(one.version),
                    settings_words(one.settings),
                    moment(one.changed_at) + (f", {one.changed_by}" if one.changed_by else ""),
                    one.reason if one.version > 1 else "As the scheme began",
                ]
            )
            for one in versions
        ],
    )


def settings_words(settings: PairingSettings) -> str:
    """ "Needs covered 60%, alike 20%, travel 10%, gives back 10%; covers at least 10%, ..."."""
    return (
        f"Needs covered {settings.coverage}%, alike {settings.similarity}%, "
        f"travel {settings.travel}%, gives back {settings.reciprocity}%; "
        f"covers at least {settings.coverage_floor}%, shown at least {settings.shown_floor}%"
    )


def _name(trust: Trust | None) -> str:
    return short_name(trust) if trust else NOBODY


def _score(score: int | None) -> Any:
    return "-" if score is None else str(score)

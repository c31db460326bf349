"""What other weights and gates would do to a scheme's set of pairs, before anybody saves them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trusts.models import PairingDraft, Scheme, Trust
from trusts.pairing_choices import Codes, DraftChoices
from trusts.pairing_settings import PairingSettings
from trusts.refusals import LockContradictsRule

if TYPE_CHECKING:
    from trusts.selectors.pairing_inputs import WorkedOut


@dataclass(frozen=True)
class Totals:
    """What a set of pairs comes to. `worst` is 0 where nobody is matched."""

    matched: int
    worst: int
    total: int


@dataclass(frozen=True)
class MenteeChange:
    """A mentee whose mentor would be another; None stands for no mentor."""

    mentee: Trust
    before: Trust | None
    after: Trust | None
    score_before: int | None
    score_after: int | None


@dataclass(frozen=True)
class SettingsPreview:
    """The set under the settings as they are and as they would be."""

    before: Totals
    after: Totals
    changes: tuple[MenteeChange, ...]
    same: int
    allowed_before: int
    allowed_after: int
    draft: PairingDraft | None


@dataclass(frozen=True)
class SettingsVersion:
    """One version of the settings: who made it, when and why."""

    version: int
    settings: PairingSettings
    changed_at: Any
    changed_by: str
    reason: str


def preview_settings(scheme: Scheme, settings: PairingSettings) -> SettingsPreview:
    """Both sets for what is open now, with the newest draft's locks and forbidden pairs.

    As few pairs as possible change from one to the other, so that what is listed is what the new
    settings do. Raises LockContradictsRule where a locked pair would not be allowed any more.
    """
    draft = PairingDraft.objects.filter(scheme=scheme).order_by("-saved_at", "-pk").first()
    choices = DraftChoices.from_json(draft.choices if draft else {})
    kept = tuple((e["mentor"], e["mentee"]) for e in draft.result["pairs"]) if draft else ()
    before = _solved(scheme, choices, kept)
    other = copy.copy(scheme)
    other.pairing_weights = settings.as_json()
    after = _solved(
        other,
        before.choices,
        tuple((pair.mentor, pair.mentee) for pair in before.solution.pairs),
        must_stand=before.choices.locked,
    )
    changes = _changes(before, after)
    return SettingsPreview(
        before=_totals(before),
        after=_totals(after),
        changes=changes,
        same=len(before.problem.mentees) - len(changes),
        allowed_before=_allowed(before),
        allowed_after=_allowed(after),
        draft=draft,
    )


def settings_versions(scheme: Scheme) -> list[SettingsVersion]:
    """The versions of the settings, newest first. Two queries."""
    found: dict[int, SettingsVersion] = {}
    rows = scheme.history.select_related("history_user").order_by("history_date", "history_id")
    for row in rows:
        found.setdefault(
            row.pairing_weights_version,
            SettingsVersion(
                version=row.pairing_weights_version,
                settings=PairingSettings.from_json(row.pairing_weights),
                changed_at=row.history_date,
                changed_by=row.history_user.name if row.history_user else "",
                reason=row.history_change_reason or "",
            ),
        )
    return sorted(found.values(), key=lambda one: -one.version)


def _solved(
    scheme: Scheme,
    choices: DraftChoices,
    previous: tuple[Codes, ...],
    must_stand: tuple[Codes, ...] = (),
) -> WorkedOut:
    from trusts.matching import MatchingError  # brings numpy: not at start
    from trusts.selectors.pairing_inputs import work_out

    try:
        return work_out(scheme, choices, previous=previous, must_stand=must_stand)
    except MatchingError as error:
        raise LockContradictsRule(str(error)) from error


def _totals(found: WorkedOut) -> Totals:
    solution = found.solution
    return Totals(solution.matched, solution.worst or 0, solution.total)


def _allowed(found: WorkedOut) -> int:
    """How many pairs the gates let through."""
    return int((found.problem.table >= 0).sum())


def _changes(before: WorkedOut, after: WorkedOut) -> tuple[MenteeChange, ...]:
    ours, theirs = (
        {pair.mentee: (pair.mentor, pair.score) for pair in each.solution.pairs}
        for each in (before, after)
    )
    trusts = before.scores.trusts
    nothing = (None, None)
    rows = []
    for mentee in before.problem.mentees:
        (was, score_was), (now, score_now) = ours.get(mentee, nothing), theirs.get(mentee, nothing)
        if was != now:
            rows.append(
                MenteeChange(
                    mentee=trusts[mentee],
                    before=trusts[was] if was else None,
                    after=trusts[now] if now else None,
                    score_before=score_was,
                    score_after=score_now,
                )
            )
    return tuple(sorted(rows, key=lambda row: row.mentee.name))

"""What people decided about a draft: pairs that stand, and pairs ruled out with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

Codes = tuple[str, str]


@dataclass(frozen=True)
class DraftChoices:
    """Locked and forbidden pairs of a draft, each as ODS codes (mentor, mentee)."""

    locked: tuple[Codes, ...] = ()
    # (mentor, mentee) to the reason.
    forbidden: tuple[tuple[Codes, str], ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DraftChoices:
        """From what a draft keeps."""
        return cls(
            locked=tuple((mentor, mentee) for mentor, mentee in data.get("locked", [])),
            forbidden=tuple(
                ((entry["mentor"], entry["mentee"]), entry["reason"])
                for entry in data.get("forbidden", [])
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {
            "locked": [list(pair) for pair in self.locked],
            "forbidden": [
                {"mentor": mentor, "mentee": mentee, "reason": reason}
                for (mentor, mentee), reason in self.forbidden
            ],
        }

    @property
    def reasons(self) -> dict[Codes, str]:
        """The forbidden pairs with their reasons."""
        return dict(self.forbidden)

    def after(self, act: str, pair: Codes | None, reason: str) -> DraftChoices:
        """The decisions once one more act is done, by its word; one without a pair changes none."""
        if pair is None:
            return self
        return {
            "lock": lambda: self.allow(pair).lock(pair),
            "unlock": lambda: self.unlock(pair),
            "forbid": lambda: self.forbid(pair, reason),
            "allow": lambda: self.allow(pair),
        }[str(act)]()

    def lock(self, pair: Codes) -> DraftChoices:
        """The pair stands; a lock of the same mentee with another mentor falls."""
        others = tuple(lock for lock in self.locked if lock[1] != pair[1])
        return replace(self, locked=(*others, pair))

    def unlock(self, pair: Codes) -> DraftChoices:
        return replace(self, locked=tuple(lock for lock in self.locked if lock != pair))

    def forbid(self, pair: Codes, reason: str) -> DraftChoices:
        """The pair is ruled out; a lock on it falls."""
        others = tuple(entry for entry in self.forbidden if entry[0] != pair)
        return replace(self.unlock(pair), forbidden=(*others, (pair, reason)))

    def allow(self, pair: Codes) -> DraftChoices:
        return replace(self, forbidden=tuple(entry for entry in self.forbidden if entry[0] != pair))

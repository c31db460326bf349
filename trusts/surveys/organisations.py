"""Whose score a row is: a trust by its ODS code, a Cancer Alliance, or England."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping

from trusts.surveys.refusals import SHOWN_LENGTH
from trusts.surveys.scales import Level
from trusts.surveys.score_rows import NameDifference, Organisation

_NATIONAL = frozenset({"all", "england", "national", "eng", "e92000001", "all england"})
_LEVELS = {
    "trust": Level.TRUST,
    "nhs trust": Level.TRUST,
    "provider": Level.TRUST,
    "alliance": Level.ALLIANCE,
    "cancer alliance": Level.ALLIANCE,
    "national": Level.NATIONAL,
    "england": Level.NATIONAL,
    "all": Level.NATIONAL,
}
_ALLIANCE_CODE = re.compile(r"E56[0-9]{6}")
_LOOKALIKES = str.maketrans("OILSB", "01158")
_COMMON_WORDS = re.compile(r"\b(the|nhs|foundation|trust|hospitals?|university|teaching|and)\b")


class Organisations:
    """Finds organisations by what a row says, and numbers them in order of appearance."""

    def __init__(self, known_trusts: Mapping[str, str]) -> None:
        self._known = known_trusts
        self._positions: dict[Organisation, int] = {}
        self._lookalikes = {code.translate(_LOOKALIKES): code for code in known_trusts}
        self._by_name = {same_name(name): code for code, name in known_trusts.items()}

    @property
    def found(self) -> tuple[Organisation, ...]:
        return tuple(self._positions)

    def position(self, level: str, code: str, name: str) -> int:
        """The number of the organisation, or -1 where the row names none that we know."""
        organisation = self._organisation(level.strip().lower(), code.strip(), name.strip())
        if organisation is None:
            return -1
        return self._positions.setdefault(organisation, len(self._positions))

    def _organisation(self, level: str, code: str, name: str) -> Organisation | None:
        if level and level not in _LEVELS:
            return None
        national = code.lower() in _NATIONAL
        inferred = Level.NATIONAL if national else Level.TRUST
        if _ALLIANCE_CODE.fullmatch(code):
            inferred = Level.ALLIANCE
        stated = _LEVELS.get(level, inferred)
        if stated is Level.ALLIANCE and not national and code.upper() not in self._known:
            alliance = code or name
            return Organisation(stated, alliance[:SHOWN_LENGTH]) if alliance else None
        if stated is not inferred:
            return None
        if stated is Level.NATIONAL:
            return Organisation(stated, "")
        return Organisation(stated, code.upper()) if code.upper() in self._known else None

    def why_not(self, level: str, code: str, name: str) -> str:
        """Why ``position`` found nothing, and which trust was probably meant."""
        level, code = level.strip().lower(), code.strip()
        if level and level not in _LEVELS:
            return "We read rows of trusts, Cancer Alliances and England, not of this level."
        if code.lower() in _NATIONAL or (level and code.upper() in self._known):
            return "The code and the level of the row do not agree."
        if not code:
            return f"The trust's code is missing.{self._by_its_name(name)}"
        closest = self._closest(code.upper(), name)
        if not closest:
            return "No trust has this code. Correct it, or import the trust first."
        return f"No trust has this code. Closest: {closest} {self._known[closest]}"

    def _by_its_name(self, name: str) -> str:
        code = self._by_name.get(same_name(name), "")
        return f" The trust of this name has {code}." if code else ""

    def _closest(self, code: str, name: str) -> str:
        by_name = self._by_name.get(same_name(name)) or self._lookalikes.get(
            code.translate(_LOOKALIKES)
        )
        if by_name:
            return by_name
        near = difflib.get_close_matches(code[:20], self._known, n=1, cutoff=0.8)
        return near[0] if near else ""

    def name_difference(self, code: str, name: str) -> NameDifference | None:
        """A name that shares no telling word with the name we know under this code."""
        code = code.strip().upper()
        known = self._known.get(code)
        if not known or not name.strip():
            return None
        theirs, ours = _telling_words(name), _telling_words(known)
        if not theirs or not ours or theirs & ours:
            return None
        return NameDifference(code, name.strip()[:SHOWN_LENGTH], known)


def same_name(name: str) -> str:
    """A name without what spellings differ in: case, spaces, apostrophes, St and Saint."""
    folded = unicodedata.normalize("NFKD", name).lower().replace("&", " and ")
    letters = re.sub(r"[^a-z0-9 ]", "", re.sub(r"\s+", " ", folded))
    return re.sub(r"\bsaint\b", "st", letters).strip()


def _telling_words(name: str) -> set[str]:
    return set(_COMMON_WORDS.sub(" ", same_name(name)).split())

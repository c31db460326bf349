"""The words of a comment: cleaned, compared and checked for what could say who somebody is."""

from __future__ import annotations

import hashlib
import unicodedata

from improvement_plans.deidentifying import Finding, look_for
from improvement_plans.deidentifying.findings import SAID


def tidy(text: str) -> str:
    """The text as it is stored: one way to write each letter, no blanks at the ends."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def digest_of(text: str) -> str:
    """The same for texts that differ only in blanks and capitals."""
    words = " ".join(tidy(text).casefold().split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def kinds_of(found: tuple[Finding, ...]) -> list[str]:
    """What was found, each kind once."""
    return sorted({each.kind.value for each in found})


def said_of(text: str, found: tuple[Finding, ...]) -> list[str]:
    """ "“Smith”: a name after a title", for the person who decides. Never for a record."""
    return [f"“{text[each.start : each.end]}”: {_small(each.reason)}" for each in found]


def names_nobody(text: str, *, guess: bool = False) -> bool:
    """Whether nothing was found: without a guess in a title or the name of a service."""
    return not look_for(text, guess=guess)


def kinds_words(kinds: list[str]) -> str:
    """ "name, phone number" for a record."""
    return ", ".join(said for kind, said in SAID.items() if kind.value in kinds)


def _small(sentence: str) -> str:
    # "NHS" and the like keep their capitals.
    return sentence if sentence[1:2].isupper() else sentence[0].lower() + sentence[1:]

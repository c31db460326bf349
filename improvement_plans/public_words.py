"""Words that everybody will read, checked for what could say who somebody is. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from improvement_plans.deidentifying import Finding, Kind, look_for
from improvement_plans.insight_words import kinds_of, kinds_words, said_of

# A team is asked by its telephone and its mailbox, so these may stand where it says whom to ask.
WAYS_TO_ASK = frozenset({Kind.EMAIL, Kind.PHONE})


@dataclass(frozen=True)
class PublicWords:
    """Titles hold capitals that are no names, so nothing is guessed in them or in contacts."""

    prose: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()

    @property
    def findings(self) -> list[str]:
        """Each finding with its reason, for the person who decides. Never for a record."""
        return [said for text, found in self._found() for said in said_of(text, found)]

    @property
    def kinds(self) -> str:
        """What was found, such as "name, phone number", for a record. Empty where nothing was."""
        every = tuple(each for _text, found in self._found() for each in found)
        return kinds_words(kinds_of(every))

    def _found(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        for text in self.titles:
            yield text, look_for(text, guess=False)
        for text in self.prose:
            yield text, look_for(text)
        for text in self.contacts:
            found = look_for(text, guess=False)
            yield text, tuple(each for each in found if each.kind not in WAYS_TO_ASK)

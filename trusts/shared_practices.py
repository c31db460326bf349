"""What trusts have shared in the practice library, told by the app that keeps it.

Pairs are made of trusts; the library is kept by the plans' own app, which this one does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SharedPractice:
    """A published practice: its title, its address, the numbers of the questions it is about."""

    title: str
    address: str
    questions: tuple[str, ...] = ()
    taken_up: int = 0
    """How many other trusts use it."""


# Takes ODS codes; gives the published practices of each trust that has some, by code.
Library = Callable[[Collection[str]], Mapping[str, Sequence[SharedPractice]]]

_source: list[Library] = []


def register_library(library: Library) -> None:
    """Say where practices come from. Called once, when the owning app is ready."""
    _source[:] = [library]


def practices_of(code: str) -> tuple[SharedPractice, ...]:
    """What a trust has shared, in the order of the library; nothing where nobody keeps one."""
    return tuple(_source[0]([code]).get(code, ())) if _source else ()


def about_first(
    practices: Iterable[SharedPractice], questions: Collection[str]
) -> list[SharedPractice]:
    """Those that are about one of these questions first; else their own order stays."""
    return sorted(practices, key=lambda each: not set(each.questions) & set(questions))

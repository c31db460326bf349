"""Macros that remember what they gave: the same settings give the same HTML, always.

An official NHS.UK field takes half a millisecond to draw. An empty form is drawn from the same
settings for everybody, so its fields are drawn once and then looked up by all of their settings.
Forms that were sent, and what a person typed, are never drawn through these.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup

KEPT = 500
"""Answers of one macro that are kept; the oldest goes first."""


class Remembering:
    """One macro. What it is called with is all that its answer depends on."""

    def __init__(self, macro: Callable[[Any], Markup]) -> None:
        self._macro = macro
        self._kept: dict[Hashable, Markup] = {}

    def __call__(self, settings: Any) -> Markup:
        try:
            key = frozen(settings)
        except TypeError:
            return self._macro(settings)
        found = self._kept.get(key)
        if found is None:
            found = self._macro(settings)
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return found


def frozen(settings: Any) -> Hashable:
    """Settings as a key: equal only where kind, order and all values are, so safe is not plain."""
    kind = type(settings)
    if kind is dict:
        return (kind, tuple([(name, frozen(value)) for name, value in settings.items()]))
    if kind is list or kind is tuple:
        return (kind, tuple([frozen(value) for value in settings]))
    if settings is None or isinstance(settings, (str, int, float)):
        return (kind, settings)
    raise TypeError(f"Settings of the kind {kind.__name__} are not remembered.")

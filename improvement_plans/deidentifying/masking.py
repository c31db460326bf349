"""A text with a mark in place of what was found."""

from __future__ import annotations

from collections.abc import Iterable

from improvement_plans.deidentifying.findings import MARKS, Finding


def mask(text: str, found: Iterable[Finding]) -> str:
    """The text with "[name]", "[phone number]" and so on in the places of the findings.

    The findings must be of this text and must not overlap, as `look_for` gives them.
    """
    parts, at = [], 0
    for each in sorted(found):
        parts += [text[at : each.start], MARKS[each.kind]]
        at = each.end
    return "".join([*parts, text[at:]])

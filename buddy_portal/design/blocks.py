"""The blocks of a page without the frame around them, so that they can be kept for other people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template import engines
from markupsafe import Markup

FRAME = frozenset({"title", "breadcrumbs", "as_at", "content", "head", "scripts", "main_class"})
"""The blocks that templates/base.html offers, and templates/kept_page.html hands on."""


class NotOfTheFrameError(ValueError):
    """A block that the kept page would lose."""

    def __init__(self, template: str, names: set[str]) -> None:
        super().__init__(f"{template} has blocks that are not kept: {', '.join(sorted(names))}.")


def drawn_blocks(template: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Each block of a page that extends base.html, as HTML by its name.

    Nothing of the request is at hand: a block that asked who is reading would fail, not be kept for
    somebody else. What a block imports must be imported inside it.
    """
    page = next(engine for engine in engines.all() if hasattr(engine, "env"))
    found = page.env.get_template(template)
    if left := found.blocks.keys() - FRAME:
        raise NotOfTheFrameError(template, set(left))
    names = found.new_context(dict(context))
    return {name: "".join(draw(names)) for name, draw in found.blocks.items()}


def safe_again(blocks: Mapping[str, str]) -> dict[str, Markup]:
    """Blocks that `drawn_blocks` made, for a template to put in as they are."""
    return {name: Markup(blocks.get(name, "")) for name in FRAME}  # noqa: S704 - drawn by us

"""Tagged PDFs (PDF/UA-1), set by typst from data, never from built source text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from buddy_portal.design.font_coverage import characters_of

# What stands for a character that the fonts cannot draw.
STAND_IN = "□"
# A run of more letters than this may be broken, so that it cannot run over the edge of the paper.
LONGEST_WORD = 25
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_ZERO_WIDTH_SPACE = "\u200b"


def set_pdf(template: Path, facts: Mapping[str, Any]) -> bytes:
    """Set a typst file with these facts, which it reads as JSON from its input "facts".

    No date of making goes in, so that the same facts give the same bytes. Texts are printed as they
    were typed; where the fonts lack a character of them, a box stands for it. Raises
    typst.TypstError where the template lacks what PDF/UA-1 asks for: a title, words for a picture.
    """
    import typst  # loaded by whoever sets a page, not by every web process at its start

    try:
        return _compiled(template, breakable(facts))
    except typst.TypstError:
        return _compiled(template, drawable(breakable(facts)))


def breakable(facts: Any) -> Any:
    """The same facts, with a place to break in very long words. Pictures stay as they are."""
    return _changed(facts, lambda text: _LONG.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", text))


def drawable(facts: Any) -> Any:
    """The same facts, with a box for every character that the fonts cannot draw."""
    known = characters_of(settings.PDF_FONTS_DIR)
    box = STAND_IN if ord(STAND_IN) in known else "?"

    def drawn(text: str) -> str:
        return "".join(one if one in "\n\u200b" or ord(one) in known else box for one in text)

    return _changed(facts, drawn)


def _changed(facts: Any, change: Any) -> Any:
    if isinstance(facts, Mapping):
        return {key: _changed(value, change) for key, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [_changed(value, change) for value in facts]
    if isinstance(facts, str) and not facts.startswith("<svg"):
        return change(facts)
    return facts


def _compiled(template: Path, facts: Mapping[str, Any]) -> bytes:
    import typst

    return typst.compile(
        template,
        format="pdf",
        font_paths=[settings.PDF_FONTS_DIR],
        ignore_system_fonts=settings.PDF_FONTS_DIR.exists(),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )

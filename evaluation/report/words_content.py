"""A lead's words as the report's content keeps them: plain blocks, frozen with the figures."""

from __future__ import annotations

from typing import Any

from evaluation.inputs import WordsInput
from evaluation.plain_markup import blocks_of


def words_content(words: WordsInput | None) -> dict[str, Any] | None:
    """Foreword and context as blocks; None where nobody wrote any."""
    if words is None:
        return None
    return {
        "version": words.version,
        "foreword": blocks_of(words.foreword),
        "context": blocks_of(words.context),
    }

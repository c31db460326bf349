"""The kinds of file that are taken in, what they are told by, and what is said of others."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 100
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
WORDS = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "png": "a PNG picture",
    "jpg": "a JPEG picture",
}
_ENDINGS = {"jpeg": "jpg"}


class NotTaken(Exception):
    """A file that is not taken in, with a sentence fit to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: a safe name, its kind, and its content as it is kept."""

    name: str
    kind: str
    content: bytes


def kind_of_name(name: str) -> str:
    """The kind that a file's name claims; "" for no kind of ours."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = _ENDINGS.get(ending, ending)
    return ending if ending in TYPES else ""


def safe_name(name: str, kind: str) -> str:
    """A name for others' computers: letters, digits and - _ ( ) only, with the true ending."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    stem = re.sub(r"[^\w ()-]+", "_", stem).strip(" _-")
    return f"{stem[:LONGEST_NAME].rstrip(' _-') or 'evidence'}.{kind}"

"""Word and Excel files are zip folders of XML: nothing may run in them or reach outside."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from improvement_plans.uploads.kinds import WORDS, NotTaken
from improvement_plans.uploads.office_xml import INSIDE, MACROS, check_xml, is_xml

MOST_PARTS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
_TYPES = {
    "docx": (
        "word/document.xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": (
        "xl/workbook.xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
}
_END = b"PK\x05\x06"
_END_SIZE = 22
# Parts that carry programs or other files.
_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|/embeddings/|oleobject|macrosheets|customui", re.I
)


def check_office(content: bytes, kind: str) -> None:
    """Raise NotTaken unless the file is such a document with nothing active in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            _check_folder(folder, content, kind)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise _damaged(kind) from None


def office_kind(content: bytes) -> str:
    """Which office document a zip folder holds; "" for none of ours."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        return ""
    return next((kind for kind, (main, _type) in _TYPES.items() if main in names), "")


def _check_folder(folder: zipfile.ZipFile, content: bytes, kind: str) -> None:
    parts = folder.infolist()
    names = [part.filename for part in parts]
    # The last record must end the file: what comes after it could be another kind of file.
    begins = bool(parts) and min(part.header_offset for part in parts) == 0
    if not begins or content[-_END_SIZE : -_END_SIZE + 4] != _END:
        raise _damaged(kind)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotTaken("This file unpacks to far more than its size. Save it anew and try again")
    if len({name.lower() for name in names}) != len(names) or any(_leaves(name) for name in names):
        raise _damaged(kind)
    if any(_ACTIVE.search(name) for name in names):
        raise NotTaken(INSIDE)
    main, main_type = _TYPES[kind]
    if main not in names or "[Content_Types].xml" not in names:
        raise _damaged(kind)
    declared = folder.read("[Content_Types].xml")
    if b"macroEnabled" in declared or main_type not in declared:
        raise NotTaken(MACROS)
    for part in parts:
        _check_part(folder, part)


def _check_part(folder: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part, as far as it says it goes, and look into what is written in it."""
    text = folder.read(part)
    if is_xml(part.filename, text):
        check_xml(text)


def _leaves(name: str) -> bool:
    """Whether a part's name points outside its folder."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _damaged(kind: str) -> NotTaken:
    return NotTaken(f"This file is not {WORDS[kind]}, or it is damaged")

"""Deciding what a file is by its content, whatever it is called."""

from __future__ import annotations

from improvement_plans.uploads.kinds import (
    MOST_BYTES,
    WORDS,
    CheckedFile,
    NotTaken,
    kind_of_name,
    safe_name,
)
from improvement_plans.uploads.office import check_office, office_kind
from improvement_plans.uploads.pdf import check_pdf
from improvement_plans.uploads.pictures import drawn_anew

_KINDS = "PDF, Word, Excel, PNG or JPEG"


def check_file(name: str, content: bytes) -> CheckedFile:
    """The file as it may be kept. Raises NotTaken with a sentence that says why not."""
    if not content:
        raise NotTaken("This file is empty")
    if len(content) > MOST_BYTES:
        raise NotTaken("The file must be smaller than 10 MB")
    claimed, kind = kind_of_name(name), kind_of_content(content)
    if not kind:
        raise NotTaken(f"The file must be a {_KINDS} file. Its content is none of these")
    if claimed != kind:
        raise NotTaken(f"The content of this file is {WORDS[kind]}, but its name says otherwise")
    if kind == "pdf":
        check_pdf(content)
    elif kind in ("docx", "xlsx"):
        check_office(content, kind)
    else:
        content = drawn_anew(content, kind)
    return CheckedFile(safe_name(name, kind), kind, content)


def kind_of_content(content: bytes) -> str:
    """The kind that the first bytes tell; "" for none of ours."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return office_kind(content) if content.startswith(b"PK\x03\x04") else ""

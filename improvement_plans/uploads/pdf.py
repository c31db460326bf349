"""PDFs may be read, not run: no scripts, nothing to start, no files inside, nothing to send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf

from improvement_plans.uploads.kinds import NotTaken

_KEYS = {
    *("/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AA", "/RichMedia", "/XFA", "/Collection"),
}
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute", "/Thread"),
}
_SUBTYPES = {*("/RichMedia", "/Movie", "/Sound", "/Screen", "/FileAttachment", "/3D")}
_DEEPEST = 200


def check_pdf(content: bytes) -> None:
    """Raise NotTaken for a PDF that is locked, damaged, more than a PDF, or does something."""
    if zipfile.is_zipfile(io.BytesIO(content)) or not _ends(content):
        raise _damaged()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise NotTaken("This PDF is locked. Save it without a password and try again")
            if len(document.pages) == 0:
                raise _damaged()
            if any(_does_something(found) for found in _dictionaries(document)):
                raise NotTaken(
                    "This PDF has scripts, files or forms inside. "
                    "Print it to a new PDF and try again"
                )
    except pikepdf.PasswordError:
        raise NotTaken("This PDF is locked. Save it without a password and try again") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        raise _damaged() from None


def _ends(content: bytes) -> bool:
    """Whether nothing but blanks follows the mark that ends a PDF."""
    before, mark, after = content.rpartition(b"%%EOF")
    return bool(before and mark) and not after.strip(b"\r\n\t \x00")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, also inside arrays; objects of their own come by themselves."""
    waiting: list[tuple[Any, int]] = [(one, 0) for one in document.objects]
    waiting.append((document.trailer, 0))
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEPEST:
            raise _damaged()
        if isinstance(one, pikepdf.Array):
            inner = list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            inner = [value for _name, value in one.items()]
        else:
            continue
        direct = (each for each in inner if isinstance(each, pikepdf.Object))
        waiting += [(each, depth + 1) for each in direct if not each.is_indirect]


def _does_something(found: Any) -> bool:
    names = set(found.keys())
    if names & _KEYS:
        return True
    return str(found.get("/S", "")) in _ACTIONS or str(found.get("/Subtype", "")) in _SUBTYPES


def _damaged() -> NotTaken:
    return NotTaken("This file is not a PDF, or it is damaged")

"""Is an Excel workbook safe to unpack? Its zip directory and its XML are looked at first.

Refused before any reader sees them: archives that unpack to too much, parts outside the
workbook's folders, encrypted parts, macros, links to other files, embedded objects, document
types and entities, formulas and error values (a reader would take these for blanks), and
cells placed so far out that the table would not fit into memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from trusts.surveys.files import MEGABYTE, Limits
from trusts.surveys.refusals import FileRefused

_BLOCK = 256 * 1024
_OVERLAP = 512
_SAVE_XLSX = "Save it as an Excel workbook (.xlsx) or CSV UTF-8, then try again."
_DAMAGED = f"The workbook is damaged and cannot be unpacked. {_SAVE_XLSX}"

_UNWANTED_PARTS: tuple[tuple[str, str], ...] = (
    (r"vbaproject|vbadata|macrosheets/|xl/workbook\.bin$", "macros"),
    (r"(^|/)externallinks/", "links to other workbooks"),
    (r"(^|/)(connections\.xml|querytables/)", "connections to other data"),
    (r"(^|/)(embeddings|activex|ctrlprops)/|oleobject", "embedded objects"),
)
_UNWANTED_SAID = "The workbook holds {what}. Copy the table as values into a new workbook."

_REFERENCE = r'r\s*=\s*["\']'
_FAR_CELL = re.compile(
    rf"{_REFERENCE}(?:[A-Za-z]{{3,}}|[D-Zd-z][A-Za-z])\d|{_REFERENCE}[A-Za-z]{{0,3}}\d{{7,}}".encode()
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ERROR_VALUE = re.compile(rb't\s*=\s*["\']e["\']')
_CELL = re.compile(rb'\br\s*=\s*["\']([A-Za-z]{1,3}\d{1,7})["\']')
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.-]+)[\"']")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def check_workbook(source: IO[bytes], limits: Limits) -> None:
    """Raise FileRefused unless ``source`` is an .xlsx workbook that is safe to read."""
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            _check_kind({part.filename for part in parts})
            _check_directory(parts, limits)
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise FileRefused(_DAMAGED) from error
    except Exception as error:
        # zlib.error and its like: whatever a broken archive does, it is a broken archive.
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(_DAMAGED) from error
    source.seek(0)


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if any(name.lower() == "xl/workbook.bin" for name in names):
        raise FileRefused(f"This is a binary Excel workbook (.xlsb). {_SAVE_XLSX}")
    if "content.xml" in names and "mimetype" in names:
        raise FileRefused(f"This is an OpenDocument file (.ods or .odt). {_SAVE_XLSX}")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise FileRefused("This is a Word or PowerPoint document, not a table.")
    raise FileRefused("This is a zip archive, not a table. Unpack it, then choose the table in it.")


def _check_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise FileRefused(f"The workbook has more than {limits.parts:,} parts. {_SAVE_XLSX}")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise FileRefused(_DAMAGED)
    for part in parts:
        _check_name(part.filename)
        if part.flag_bits & 0x1:
            raise FileRefused("The workbook is protected by a password. Save it without one.")
        if (
            part.file_size > MEGABYTE
            and part.file_size > limits.unpacked_ratio * part.compress_size
        ):
            raise FileRefused(_too_large(limits))
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise FileRefused(_too_large(limits))
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > limits.sheets:
        raise FileRefused(f"The workbook has {sheets} sheets; at most {limits.sheets} are read.")


def _too_large(limits: Limits) -> str:
    return (
        "The workbook unpacks to far more than its size. At most "
        f"{limits.unpacked_bytes / MEGABYTE:,.0f} MB are unpacked. Save the table as CSV UTF-8."
    )


def _check_name(name: str) -> None:
    steps = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in steps or ":" in steps[0]:
        raise FileRefused("The workbook holds a part that points outside it. It is not opened.")
    for pattern, what in _UNWANTED_PARTS:
        if re.search(pattern, name, re.IGNORECASE):
            raise FileRefused(_UNWANTED_SAID.format(what=what))


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    for number, block in enumerate(_blocks(archive, part)):
        if not is_xml:
            continue
        if number == 0:
            _check_prolog(block)
        if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
            raise FileRefused(
                "The workbook holds a document type definition, which may hide an attack. "
                f"It is not opened. {_SAVE_XLSX}"
            )
        if is_sheet:
            _check_cells(block)
        elif name.endswith(".rels"):
            _check_links(block)
        elif name == "[content_types].xml" and b"macroEnabled" in block:
            raise FileRefused(_UNWANTED_SAID.format(what="macros"))


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part, unpacked block by block; each block repeats the end of the one before."""
    with archive.open(part) as unpacked:
        tail = b""
        while block := unpacked.read(_BLOCK):
            yield tail + block
            tail = block[-_OVERLAP:]


def _check_prolog(block: bytes) -> None:
    start = block.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.search(start[:200])
    plain = not encoding or encoding[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not start.startswith(b"<") or b"\0" in start or not plain:
        raise FileRefused(f"The workbook is written in an encoding that is not read. {_SAVE_XLSX}")


def _check_cells(block: bytes) -> None:
    if (b"<f" in block or b":f" in block) and (match := _FORMULA.search(block)):
        raise FileRefused(
            f"{_cell_before(block, match.start())} holds a formula. Copy the table and paste it "
            "as values, then try again."
        )
    if match := _ERROR_VALUE.search(block):
        raise FileRefused(
            f"{_cell_before(block, match.end())} holds an error such as #DIV/0! or #N/A. Put "
            "the value in its place, or leave it blank if the figure is hidden."
        )
    if _FAR_CELL.search(block):
        raise FileRefused(
            "The sheet has cells far to the right or below the table. Delete the empty "
            "columns and rows after it, then try again."
        )


def _cell_before(block: bytes, position: int) -> str:
    cells = _CELL.findall(block[:position])
    return f"Cell {cells[-1].decode()}" if cells else "A cell"


def _check_links(block: bytes) -> None:
    if not _OUTSIDE.search(block):
        return
    for relationship in _RELATIONSHIP.findall(block):
        if _OUTSIDE.search(relationship) and b"/hyperlink" not in relationship:
            raise FileRefused(_UNWANTED_SAID.format(what="links to other files"))

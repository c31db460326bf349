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
_NAME = rf"{_INITIALS}{_PART}(?:\s{_PART}){{0,2}}"

_TITLES = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Rev|Reverend|Sir|Dame|MR|MRS|MISS|DR|"
    rf"PROF|mr|mrs|ms|dr|prof)\b"
    rf"\.?\s({_NAME})"
)
_SMALL_TITLES = re.compile(r"\b(?:mr|mrs)\b\.?\s([a-z]{3,20})\b")
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
"""
_NO_NAMES = frozenset(_OTHER_WORDS.split())
# A name before one of these is the name of a place: the Robert Ogden Centre, Jane Ashley Ward.
_PLACE_WORDS = """
    avenue building centre center charity clinic court day department fund hospice hospital
    house institute lane lodge road room street suite surgery trust unit ward wing
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
        if not _is_place(text, end):
            yield Finding(match.start(), end, Kind.NAME, "A common first name")


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
    if not _is_place(text, end):
        yield Finding(start, end, Kind.NAME, f"A name {why}")


def _is_word(part: str) -> bool:
    return part.strip(".,").lower() in _NO_NAMES or part.lower() in _PLACES


def _is_place(text: str, end: int) -> bool:
    after = _AFTER.match(text, end)
    return bool(after and any(word and word.lower() in _PLACES for word in after.groups()))

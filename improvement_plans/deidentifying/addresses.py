"""E-mail addresses, account names, postcodes and streets in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind

_EMAIL = re.compile(r"[\w.+'-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# As people write one that no machine should read: "jo dot bloggs at nhs dot net".
_SPOKEN_EMAIL = re.compile(
    r"\b\w{1,30}(?: dot \w{1,30}){0,3} (?:at|\(at\)) \w{2,30}(?: dot \w{2,30}){1,3}\b", re.I
)
_ACCOUNT = re.compile(r"(?<![\w@.])@\w{2,30}")
_PROFILE = re.compile(
    r"\b(?:facebook|fb|instagram|twitter|x|linkedin|tiktok|threads)\.(?:com|net)/[\w./@-]{2,80}",
    re.I,
)
# Letters of the last part never are C, I, K, M, O or V (Royal Mail), so "5mg" and "10ml" are none.
_POSTCODE = re.compile(r"\b([A-Z]{1,2})\d[A-Z\d]? {0,2}\d([ABD-HJLNP-UW-Z]{2})\b", re.I)
# The areas that there are (Royal Mail); "ward" or "level" followed by figures is none of them.
_AREA_LETTERS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN
    DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW
    KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH
    RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD
    WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_AREA_LETTERS.split())
# "E1 1st floor", "B12 2hr": figures with an ending, not the last part of a postcode.
_ENDINGS = frozenset({"st", "nd", "rd", "th", "hr", "yr"})
_STREET = re.compile(
    r"\b\d{1,4}[A-Za-z]?,? (?:[A-Z][\w’'-]{1,20} ){1,3}"
    r"(?:Road|Rd|Street|Avenue|Ave|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Mews|Way)\b"
)


def emails(text: str) -> Iterator[Finding]:
    """Anything with an @ between a name and a domain."""
    for match in _EMAIL.finditer(text):
        yield Finding(*match.span(), Kind.EMAIL, "An e-mail address")


def spoken_emails(text: str) -> Iterator[Finding]:
    """An address in words, with "dot" and "at"."""
    for match in _SPOKEN_EMAIL.finditer(text):
        yield Finding(*match.span(), Kind.EMAIL, "An e-mail address in words")


def profiles(text: str) -> Iterator[Finding]:
    """Links to somebody's page at a social network."""
    for match in _PROFILE.finditer(text):
        yield Finding(*match.span(), Kind.ACCOUNT, "A link to a page of a social network")


def streets(text: str) -> Iterator[Finding]:
    """A house number with its street."""
    for match in _STREET.finditer(text):
        yield Finding(*match.span(), Kind.ADDRESS, "A house number with its street")


def accounts(text: str) -> Iterator[Finding]:
    """Account names as in tweets: @somebody."""
    for match in _ACCOUNT.finditer(text):
        yield Finding(*match.span(), Kind.ACCOUNT, "An account name of a social network")


def postcodes(text: str) -> Iterator[Finding]:
    """Whole postcodes of areas that there are, in capitals or not."""
    for match in _POSTCODE.finditer(text):
        if match[1].upper() in _AREAS and match[2] not in _ENDINGS:
            yield Finding(*match.span(), Kind.POSTCODE, "A whole postcode")

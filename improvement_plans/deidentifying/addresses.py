"""E-mail addresses, account names and postcodes in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ACCOUNT = re.compile(r"(?<![\w@.])@\w{2,30}")
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


def emails(text: str) -> Iterator[Finding]:
    """Anything with an @ between a name and a domain."""
    for match in _EMAIL.finditer(text):
        yield Finding(*match.span(), Kind.EMAIL, "An e-mail address")


def accounts(text: str) -> Iterator[Finding]:
    """Account names as in tweets: @somebody."""
    for match in _ACCOUNT.finditer(text):
        yield Finding(*match.span(), Kind.ACCOUNT, "An account name of a social network")


def postcodes(text: str) -> Iterator[Finding]:
    """Whole postcodes of areas that there are, in capitals or not."""
    for match in _POSTCODE.finditer(text):
        if match[1].upper() in _AREAS and match[2].lower() not in _ENDINGS:
            yield Finding(*match.span(), Kind.POSTCODE, "A whole postcode")

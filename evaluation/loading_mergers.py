"""Which trusts merged, and under which code the follow-up counts each of them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from evaluation.inputs import MergerInput, PairInput, under_of
from evaluation.merged_trusts import Wholes
from evaluation.models import EvaluationRun
from trusts.models import SurveyYear, TrustSuccession
from trusts.successions import SPLIT, Succession, counted_under

Listed = Collection[tuple[str, int]]


def merged_trusts(
    run: EvaluationRun, listed: Listed, pairs: Iterable[PairInput]
) -> tuple[tuple[MergerInput, ...], Wholes]:
    """The mergers that touch a trust with scores or in a pair, and what they put together."""
    enrolled = {code for pair in pairs for code in (pair.mentor_code, pair.mentee_code)}
    mergers = mergers_of(run, listed, enrolled)
    return mergers, Wholes.of(under_of(mergers), listed)


def mergers_of(
    run: EvaluationRun, listed: Listed, enrolled: Collection[str]
) -> tuple[MergerInput, ...]:
    """Mergers that touch a trust with scores or in a pair, oldest first. One query.

    listed: every (code, survey year) that has a row. There are those that are put together
    because the follow-up no longer lists the predecessor, and those between the two surveys that
    are not, with the reason.
    """
    later = {code for code, year in listed if year == run.follow_up.year}
    records = list(TrustSuccession.objects.filter(date__lte=_last_day(run.follow_up)))
    records.sort(key=lambda each: (each.date, each.predecessor_code, each.successor_code))
    under = counted_under([_succession(each) for each in records], later)
    touched = {code for code, _year in listed} | set(enrolled)
    found = []
    for each in records:
        if each.predecessor_code in under and each.predecessor_code in touched:
            touched.add(each.successor_code)
            found.append(_merger(each, counted_under=under[each.predecessor_code]))
        elif _is_between(run, each) and touched & {each.predecessor_code, each.successor_code}:
            found.append(_merger(each, why_not=_why_not(each, later)))
    return tuple(found)


def _last_day(year: SurveyYear) -> datetime.date:
    """No merger after this day can have changed which trusts the year's table lists."""
    return year.published_on or datetime.date(year.year + 1, 12, 31)


def _is_between(run: EvaluationRun, record: TrustSuccession) -> bool:
    first = run.baseline.sample_from or datetime.date(run.baseline.year, 1, 1)
    last = run.follow_up.sample_to or datetime.date(run.follow_up.year, 12, 31)
    return first <= record.date <= last


def _succession(record: TrustSuccession) -> Succession:
    return Succession(record.predecessor_code, record.successor_code, _is_split(record))


def _is_split(record: TrustSuccession) -> bool:
    return record.kind.lower().startswith(SPLIT)


def _why_not(record: TrustSuccession, later: Collection[str]) -> str:
    if _is_split(record):
        return "it was divided between several trusts"
    if not later:
        return "the follow-up scores are not in yet"
    if record.predecessor_code in later:
        return "the follow-up survey still has it under its own code"
    if record.successor_code in later:
        return "no survey has scores of it alone"
    return "the follow-up survey has no scores of the trust that it became part of"


def _merger(record: TrustSuccession, *, counted_under: str = "", why_not: str = "") -> MergerInput:
    return MergerInput(
        predecessor=record.predecessor_name,
        predecessor_code=record.predecessor_code,
        successor=record.successor_name,
        successor_code=record.successor_code,
        date=str(record.date),
        counted_under=counted_under,
        why_not=why_not,
    )

"""What makes two trusts of a scheme alike, and near: size, kind, place and mix of tumour groups."""

from __future__ import annotations

from collections import Counter

from django.db.models import Max

from trusts.matching import TrustFacts
from trusts.models import Level, Participation, Scheme, Score, Trust
from trusts.selectors.survey_tables import SurveyArrays
from trusts.selectors.whole_trusts import successions
from trusts.successions import parts_of

TUMOUR_GROUPS = "tumour_group"


def trust_facts(
    scheme: Scheme, parts: dict[str, Participation], arrays: SurveyArrays
) -> dict[str, TrustFacts]:
    """For each trust of the scheme what the survey and its application say. Two queries."""
    mixes = _tumour_mixes(scheme, parts)
    return {
        code: TrustFacts(
            code=code,
            icb=part.trust.icb_code or None,
            size=_size(code, arrays),
            kinds=_kinds(part.trust),
            place=(part.trust.latitude, part.trust.longitude)
            if part.trust.latitude is not None and part.trust.longitude is not None
            else None,
            tumour_mix=mixes.get(code),
            remote=part.can_work_remotely,
        )
        for code, part in parts.items()
    }


def _size(code: str, arrays: SurveyArrays) -> float | None:
    """The most answers that any question of the trust has: how many patients took part."""
    answers = arrays.table.answers[arrays.table.row_of(code)]
    known = [float(value) for value in answers if value > 0]
    return max(known) if known else None


def _kinds(trust: Trust) -> frozenset[str]:
    held = {
        "foundation": trust.is_foundation,
        "teaching": trust.is_teaching,
        "specialist": trust.is_specialist,
    }
    return frozenset(kind for kind, is_held in held.items() if is_held)


def _tumour_mixes(scheme: Scheme, parts: dict[str, Participation]) -> dict[str, dict[str, float]]:
    """For each trust the answers of each tumour group, where the survey gives them. Two queries.

    Where the year still lists trusts that are part of it now, their answers count with its own.
    """
    known = successions()
    merged = {code: parts_of(code, known) for code in parts}
    rows = (
        Score.objects.filter(
            survey_year_id=scheme.baseline_id,
            level=Level.TRUST,
            group_kind=TUMOUR_GROUPS,
            org_code__in={part for codes in merged.values() for part in codes},
            n__gt=0,
        )
        .order_by()
        .values_list("org_code", "group_name")
        .annotate(most=Max("n"))
    )
    listed: dict[str, Counter[str]] = {}
    for code, group, most in rows:
        listed.setdefault(code, Counter())[group] = most
    mixes = {}
    for code, codes in merged.items():
        together = sum((listed[part] for part in codes if part in listed), Counter[str]())
        if together:
            mixes[code] = {group: float(answers) for group, answers in together.items()}
    return mixes

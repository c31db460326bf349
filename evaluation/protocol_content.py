"""What a protocol settles, as plain values: its families, its digest, and what changed in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evaluation.inputs import ExclusionInput, PairInput, QuestionInput, TargetInput

Content = dict[str, Any]
SCHEMA = 1
FAMILIES = (
    "The one main result: all targets of all mentees together.",
    "Each mentee’s targets, with allowance for the many comparisons (Benjamini and Hochberg, 5%).",
    "All other questions of the mentees, to explore, with the same allowance.",
)
COMPARED_WITH = (
    "Every trust that is neither mentor nor mentee of the scheme, has scores in both years and is "
    "not left out by name."
)


def protocol_content(
    *,
    scheme: str,
    years: tuple[int, int, int | None],
    pairs: Iterable[PairInput],
    questions: Iterable[QuestionInput],
    exclusions: Iterable[ExclusionInput],
) -> Content:
    """Everything that a protocol settles. years: baseline, follow-up and prior (or None)."""
    baseline, follow_up, prior = years
    return {
        "schema": SCHEMA,
        "scheme": scheme,
        "baseline": baseline,
        "follow_up": follow_up,
        "prior": prior,
        "pairs": [_pair(pair) for pair in pairs],
        "questions": [
            {"number": each.number, "label": each.label, "compared": each.comparable}
            for each in questions
        ],
        "families": list(FAMILIES),
        "compared_with": COMPARED_WITH,
        "exclusions": [asdict(each) for each in exclusions],
    }


def _pair(pair: PairInput) -> Content:
    return {
        "pair_id": pair.pair_id,
        "mentor": pair.mentor,
        "mentor_code": pair.mentor_code,
        "mentee": pair.mentee,
        "mentee_code": pair.mentee_code,
        "targets": [asdict(target) for target in pair.targets],
    }


def digest_of(content: Content) -> str:
    """SHA-256 of the content, whatever order its names came in."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def targets_by_pair(content: Content) -> dict[int, tuple[TargetInput, ...]]:
    """The targets as they were frozen, by the pair's number."""
    return {
        pair["pair_id"]: tuple(TargetInput(**target) for target in pair["targets"])
        for pair in content["pairs"]
    }


def exclusions_of(content: Content) -> tuple[ExclusionInput, ...]:
    """The trusts that are not compared with."""
    return tuple(ExclusionInput(**each) for each in content["exclusions"])


def not_compared(content: Content) -> frozenset[str]:
    """The questions that were settled not to be compared."""
    return frozenset(each["number"] for each in content["questions"] if not each["compared"])


def changes_between(before: Content, after: Content) -> list[str]:
    """What differs between two protocols of the same years, one sentence each."""
    return [
        *scheme_changes(before, after),
        *_questions(before["questions"], after["questions"]),
    ]


def scheme_changes(before: Content, after: Content) -> list[str]:
    """As `changes_between`, of what people decide: years, pairs, targets and trusts left out."""
    return [
        *_prior(before["prior"], after["prior"]),
        *_pairs(before["pairs"], after["pairs"]),
        *_exclusions(before["exclusions"], after["exclusions"]),
    ]


def _prior(before: int | None, after: int | None) -> list[str]:
    if before == after:
        return []
    return [f"Year before the baseline: {after or 'none'} instead of {before or 'none'}."]


def _pairs(before: Sequence[Content], after: Sequence[Content]) -> list[str]:
    old = {pair["pair_id"]: pair for pair in before}
    new = {pair["pair_id"]: pair for pair in after}
    found = []
    for key in dict.fromkeys([*old, *new]):
        pair = new.get(key) or old[key]
        name = f"{pair['mentee']} with {pair['mentor']}"
        if key not in old:
            found.append(f"{name}: pair added.")
        if key not in new:
            found.append(f"{name}: pair no longer enrolled.")
        found += _targets(pair["mentee"], old.get(key), new.get(key))
    return found


def _targets(mentee: str, old: Content | None, new: Content | None) -> list[str]:
    was = {target["question"]: target for target in old["targets"]} if old else {}
    now = {target["question"]: target for target in new["targets"]} if new else {}
    found = [f"{mentee}: target {number} added." for number in now if number not in was]
    found += [f"{mentee}: target {number} taken out." for number in was if number not in now]
    found += [
        f"{mentee}: target {number} changed."
        for number in now
        if number in was and now[number] != was[number]
    ]
    return found


def _exclusions(before: Sequence[Content], after: Sequence[Content]) -> list[str]:
    was, now = ({each["code"]: each for each in listed} for listed in (before, after))
    found = [
        f"{each['name']} ({code}) is no longer compared with: {each['reason']}"
        for code, each in now.items()
        if code not in was
    ]
    found += [
        f"{each['name']} ({code}) is compared with again."
        for code, each in was.items()
        if code not in now
    ]
    return found


def _questions(before: Sequence[Content], after: Sequence[Content]) -> list[str]:
    was, now = ({each["number"]: each["compared"] for each in listed} for listed in (before, after))
    found = []
    for number in dict.fromkeys([*was, *now]):
        if was.get(number, False) != now.get(number, False):
            word = "compared" if now.get(number, False) else "not compared"
            found.append(f"Question {number} is now {word}.")
    return found

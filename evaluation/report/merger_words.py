"""What a report says of trusts that merged, and under which code a mentee's scores stand."""

from __future__ import annotations

import datetime
from typing import Any

from buddy_portal.design.charts import numbers

Content = dict[str, Any]
PUT_TOGETHER = (
    "Like is compared with like: in every year the scores of the parts that its table lists are "
    "put together, each weighted by its answers, under the code of the follow-up survey. Where one "
    "part is not shown, the whole is not shown."
)
AS_PUBLISHED = (
    "Each code's scores are used as they were published; those of merged trusts are not put "
    "together, so they may not compare like with like."
)


def scores_code(pair: Content) -> str:
    """The code under which the scores of a pair's mentee stand; its own unless it merged."""
    return str(pair.get("scores_code") or pair["mentee_code"])


def mentees_by_code(content: Content) -> dict[str, str]:
    """The code of the scores -> the mentee's name, or the names of mentees that merged."""
    names: dict[str, list[str]] = {}
    for pair in content["pairs"]:
        listed = names.setdefault(scores_code(pair), [])
        if pair["mentee"] not in listed:
            listed.append(pair["mentee"])
    return {code: " and ".join(listed) for code, listed in names.items()}


def merger_limits(content: Content) -> list[tuple[str, str]]:
    """Mergers that touch a pair by name, the others by their number."""
    mergers = content["mergers"]
    if not mergers:
        return []
    taking_part = {
        pair[side] for pair in content["pairs"] for side in ("mentor_code", "mentee_code")
    }
    own = [each for each in mergers if taking_part & {*_ends(each), each.get("counted_under")}]
    became = [_became(each) for each in own]
    others = len(mergers) - len(own)
    if others:
        became.append(f"{numbers.counted(others, 'merger')} took place outside the scheme")
    together = any(each.get("counted_under") for each in mergers)
    how = PUT_TOGETHER if together else AS_PUBLISHED
    return [("Mergers", f"Up to the follow-up survey {'; '.join(became)}. {how}")]


def merger_note(content: Content, pair: Content) -> str:
    """What a pair's page says where its mentee merged; nothing where it did not."""
    code, own = scores_code(pair), pair["mentee_code"]
    parts = [each for each in content["mergers"] if each.get("counted_under") == code]
    if code != own:
        names = {each["successor_code"]: each["successor"] for each in parts}
        return f"Its scores are counted with those of {names.get(code, code)} ({code})."
    if parts:
        names = {each["predecessor_code"]: each["predecessor"] for each in parts}
        return f"Scores of {' and '.join(names.values())} are counted with its own."
    return ""


def _ends(merger: Content) -> set[str]:
    return {merger["predecessor_code"], merger["successor_code"]}


def _became(merger: Content) -> str:
    said = (
        f"{merger['predecessor']} ({merger['predecessor_code']}) became part of "
        f"{merger['successor']} ({merger['successor_code']}) on "
        f"{numbers.uk_date(datetime.date.fromisoformat(merger['date']))}"
    )
    why_not = merger.get("why_not")
    return f"{said}, but is not counted with it: {why_not}" if why_not else said

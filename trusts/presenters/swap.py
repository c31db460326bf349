"""The mentors that one mentee could have, in words."""

from __future__ import annotations

from typing import Any

from buddy_portal.design.charts.numbers import counted
from trusts.models import Trust
from trusts.presenters.pairing import (
    covers_words,
    distance_words,
    short_name,
    total_words,
    with_names,
)
from trusts.selectors.swap import Swap, SwapOption, Tried

NO_MENTOR = "no mentor"


def swap_options(swap: Swap) -> list[dict[str, Any]]:
    """Every mentor for one mentee in words."""
    return [_option(option, swap) for option in swap.options]


def _option(option: SwapOption, swap: Swap) -> dict[str, Any]:
    price = option.price
    return {
        "mentor": short_name(option.mentor),
        "code": option.mentor.ods_code,
        "score": "-" if option.score is None else str(option.score),
        "covers": covers_words(option.needs_met, swap.needs, option.coverage),
        "distance": distance_words(option.distance_km),
        "total": total_words(price) if price else "-",
        "worst": "-" if price is None else ("same" if not price.worst_change else str(price.worst)),
        "moves": str(price.moved) if price else "-",
        "can_show_moves": bool(price and price.moved and not option.is_current),
        "why_not": " ".join(with_names(gate, swap.trusts) for gate in option.gates)
        or ("" if price or not swap.is_priced else "All its places are locked for others."),
        "is_current": option.is_current,
        "can_choose": price is not None or (not swap.is_priced and option.score is not None),
    }


def tried(swap: Swap) -> dict[str, Any] | None:
    """What choosing one mentor would do to the other pairs; None where none was asked about."""
    found = swap.tried
    if found is None:
        return None
    return {
        "title": f"If {short_name(found.mentor)} mentors {short_name(swap.mentee)}",
        "costs": _costs(found),
        "moved": [
            (short_name(one.mentee), f"from {_name(one.before)} to {_name(one.after)}")
            for one in found.moved
        ],
        "act": f"lock:{found.mentor.ods_code}:{swap.mentee.ods_code}",
        "mentor": short_name(found.mentor),
    }


def _costs(found: Tried) -> str:
    """ "Total −48, worst-off score 642. These 2 other mentees have another mentor:"."""
    price = found.price
    worst = "worst-off score the same" if not price.worst_change else f"worst-off {price.worst}"
    if not found.moved:
        return f"Total {total_words(price)}, {worst}. No other pair moves."
    others = counted(len(found.moved), "other mentee")
    verb = "has" if len(found.moved) == 1 else "have"
    return f"Total {total_words(price)}, {worst}. {others} {verb} another mentor:"


def _name(trust: Trust | None) -> str:
    return short_name(trust) if trust else NO_MENTOR

"""What a report says of its protocol: frozen when, by whom, changed since; or that none was."""

from __future__ import annotations

import datetime
from typing import Any

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers

Content = dict[str, Any]
NO_PROTOCOL = (
    "No frozen protocol",
    "The choices of method are those built into the portal. They were not put on record for this "
    "scheme before its follow-up scores arrived.",
)


def protocol_methods(content: Content) -> list[str]:
    """The protocol among the methods: the freeze, the trusts left out, every change since."""
    protocol = content.get("protocol")
    if not protocol:
        return ["No protocol was frozen for this evaluation."]
    return [
        _frozen(protocol),
        *(
            f"Not compared with: {each['name']} ({each['code']}). {each['reason']}"
            for each in protocol["exclusions"]
        ),
        *(_changed(change) for change in protocol["changes"]),
    ]


def protocol_limits(content: Content) -> list[tuple[str, str]]:
    """What about the protocol weakens the result."""
    protocol = content.get("protocol")
    if not protocol:
        return [NO_PROTOCOL]
    found = []
    if protocol["scores_were_in"]:
        found.append(
            (
                "Protocol frozen late",
                "The protocol was frozen after scores of the follow-up survey had been imported: "
                "its choices could have been made knowing the result.",
            )
        )
    late = sum(change["known"] for change in protocol["changes"])
    if late:
        found.append(
            (
                "Protocol changed after scores were in",
                f"{numbers.counted(late, 'change')} of the protocol came after scores of the "
                "follow-up survey had been imported. “How we judged” lists each with its reason.",
            )
        )
    if protocol["since"]:
        found.append(
            (
                "Scheme changed since the protocol",
                "The report keeps to the protocol and does not follow: "
                + " ".join(protocol["since"]),
            )
        )
    return found


def planned_sentence(content: Content) -> str:
    """What the protocol said beforehand could be detected; nothing where it said nothing."""
    protocol = content.get("protocol")
    if not protocol or protocol["detectable"] is None:
        return ""
    return (
        "The protocol put the smallest difference that could be detected at about "
        f"{numbers.plain(protocol['detectable'])} points, from earlier surveys alone."
    )


def _frozen(protocol: Content) -> str:
    when = "not before" if protocol["scores_were_in"] else "before"
    return (
        f"The protocol (questions, targets, comparisons, trusts compared with) was frozen on "
        f"{_day(protocol['frozen_on'])} by {protocol['frozen_by']}, {when} any score of the "
        f"follow-up survey was imported. Version {protocol['version']}, SHA-256 "
        f"{protocol['digest']}."
    )


def _changed(change: Content) -> str:
    known = ", after scores of the follow-up survey were in" if change["known"] else ""
    return (
        f"Changed after the freeze, on {_day(change['on'])} by {change['by']}{known}: "
        f"{' '.join(change['what'])} Reason: {change['reason']}"
    )


def _day(moment: str) -> str:
    return dates.day(datetime.datetime.fromisoformat(moment))

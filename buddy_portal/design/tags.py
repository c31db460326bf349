"""Status tags: always a word, a shape and a colour together, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """A tag as it is drawn: colours are green, amber, red, blue, grey and plain (dashed edge)."""

    text: str
    colour: str
    shape: str


TAGS: dict[str, Tag] = {
    "on_track": Tag("On track", "green", "disc"),
    "watch": Tag("Watch", "amber", "triangle"),
    "needs_help": Tag("Needs help", "red", "square"),
    "complete": Tag("Complete", "blue", "tick"),
    "not_due": Tag("Not due", "grey", "ring"),
    "waiting": Tag("Waiting", "grey", "ring"),
    "no_clear_difference": Tag("No clear difference", "grey", "ring"),
    "stale": Tag("Stale", "plain", "clock"),
    "few_answers": Tag("Few answers", "plain", "clock"),
    "not_shown": Tag("Not shown", "grey", "ring"),
    "below": Tag("Below expected", "grey", "down"),
    "within": Tag("As expected", "grey", "ring"),
    "above": Tag("Above expected", "blue", "up"),
    "locked": Tag("Locked", "grey", "lock"),
    "draft": Tag("Draft", "plain", "ring"),
    "active": Tag("Active", "green", "disc"),
    "published": Tag("Published", "blue", "tick"),
    "declined": Tag("Declined", "grey", "cross"),
    "ended": Tag("Ended", "grey", "cross"),
}


def tag_of(kind: str | Tag, text: str = "") -> Tag:
    """The tag of a kind, with its usual word or another: `tag_of("stale", "Stale, 48 days")`."""
    tag = kind if isinstance(kind, Tag) else TAGS[kind]
    return Tag(text, tag.colour, tag.shape) if text else tag

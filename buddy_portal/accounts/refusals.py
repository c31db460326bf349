"""Refusals: exceptions that carry a sentence fit to show to the person."""


class Refusal(Exception):
    """Something the rules do not allow. The sentence says what, and how to go on."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refusal):
    """The person may not do this to this thing (shown as 403)."""


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of (shown as 404)."""


class WrongState(Refusal):
    """The thing is in a state from which this move is not allowed."""


class StaleVersion(Refusal):
    """Somebody else saved while this person was typing. Nothing was overwritten.

    `current` holds the saved values by field name, `typed` those of the refused save.
    """

    def __init__(self, current: dict[str, object], typed: dict[str, object], who: str = "") -> None:
        by = f" by {who}" if who else ""
        super().__init__(
            f"This was changed{by} while you were writing. Nothing has been lost: "
            "both versions are shown below. Save again to keep yours."
        )
        self.current = current
        self.typed = typed

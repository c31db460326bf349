"""Something that waits for a person: shown on their own start page, most urgent first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Todo:
    """One line of a to-do list.

    `title` starts with a verb and is the link; `reason` says why in one sentence; `when` says how
    long it has waited or what is left. Lower `rank` comes first. `button` is used when the line
    becomes the page's one next step. An offer is not a duty: nobody is reminded of it by mail.
    """

    title: str
    url: str
    reason: str
    when: str = ""
    rank: int = 50
    button: str = "Open"
    is_offer: bool = False

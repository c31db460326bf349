"""Words of the demonstration's meetings. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What a meeting said and decided: each decision with the days until it is due."""

    minutes: str
    others: str
    decisions: tuple[tuple[str, int], ...]


MDT = {
    "title": "Cancer MDT operational meeting",
    "place": "Seminar room 2 and online",
    "chair": "MDT lead clinician",
}
BOARD = {"title": "Cancer board", "place": "Board room", "chair": "Medical director"}
PROGRAMME = {
    "title": "Programme meeting: how the plans are doing",
    "place": "Online",
    "chair": "Programme lead",
}
OWN_ITEM = "Cover for the nurse specialists in August"
OWN_WHY = "Two are on leave in the same fortnight"
MINUTES = (
    Told(
        "We went through every action. The contact card is printed and three wards hand it out. "
        "The clinic has not begun: its clerks did not know of it. The team asked for one page that "
        "says who does what.",
        "A ward clerk and the information officer",
        (
            ("Give the clinic’s clerks one page on the contact card before the next list.", 21),
            ("Ask pharmacy to add the number to its leaflet.", 35),
        ),
    ),
    Told(
        "Most actions are on time. We spent the hour on the two that nobody had written about. "
        "Both owners had been on other duties and will bring an update.",
        "",
        (("Owners who are away name a colleague who writes the update.", 28),),
    ),
    Told(
        "The measure of patients with a named contact has moved. We agreed not to change the card "
        "until three more months are in.",
        "The information officer",
        (("Leave the card as it is until three more figures are in.", 90),),
    ),
)
SETTLED = "Done, and seen at the meeting after it."
BOARD_TOLD = Told(
    "The board read the plan on one page. It asked what the board itself can unblock and took on "
    "the question of rooms.",
    "The chair of the patients’ panel",
    (("The chief operating officer finds a quiet room near the clinic.", 60),),
)

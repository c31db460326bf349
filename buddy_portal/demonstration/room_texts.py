"""Words of what stands beside plans: drivers, ideas, contacts, risks. All fictional."""

from __future__ import annotations

Idea = tuple[str, str]
DRIVERS: tuple[tuple[str, str, tuple[Idea, ...]], ...] = (
    (
        "Every patient has a named contact",
        "The name is given at diagnosis",
        (
            ("A card with the nurse’s number", "our buddy"),
            ("The number in every clinic letter", ""),
        ),
    ),
    (
        "Staff have time to explain",
        "",
        (("A quiet room beside the clinic", "a patient partner"),),
    ),
    (
        "Patients know what comes next",
        "Written information fits the visit",
        (
            ("One page for each stage of treatment", "our buddy"),
            ("A question list to bring along", "a patient partner"),
        ),
    ),
    (
        "Teams hand over well",
        "",
        (("A summary within two days", ""), ("A weekly call of the two teams", "our buddy")),
    ),
)
ADOPTED = "Patients used it from the first week, and the wards asked for more."
# Kind, minutes, who, what was learnt, what was agreed.
CONTACTS: tuple[tuple[str, int, str, str, str], ...] = (
    (
        "video",
        45,
        "Both lead cancer nurses",
        "Their wards tried it on two days a week first.",
        "We start on one ward. The mentor sends its leaflet by Friday.",
    ),
    (
        "call",
        20,
        "Both lead cancer nurses",
        "",
        "We look at the first numbers together in a fortnight.",
    ),
    (
        "visit",
        210,
        "Lead nurse, two ward sisters and the mentor’s clinic team",
        "Their nurses greet each patient by name at the desk; it costs nothing.",
        "We copy the desk, and they read our draft letter.",
    ),
    (
        "webinar",
        60,
        "The team, with three other pairs",
        "Short telephone scripts helped new colleagues most.",
        "The mentor shares its script.",
    ),
    (
        "exchange",
        420,
        "One of our nurses spent a day in the mentor’s clinic",
        "Results are given in person, with somebody there to stay afterwards.",
        "We try this for a month and count how often it works.",
    ),
)
# Risk, what is done about it, how likely, how bad.
RISKS: tuple[tuple[str, str, int, int], ...] = (
    ("The clinic moves in the middle of the plan", "We planned the move with the ward", 3, 3),
    ("Two nurses leave and posts stay empty", "Bank staff are booked; the sponsor knows", 4, 4),
    ("The letter system cannot be changed in time", "A sticker does until then", 3, 2),
    ("Few patients answer the follow-up survey", "We remind patients that it comes", 2, 4),
)
LASTS = (
    "A place for it in the induction of new colleagues.",
    "Somebody who goes on counting once the scheme is over.",
    "The board should hear of it twice a year.",
)
# What a partner brings, what they take part in, what changed because of them.
PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "patient",
        ("need", "writing", "checking"),
        "The card was printed in large type, and says whom to ring at night.",
    ),
    (
        "carer",
        ("writing", "carrying_out"),
        "Families now get the appointment list too, not only the patient.",
    ),
    (
        "group",
        ("need", "sharing"),
        "The group’s members tried the letter before it went out; two sentences were dropped.",
    ),
)

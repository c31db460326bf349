"""The themes of the NHS patient experience qualitative data categorisation framework, version 7.

Source of the names and of the order: NHS England and Nottinghamshire Healthcare NHS Foundation
Trust, "Patient Experience Qualitative Data Categorisation framework", version 7 of 25 September
2023, as published with the pxtextmining software (CDU data science team, pxtextmining/params.py,
MIT licence). The keys are ours: they stand in the database and in addresses, and never change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NAME = "NHS patient experience framework, version 7 (September 2023)"
LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its lasting key, its name, and the group that it stands in."""

    key: str
    name: str
    group: str


class UnknownTheme(LookupError):
    """A key that is no theme of the framework."""


_GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "General",
        (
            ("gratitude", "Positive experience & gratitude"),
            ("organisation", "Organisation & efficiency"),
            ("funding", "Funding & use of financial resources"),
            ("feeling-safe", "Feeling safe"),
            ("not-possible", "Labelling not possible"),
        ),
    ),
    (
        "Staff",
        (
            ("staff-manner", "Staff manner & personal attributes"),
            ("competence", "Competence & training"),
            ("staffing", "Staffing levels & responsiveness"),
        ),
    ),
    (
        "Access to medical care & support",
        (
            ("contacting", "Contacting services"),
            ("appointments", "Appointment arrangements"),
            ("appointment-method", "Appointment method"),
            ("timeliness", "Timeliness of care"),
        ),
    ),
    (
        "Communication & involvement",
        (
            ("communication", "Unspecified communication"),
            ("listening", "Staff listening, understanding & involving patients"),
            ("information-in-care", "Information directly from staff during care"),
            ("guidance", "Information provision & guidance"),
            ("kept-informed", "Being kept informed, clarity & consistency of information"),
            ("family", "Interaction with family/ carers"),
        ),
    ),
    ("Mental Health specifics", (("mental-health-act", "Mental Health Act"),)),
    (
        "Patient journey & service coordination",
        (("continuity", "Continuity of care"), ("discharge", "Discharge")),
    ),
    (
        "Medication & pain",
        (("medication", "Supplying & understanding medication"), ("pain", "Pain management")),
    ),
    (
        "Activities",
        (
            ("fresh-air", "Activities & access to fresh air"),
            ("entertainment", "Electronic entertainment"),
        ),
    ),
    (
        "Environment, equipment & catering",
        (
            ("cleanliness", "Cleanliness, tidiness & infection control"),
            ("senses", "Sensory experience"),
            ("facilities", "Environment, facilities & equipment"),
            ("food", "Food & drink provision & facilities"),
        ),
    ),
    (
        "Service location, travel & transport",
        (
            ("location", "Service location"),
            ("transport", "Transport to/ from services"),
            ("parking", "Parking"),
        ),
    ),
)

THEMES: tuple[Theme, ...] = tuple(
    Theme(key, name, group) for group, themes in _GROUPS for key, name in themes
)
THEME_GROUPS: tuple[tuple[str, tuple[Theme, ...]], ...] = tuple(
    (group, tuple(theme for theme in THEMES if theme.group == group)) for group, _ in _GROUPS
)
_BY_KEY = {theme.key: theme for theme in THEMES}

# The framework counts from very positive (1) to very negative (5).
SENTIMENTS: tuple[tuple[int, str], ...] = (
    (1, "Very positive"),
    (2, "Positive"),
    (3, "Neutral"),
    (4, "Negative"),
    (5, "Very negative"),
)


def theme(key: str) -> Theme:
    """The theme of a key. Raises UnknownTheme."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UnknownTheme(key) from None


def is_theme(key: str) -> bool:
    """Whether the framework has a theme with this key."""
    return key in _BY_KEY


def in_order(keys: Iterable[str]) -> tuple[Theme, ...]:
    """The themes of these keys, each once, as the framework lists them; unknown keys left out."""
    asked = set(keys)
    return tuple(each for each in THEMES if each.key in asked)

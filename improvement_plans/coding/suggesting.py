"""Suggests themes for a comment from words that stand in it. A person decides.

The words were chosen by hand from the names and meaning of the framework's themes. A suggestion
always says the word that it comes from; no model is asked, and nothing is sent anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from improvement_plans.coding.framework import THEMES, Theme

# Beginnings of words, so that "wait" also finds "waited" and "waiting"; "=" asks for a whole word.
_WORDS: dict[str, str] = {
    "gratitude": "thank grateful excellent wonderful amazing brilliant fantastic superb",
    "organisation": "organis disorgani chaotic efficient inefficien shambles paperwork",
    "funding": "fund budget money underfunded cuts=",
    "feeling-safe": "unsafe frighten scared safe= safely danger",
    "staff-manner": "kind= kindly kindness rude friendly caring polite compassion abrupt smil",
    "competence": "competent incompeten trained untrained training skilful skilled mistake",
    "staffing": "understaffed short-staffed staffing rushed call-bell buzzer agency",
    "contacting": "phone telephone ring= rang ringing voicemail switchboard answerphone number=",
    "appointments": "appointment cancel reschedul postpone booking rebook",
    "appointment-method": "video= zoom online face-to-face",
    "timeliness": "wait delay hours weeks months queue late= prompt quick",
    "communication": "communicat",
    "listening": "listen heard= ignor involv understood choice decision dignity respect",
    "information-in-care": "explain explanation told= question jargon",
    "guidance": "leaflet booklet website information",
    "kept-informed": "informed uninformed updated conflicting contradict letter results",
    "family": "family husband wife daughter= son= carer partner visitor visiting",
    "mental-health-act": "sectioned section=",
    "continuity": "different= handover transfer gp referral passed continuity",
    "discharge": "discharg home=",
    "medication": "medication medicine tablet prescription pharmacy chemotherapy dose",
    "pain": "pain painful painkiller morphine sore hurt",
    "fresh-air": "activit fresh garden outside",
    "entertainment": "tv= television wifi wi-fi internet radio",
    "cleanliness": "clean dirty filthy infection tidy hygien",
    "senses": "nois loud quiet= smell light= lights cold= hot= sleep",
    "facilities": "chair bed= beds= equipment toilet privacy curtain building broken room corridor",
    "food": "food meal breakfast lunch dinner drink tea= hungry",
    "location": "far= distance closer nearest location miles",
    "transport": "transport ambulance bus= taxi lift= train=",
    "parking": "park= parking parked",
}
_PATTERNS: dict[str, re.Pattern[str]] = {
    key: re.compile(
        r"\b(?:"
        + "|".join(
            re.escape(word.rstrip("=")) + ("" if word.endswith("=") else r"[\w’'-]{0,12}")
            for word in words.split()
        )
        + r")\b",
        re.I,
    )
    for key, words in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme and the word of the comment that it was suggested for."""

    theme: Theme
    because: str


def suggest(text: str) -> tuple[Suggestion, ...]:
    """Themes whose words stand in the text, in the framework's order; none for most short texts."""
    found = []
    for theme in THEMES:
        pattern = _PATTERNS.get(theme.key)
        match = pattern.search(text) if pattern else None
        if match:
            found.append(Suggestion(theme, match[0].lower()))
    return tuple(found)

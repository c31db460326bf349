"""The characteristics by which people are counted, each with the groups that it divides them into.

Tumour groups are those of the National Cancer Patient Experience Survey, fifths of deprivation
those of the Index of Multiple Deprivation, ethnic groups the five of the census in England and
Wales, so that what is counted in a room can stand beside the survey and the trust's own figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOT_RECORDED = "not_recorded"
NOT_RECORDED_WORDS = "Not recorded"


@dataclass(frozen=True)
class Characteristic:
    """One way to divide people into groups; each person is in one of them."""

    key: str
    name: str
    groups: Mapping[str, str]

    def words(self, group: str) -> str:
        """The group's name; a person whose group nobody noted is in "not recorded"."""
        return NOT_RECORDED_WORDS if group == NOT_RECORDED else self.groups[group]


TUMOUR_GROUPS = (
    "Brain and CNS",
    "Breast",
    "Colorectal",
    "Gynaecological",
    "Haematological",
    "Head and Neck",
    "Lung",
    "Prostate",
    "Sarcoma",
    "Skin",
    "Upper Gastro",
    "Urological",
    "Other",
)


def _key(words: str) -> str:
    return words.lower().replace(" ", "_")


_ALL = (
    Characteristic(
        "age",
        "Age",
        {
            "under_16": "Under 16",
            "16_24": "16 to 24",
            "25_34": "25 to 34",
            "35_44": "35 to 44",
            "45_54": "45 to 54",
            "55_64": "55 to 64",
            "65_74": "65 to 74",
            "75_84": "75 to 84",
            "85_over": "85 and over",
        },
    ),
    Characteristic(
        "sex",
        "Sex or gender",
        {
            "female": "Women",
            "male": "Men",
            "own_words": "In their own words",
        },
    ),
    Characteristic(
        "ethnic_group",
        "Ethnic group",
        {
            "asian": "Asian or Asian British",
            "black": "Black, Black British, Caribbean or African",
            "mixed": "Mixed or multiple ethnic groups",
            "white": "White",
            "other": "Other ethnic group",
        },
    ),
    Characteristic(
        "deprivation",
        "Deprivation of the area they live in",
        {
            "1": "Most deprived fifth",
            "2": "Second fifth",
            "3": "Third fifth",
            "4": "Fourth fifth",
            "5": "Least deprived fifth",
        },
    ),
    Characteristic("tumour_group", "Tumour group", {_key(group): group for group in TUMOUR_GROUPS}),
    Characteristic(
        "came_as",
        "Came as",
        {"patient": "Patients", "carer": "Carers and family", "other": "Others"},
    ),
    Characteristic(
        "condition",
        "Another long-term condition or disability",
        {"yes": "With", "no": "Without"},
    ),
)
CHARACTERISTICS: Mapping[str, Characteristic] = {each.key: each for each in _ALL}
CHOICES: tuple[tuple[str, str], ...] = tuple((each.key, each.name) for each in _ALL)


# How the survey's ways to divide patients are called here.
_OF_SURVEY = {
    "tumour_group": "tumour_group",
    "imd_quintile": "deprivation",
    "gender": "sex",
    "sex": "sex",
    "age": "age",
    "age_group": "age",
    "ethnicity": "ethnic_group",
}
_SURVEY_WORDS = {
    "female": "Women",
    "male": "Men",
    "self-describe": "In their own words",
    "prefer to self-describe": "In their own words",
    "85+": "85 and over",
    "asian": "Asian or Asian British",
    "black": "Black, Black British, Caribbean or African",
    "black or black british": "Black, Black British, Caribbean or African",
    "mixed": "Mixed or multiple ethnic groups",
    "other": "Other ethnic group",
}


def group_of_survey(kind: str, name: str) -> str:
    """A group of patients of the survey in the words of `group_words`; blank where the survey
    divides people otherwise than this list, so that it cannot be said whom it means."""
    known = CHARACTERISTICS.get(_OF_SURVEY.get(kind, ""))
    if known is None:
        return ""
    words = name.strip()
    if known.key == "deprivation":
        return group_words(known.key, words[:1])
    small = words.lower().replace("–", "-")
    here = {each.lower(): each for each in known.groups.values()}
    found = (
        here.get(small)
        or here.get(_SURVEY_WORDS.get(small, "").lower())
        or here.get(small.replace("-", " to "))
    )
    return f"{known.name}: {found}" if found else ""


def group_choices() -> list[tuple[str, str]]:
    """Every group of every characteristic, as "characteristic:group", for a form or a column."""
    return [
        (f"{each.key}:{group}", f"{each.name}: {words}")
        for each in _ALL
        for group, words in each.groups.items()
    ]


def group_words(characteristic: str, group: str) -> str:
    """ "Tumour group: Lung"; blank for a group that nobody knows."""
    found = CHARACTERISTICS.get(characteristic)
    if found is None or group not in found.groups:
        return ""
    return f"{found.name}: {found.groups[group]}"

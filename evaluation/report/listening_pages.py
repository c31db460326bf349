"""The section on listening: whose experience it was about, what was said, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.amounts import Amount, Amounts, draw_amounts
from buddy_portal.design.charts.figures import Figures
from buddy_portal.design.charts.numbers import Unit
from evaluation.report.pictures import Chart
from evaluation.report.sentences import listed
from improvement_plans.listening.inequalities import by_kind
from trusts.forms.explore import kind_words

Content = dict[str, Any]
MOST_BARS = 12
FEW = "fewer than 10"
EVERYBODY = "Everybody"
NO_EVENT = "No event at which people were listened to was recorded for this scheme."
GAPS = (
    "In England, before the plans began: on the questions of the aims, the group of patients that "
    "was furthest below all others. Fifths of deprivation have a section of their own."
)
NO_COMMENT = "No coded comment of patients was shared with a plan of this scheme."
ALL_FEW = "Every theme was found in fewer than 10 comments, so none is shown."
COUNTED = (
    "Counts are of comments that were coded to the themes of the NHS patient experience "
    "framework; a comment may have several. They are rounded down to whole tens, and fewer than "
    "10 are not shown."
)


@dataclass(frozen=True)
class ListeningView:
    """The section. A table is None where there is nothing for it; `said`: (said, did, whose)."""

    words: tuple[str, ...]
    concerns: Figures | None
    gaps: Figures | None
    gaps_words: str
    left_out: tuple[str, ...]
    themes: Chart | None
    themes_words: str
    advice: Figures | None
    thanks: str
    said: Figures | None
    said_words: str
    withheld: str

    @property
    def tables(self) -> dict[str, Figures]:
        """The tables there are, each with the name of its sheet in a workbook."""
        found = {
            "Whose experience": self.concerns,
            "Gaps at the start": self.gaps,
            "Themes": self.themes.figures if self.themes else None,
            "Advice": self.advice,
            "You said, we did": self.said,
        }
        return {name: table for name, table in found.items() if table is not None}


def listening_view(content: Content, width: float) -> ListeningView | None:
    """The section; None for a report that was compiled before it was part of reports."""
    found: Content | None = content.get("listening")
    if found is None:
        return None
    return ListeningView(
        words=(_events(found["events"]),),
        concerns=_concerns(found["concerns"]),
        gaps=_gaps(found["gaps"]),
        gaps_words=GAPS,
        left_out=_left_out(found),
        themes=_themes(found["themes"], width),
        themes_words=_themes_words(found["themes"]),
        advice=_advice(found["advice"]),
        thanks=_thanks(found["thanks"]),
        said=_said(found["said"]),
        said_words=_promises(found["promises"]),
        withheld=_withheld(found["withheld"]),
    )


def _events(events: list[tuple[str, int]]) -> str:
    if not events:
        return NO_EVENT
    held = sum(number for _kind, number in events)
    took_place = numbers.counted(held, "event")
    return f"{took_place} with patients and carers took place ({_each(events)})."


def _each(numbered: list[tuple[str, int]]) -> str:
    return ", ".join(f"{words.lower()}: {numbers.thousands(number)}" for words, number in numbered)


def _concerns(concerns: list[Content]) -> Figures | None:
    if not concerns:
        return None
    return Figures(
        "Whose experience the aims and events were about",
        ("Aim or event", "Kind", "Trust", "Concerns"),
        tuple(
            (each["title"], each["kind"], each["trust"], "; ".join(each["groups"]) or EVERYBODY)
            for each in concerns
        ),
        (False, False, False, False),
    )


def _gaps(gaps: list[Content]) -> Figures | None:
    if not gaps:
        return None
    return Figures(
        "England: the group furthest below all other patients at the start",
        ("Question", "Group", "Group’s score", "All others", "Difference", "Reading"),
        tuple(_gap_row(gap) for gap in gaps),
        (False, False, True, True, True, False),
    )


def _gap_row(gap: Content) -> tuple[str, ...]:
    percent = gap["scale"] == "percent"
    places = 1 if percent else 2
    score, others = (
        numbers.percent(value) if percent else numbers.plain(value, places)
        for value in (gap["score"], gap["others"])
    )
    return (
        f"{gap['number']} {gap['label']}",
        f"{kind_words(gap['kind'])}: {gap['group']}",
        score,
        others,
        numbers.signed(gap["score"] - gap["others"], places),
        "Clear difference" if gap["is_clear"] else "Could be chance",
    )


def _left_out(found: Content) -> tuple[str, ...]:
    # A report that was compiled before this was told has no such list.
    said = [f"Nobody worked on a gap of: {each}." for each in found.get("unattended", ())]
    if found["not_heard"]:
        said.append(f"Nobody of these groups was at an event: {by_kind(found['not_heard'])}.")
    if found["not_counted"]:
        names = listed([name.lower() for name in found["not_counted"]])
        said.append(f"No event shows who came by {names}.")
    return tuple(said)


def _themes(themes: list[Content], width: float) -> Chart | None:
    shown = [theme for theme in themes if theme["comments"] is not None]
    if not shown:
        return None
    data = Amounts(
        title="Comments by theme",
        description="Coded comments by theme, in whole tens.",
        rows=tuple(Amount(theme["name"], float(theme["comments"])) for theme in shown[:MOST_BARS]),
        unit=Unit.COUNT,
        places=0,
    )
    svg = draw_amounts(data, chart_id="themes-chart", width=width)
    return Chart("themes-chart", data.title, data.description, str(svg), _theme_table(themes))


def _themes_words(themes: list[Content]) -> str:
    if not themes:
        return NO_COMMENT
    few = all(theme["comments"] is None for theme in themes)
    return ALL_FEW if few else COUNTED


def _theme_table(themes: list[Content]) -> Figures:
    columns = ("comments", "positive", "neutral", "negative")
    return Figures(
        "Comments by theme",
        ("Theme", "Comments", "Positive", "Neutral", "Negative"),
        tuple((theme["name"], *(_tens(theme[name]) for name in columns)) for theme in themes),
        (False, True, True, True, True),
    )


def _tens(count: int | None) -> str:
    return FEW if count is None else numbers.thousands(count)


def _advice(advice: list[Content]) -> Figures | None:
    if not advice:
        return None
    return Figures(
        "What involvement groups advised, and what became of it",
        ("Group", "Advice", "Outcome", "What became of it"),
        tuple(
            (
                f"{each['group']}, {each['trust']}",
                each["text"],
                each["outcome"],
                each["became"] or numbers.MISSING,
            )
            for each in advice
        ),
        (False, False, False, False),
    )


def _thanks(names: list[str]) -> str:
    if not names:
        return ""
    return f"With thanks to the members of the groups who agreed to be named: {listed(names)}."


def _said(said: list[Content]) -> Figures | None:
    if not said:
        return None
    return Figures(
        "You said, we did",
        ("You said", "We did", "Whose answer"),
        tuple((each["said"], each["did"], each["trust"]) for each in said),
        (False, False, False),
    )


def _promises(promises: list[tuple[str, int]]) -> str:
    if not promises:
        return "No promise to the people who were heard is on record."
    made = sum(number for _state, number in promises)
    given = numbers.counted(made, "promise")
    return f"{given} to the people who were heard ({_each(promises)})."


def _withheld(withheld: int) -> str:
    if not withheld:
        return ""
    texts = numbers.counted(withheld, "text")
    return f"Left out here: {texts}, because words in them could say who somebody is."

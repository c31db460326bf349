"""Figures that must not be seen, brought in by every way they can come. All invented."""

from __future__ import annotations

import re
from dataclasses import dataclass

from buddy_portal.accounts.models import User
from trusts.models import SurveyYear
from trusts.services.imports import check_import, import_file
from trusts.tests.surveys.importing import make_survey
from trusts.tests.surveys.making import GROUPS, SCORES, as_file, csv_text

# Scores and counts that stood in a file and are hidden; each looks like nothing else on a page.
SECRETS = {
    "printed on a row that the table itself hides": "37.4391",
    "hidden by a later file": "61.2847",
    "of so few that the row is refused": "43.8713",
    "must be hidden as well, by the check": "58.6179",
    "count of a score hidden by a later file": "6137",
    "count of the second hidden group": "8879",
}
SHOWN = "70.2531"
TOTAL = f"NM1,Northmoor,2016,Q1,29900,{SHOWN},False"
FIRST = (
    TOTAL,
    "HM2,Highmere,2016,Q1,6137,61.2847,False",
    "ZQ9,St Penhallow’s,2016,Q1,12,37.4391,True",
    "All,National,2016,Q1,41000,74.0,False",
)
CORRECTION = ("HM2,Highmere,2016,Q1,6137,,True",)
PATIENTS = (
    "NM1,Breast,Q1,11001,84.0,False",
    "NM1,Lung,Q1,10003,61.5,False",
    "NM1,Sarcoma,Q1,8879,,True",
    "NM1,Skin,Q1,17,37.4391,True",
)
# One row shows a score of 17 answers; the other table gives its single hidden group away.
REFUSED = ("ZQ9,St Penhallow’s,2016,Q1,17,43.8713,False",)
GIVES_AWAY = (
    "HM2,All Cancers,Q1,1165,77,False",
    "HM2,Breast,Q1,583,96,False",
    "HM2,Lung,Q1,565,58.6179,False",
    "HM2,Skin,Q1,17,,True",
)


@dataclass
class HiddenWorld:
    year: SurveyYear
    lead: User


def make_hidden_world(lead: User) -> HiddenWorld:
    """Three imports, and two files that stay at their trial run."""
    year = make_survey()

    def brings(name: str, header: str, rows: tuple[str, ...], bring) -> None:
        content = as_file(csv_text(header, *rows))
        bring(by=lead, survey_year=year, file=content, name=name)

    brings("first.csv", SCORES, FIRST, import_file)
    brings("groups.csv", GROUPS, PATIENTS, import_file)
    brings("correction.csv", SCORES, CORRECTION, import_file)
    brings("refused.csv", SCORES, REFUSED, check_import)
    brings("gives-away.csv", GROUPS, GIVES_AWAY, check_import)
    return HiddenWorld(year, lead)


_DRAWN = re.compile(
    r'\b(?:x|y|x1|x2|y1|y2|cx|cy|r|d|points|width|height|viewBox|transform|integrity)="[^"]*"'
)


def secrets_in(text: str) -> list[str]:
    """The hidden figures that stand in a text: as they were, or rounded as pages round."""
    words = _DRAWN.sub("", text).replace(",", "")
    return [what for what, figure in SECRETS.items() if re.search(_looks(figure), words)]


def _looks(figure: str) -> str:
    if "." not in figure:
        return rf"(?<![\d.]){figure}(?![\d.])"
    tenth, hundredth = f"{float(figure):.1f}", f"{float(figure):.2f}"
    forms = "|".join(re.escape(form) for form in (figure, hundredth, tenth))
    return rf"(?<![\d.])(?:{forms})(?!\d)"

"""Small tables brought through the services. Trusts and scores are invented."""

from buddy_portal.accounts.models import User
from trusts.models import SurveyImport, SurveyYear
from trusts.services.imports import check_import, commit_import
from trusts.tests.factories import make_question, make_survey_year, make_trust
from trusts.tests.surveys.making import KNOWN, SCORES, as_file, csv_text

ROWS = (
    'NM1,Northmoor,2016,Q1,"1,204",63.8,False',
    "HM2,Highmere,2016,Q1,449.0,70.6,False",
    "ZQ9,St Penhallow’s,2016,Q1,12,,True",
    "NM1,Northmoor,2016,Q59,300,8.53,False",
)


def make_survey(year: int = 2016) -> SurveyYear:
    """A survey year with three trusts and two questions, without any result."""
    for code, name in KNOWN.items():
        make_trust(code, name=name)
    found = make_survey_year(year)
    make_question(found, "Q1", label="Seen by GP once or twice")
    make_question(found, "Q59", label="Overall rating of care", scale="mean_0_10")
    return found


def table(*rows: str, header: str = SCORES) -> str:
    return csv_text(header, *rows)


def checked(by: User | None, year: SurveyYear, *rows: str, header: str = SCORES) -> SurveyImport:
    """A table after its trial run; without rows, the usual one."""
    content = table(*(rows or ROWS), header=header)
    return check_import(by=by, survey_year=year, file=as_file(content), name="scores.csv")


def imported(by: User | None, year: SurveyYear, *rows: str, header: str = SCORES) -> SurveyImport:
    """A table that was checked and imported."""
    return commit_import(by=by, survey_import=checked(by, year, *rows, header=header))

"""Reading survey results: a year by its questions, a question over all trusts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.tables import order_of
from trusts import rules
from trusts.models import Question, SurveyYear
from trusts.presenters import question_rows as row_words
from trusts.presenters import questions as words
from trusts.presenters import survey_year as year_words
from trusts.presenters.surveys import window_words
from trusts.selectors import questions as selectors
from trusts.selectors import surveys as survey_selectors
from trusts.views import chart_files, lists
from trusts.views.kept import Drawing, in_order, kept_page

if TYPE_CHECKING:
    from trusts.selectors.funnels import QuestionFunnel


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_year(request: HttpRequest, year_id: int) -> HttpResponse:
    """The questions of a survey year."""
    file = _year_file(request, year_id) if lists.asks_for_download(request) else None
    access = access_of(request.user)
    can_manage = rules.can_manage_trusts.allows(access, None)
    can_check = rules.can_check_survey_files.allows(access, None)

    def draw() -> Drawing:
        year = survey_selectors.survey_year_by_id(year_id)
        found = selectors.question_summaries(year)
        query = lists.asked(request, "sort")
        order = order_of(query.get("sort", ""), year_words.SUMMARY_KEYS, "order")
        return "trusts/surveys/survey_year.html", {
            "year": year,
            "window": window_words(year),
            "table": year_words.summary_table(found, year, order, query, lists.downloads(query)),
            "can_manage": can_manage,
            "can_check": can_check,
        }

    return file or kept_page(request, viewer=(can_manage, can_check), draw=draw)


def _year_file(request: HttpRequest, year_id: int) -> HttpResponse | None:
    year = survey_selectors.survey_year_by_id(year_id)
    return lists.download(
        request,
        name=f"{year.year} questions",
        columns=year_words.SUMMARY_COLUMNS,
        rows=year_words.summary_rows(selectors.question_summaries(year)),
        notes=[year.survey.attribution] if year.survey.attribution else [],
    )


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def question_results(request: HttpRequest, year_id: int, number: str) -> HttpResponse:
    """A question's funnel over all trusts, and the rows that this person may see by name."""
    codes = selectors.trusts_seen_by(access_of(request.user))
    file = None
    if chart_files.asks_for_file(request):
        file = _question_file(request, _asked(request, year_id, number, codes))
    return file or kept_page(
        request,
        viewer=(in_order(codes),),
        draw=lambda: _question_page(request, _asked(request, year_id, number, codes)),
    )


@dataclass(frozen=True)
class Asked:
    """What the address asks for, found: the question over all trusts, and what is seen of it."""

    year: SurveyYear
    question: Question
    found: QuestionFunnel
    seen: words.Seen
    dispersed: bool
    position: str

    @property
    def notes(self) -> list[str]:
        return words.notes(self.question, self.year, dispersed=self.dispersed)


def _asked(request: HttpRequest, year_id: int, number: str, codes: words.Codes) -> Asked:
    # Imported here: it brings numpy, which a web worker does not need at start.
    from trusts.selectors.funnels import question_funnel

    year = survey_selectors.survey_year_by_id(year_id)
    question = selectors.question_of(year, number)
    dispersed = request.GET.get("limits") != "plain"
    found = question_funnel(question, dispersed=dispersed)
    seen = words.seen(found, codes, request.GET.get("trust", ""))
    return Asked(year, question, found, seen, dispersed, request.GET.get("position", ""))


def _question_file(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """The rows, or the chart."""
    year, question = asked.year, asked.question
    return lists.download(
        request,
        name=f"{year.year} {question.number}",
        columns=row_words.TRUST_COLUMNS,
        rows=row_words.trust_rows(*asked.seen.rows(asked.position)),
        notes=asked.notes,
    ) or chart_files.chart_file(
        request,
        name=f"{year.year} {question.number} funnel",
        draw=lambda: words.question_page(question, year, asked.found, asked.seen).svg,
        source=" ".join(asked.notes),
    )


def _question_page(request: HttpRequest, asked: Asked) -> Drawing:
    year, question, seen, position = asked.year, asked.question, asked.seen, asked.position
    query = lists.asked(request, "trust", "limits")
    rows, hidden = seen.rows(position)
    rows_query = {**query, "position": position} if position else query
    years = selectors.years_of_question(question, year, seen.first_named)
    page = lists.page_of(request, [*rows, *hidden], row_words.ROWS_ON_A_PAGE)
    return "trusts/surveys/question_results.html", {
        "year": year,
        "question": question,
        "page": words.question_page(question, year, asked.found, seen),
        "charts": chart_files.links(query),
        "bands": words.band_table(asked.found.places, position, query) if seen.everything else None,
        "rows": row_words.trust_table(
            page.object_list, question.scale, lists.downloads(rows_query)
        ),
        "pages": row_words.pages_of_rows(page, request.GET),
        "everything": seen.everything,
        "years": words.year_table(years, question.scale, year.year, seen.name_of_first),
        "note": words.limits_note(question, dispersed=asked.dispersed),
        "dispersed": asked.dispersed,
    }

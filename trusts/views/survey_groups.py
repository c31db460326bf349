"""Inequality: groups of patients side by side, for a trust or for England."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.dot_rows import ON_A_PHONE, draw_dot_rows
from trusts.forms.explore import GroupsForm, kind_words
from trusts.models import SurveyYear, Trust
from trusts.presenters import groups as words
from trusts.refusals import NotFound
from trusts.selectors import groups as selectors
from trusts.selectors import questions, trust_choice
from trusts.selectors import surveys as survey_selectors
from trusts.selectors.whole_trusts import whole_trust
from trusts.views import chart_files, lists
from trusts.views.kept import Drawing, in_order, kept_page


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_groups(request: HttpRequest, year_id: int) -> HttpResponse:
    """Every question by group, or one question with its chart."""
    seen = questions.trusts_seen_by(access_of(request.user))
    file = None
    if chart_files.asks_for_file(request):
        file = _as_file(request, _asked(request, year_id, seen))
    return file or kept_page(
        request,
        viewer=(in_order(seen),),
        draw=lambda: _page(_asked(request, year_id, seen)),
    )


@dataclass(frozen=True)
class Asked:
    """What the address asks for, found: whose patients, in which kind of group."""

    year: SurveyYear
    seen: trust_choice.Codes
    offered: list[Trust]
    kinds: list[str]
    query: dict[str, str]
    found: list[selectors.QuestionGroups]

    @property
    def trust(self) -> Trust | None:
        return self.offered[0] if len(self.offered) == 1 else None

    @property
    def whose(self) -> str:
        return self.trust.name if self.trust else "England"

    @property
    def kind(self) -> str:
        return self.query["kind"]

    @property
    def one(self) -> selectors.QuestionGroups | None:
        """The one question that is asked for."""
        return self.found[0] if self.query.get("question") and self.found else None

    @property
    def notes(self) -> list[str]:
        return [
            *words.parts_note(self.found),
            words.HIDDEN_NOTE,
            words.CHANCE_NOTE,
            *_source(self.year),
        ]


def _asked(request: HttpRequest, year_id: int, seen: trust_choice.Codes) -> Asked:
    year = survey_selectors.survey_year_by_id(year_id)
    query = lists.asked(request, "trust", "kind", "section", "question")
    typed = query.get("trust", "")
    offered = trust_choice.trusts_named(typed, seen) if typed else []
    if typed and not offered:
        raise NotFound("There is no such trust among those whose results you can see.")
    kinds = selectors.group_kinds(year)
    query["kind"] = query["kind"] if query.get("kind") in kinds else (kinds[:1] or [""])[0]
    found = selectors.question_groups(
        year,
        whole_trust(offered[0]) if len(offered) == 1 else None,
        query["kind"],
        section=query.get("section", ""),
        number=query.get("question", ""),
    )
    return Asked(year, seen, offered, kinds, query, found)


def _as_file(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """The rows, or the chart of one question."""
    year, trust, one = asked.year, asked.trust, asked.one
    file = lists.download(
        request,
        name=f"{year.year} {trust.ods_code if trust else 'England'} by {kind_words(asked.kind)}",
        columns=words.COLUMNS,
        rows=words.group_rows(asked.found),
        notes=asked.notes,
    )
    if file is not None or one is None:
        return file
    return chart_files.chart_file(
        request,
        name=f"{year.year} {one.number} {asked.whose}",
        draw=lambda: draw_dot_rows(
            words.group_chart(one, asked.whose, year, asked.kind), chart_id="groups"
        ),
        source=" ".join([words.HIDDEN_NOTE, *_source(year)]),
    )


def _page(asked: Asked) -> Drawing:
    year, query = asked.year, asked.query
    context = {
        "year": year,
        "kinds": asked.kinds,
        "whose": asked.whose,
        "trust": asked.trust,
        "filter_form": GroupsForm(
            initial=query, kinds=asked.kinds, sections=questions.sections_of(year)
        ),
        "active": _active(query, asked.trust),
        "offered": _offers(asked.offered, query) if len(asked.offered) > 1 else [],
        "own": _offers(trust_choice.trusts_to_choose(asked.seen), query),
        "notes": asked.notes,
    }
    if asked.one is not None:
        return "trusts/surveys/survey_groups_question.html", {
            **context,
            **_one_question(asked, asked.one),
        }
    return "trusts/surveys/survey_groups.html", {
        **context,
        "lede": words.overview_lede(asked.found, f"{asked.whose}’s", asked.kind),
        "table": words.overview_table(asked.found, query, lists.downloads(query)),
    }


def _one_question(asked: Asked, found: selectors.QuestionGroups) -> dict[str, Any]:
    data = words.group_chart(found, asked.whose, asked.year, asked.kind)
    return {
        "question": found,
        "lede": words.question_lede(found),
        "svg": draw_dot_rows(data, chart_id="groups"),
        "phone": draw_dot_rows(data, chart_id="groups-phone", width=ON_A_PHONE),
        "figures": data.figures(),
        "charts": chart_files.links(asked.query),
        "table": words.group_table(found, lists.downloads(asked.query)),
        "all_questions": lists.without(asked.query, "question"),
    }


def _source(year: SurveyYear) -> list[str]:
    return [year.survey.attribution] if year.survey.attribution else []


def _offers(trusts: list[Trust], query: dict[str, str]) -> list[tuple[str, str]]:
    """Names of trusts with the address that shows each."""
    return [(trust.name, lists.with_value(query, "trust", trust.ods_code)) for trust in trusts]


def _active(query: dict[str, str], trust: Trust | None) -> list[tuple[str, str]]:
    said = {"trust": trust.name if trust else query.get("trust", "")}
    return [
        (said.get(name, value), lists.without(query, name))
        for name, value in query.items()
        if name in ("trust", "section", "question")
    ]

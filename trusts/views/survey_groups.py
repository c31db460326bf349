"""Inequality: groups of patients side by side, for a trust or for England."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.dot_rows import draw_dot_rows
from trusts.forms.explore import GroupsForm, kind_words
from trusts.models import SurveyYear, Trust
from trusts.presenters import groups as words
from trusts.refusals import NotFound
from trusts.selectors import groups as selectors
from trusts.selectors import questions, trust_choice
from trusts.selectors import surveys as survey_selectors
from trusts.views import chart_files, lists


@requires(Permission.SEE_SURVEY_RESULTS)
@require_safe
def survey_groups(request: HttpRequest, year_id: int) -> HttpResponse:
    """Every question by group, or one question with its chart."""
    year = survey_selectors.survey_year_by_id(year_id)
    query = lists.asked(request, "trust", "kind", "section", "question")
    seen = questions.trusts_seen_by(access_of(request.user))
    typed = query.get("trust", "")
    offered = trust_choice.trusts_named(typed, seen) if typed else []
    if typed and not offered:
        raise NotFound("There is no such trust among those whose results you can see.")
    trust = offered[0] if len(offered) == 1 else None
    kinds = selectors.group_kinds(year)
    kind = query.get("kind", "") if query.get("kind") in kinds else (kinds[:1] or [""])[0]
    query["kind"] = kind
    found = selectors.question_groups(
        year,
        trust,
        kind,
        section=query.get("section", ""),
        number=query.get("question", ""),
    )
    notes = [words.HIDDEN_NOTE, words.CHANCE_NOTE, *_source(year)]
    file = lists.download(
        request,
        name=f"{year.year} {trust.ods_code if trust else 'England'} by {kind_words(kind)}",
        columns=words.COLUMNS,
        rows=words.group_rows(found),
        notes=notes,
    )
    if file is not None:
        return file
    context = {
        "year": year,
        "kinds": kinds,
        "whose": trust.name if trust else "England",
        "trust": trust,
        "filter_form": GroupsForm(initial=query, kinds=kinds, sections=questions.sections_of(year)),
        "active": _active(query, trust),
        "offered": _offers(offered, query) if len(offered) > 1 else [],
        "own": _offers(trust_choice.trusts_to_choose(seen), query),
        "notes": notes,
    }
    if query.get("question") and found:
        return _one_question(request, context, found[0], query)
    context |= {
        "lede": words.overview_lede(found, f"{context['whose']}’s", kind),
        "table": words.overview_table(found, query, lists.downloads(query)),
    }
    return render(request, "trusts/surveys/survey_groups.html", context)


def _one_question(
    request: HttpRequest, context: dict[str, Any], found: Any, query: dict[str, str]
) -> HttpResponse:
    year = context["year"]
    data = words.group_chart(found, context["whose"], year, query["kind"])
    file = chart_files.chart_file(
        request,
        name=f"{year.year} {found.number} {context['whose']}",
        draw=lambda: draw_dot_rows(data, chart_id="groups"),
        source=" ".join([words.HIDDEN_NOTE, *_source(year)]),
    )
    if file is not None:
        return file
    context |= {
        "question": found,
        "lede": words.question_lede(found),
        "svg": draw_dot_rows(data, chart_id="groups"),
        "figures": data.figures(),
        "charts": chart_files.links(query),
        "table": words.group_table(found, lists.downloads(query)),
        "all_questions": lists.without(query, "question"),
    }
    return render(request, "trusts/surveys/survey_groups_question.html", context)


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

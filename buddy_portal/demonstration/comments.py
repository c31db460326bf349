"""What patients said to two trusts: comments brought as a file, coded, some of them by two."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from buddy_portal.accounts.models import User
from buddy_portal.demonstration.comment_texts import COMMENTS, Said
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import DAY, Day
from improvement_plans.comment_files.checking import Given
from improvement_plans.models import Insight, InsightSource, Plan
from improvement_plans.services import coding, comment_imports, insight
from trusts.models import Trust

BROUGHT, CODED, SECOND = 60 * DAY, 52 * DAY, 40 * DAY
BETWEEN = 5
OWN_SHARE = 42
LINKED = 12


def tell_comments(enrolment: Enrolment) -> None:
    """The mentee of the sign-ins brings most of them; a second mentee the rest."""
    first, second = enrolment.mentees[:2]
    _tell(enrolment, first, COMMENTS[:OWN_SHARE])
    _tell(enrolment, second, COMMENTS[OWN_SHARE:])


def _tell(enrolment: Enrolment, code: str, said: Sequence[Said]) -> None:
    schedule, staff = enrolment.schedule, enrolment.staff(code)
    trust, nurse, colleague = enrolment.trusts[code], staff.lead, staff.team[0]
    last = schedule.last_day
    schedule.add(last - BROUGHT, lambda today: _bring(trust, nurse, said, today), hour=14)
    schedule.add(last - CODED, lambda _today: _code(trust, nurse, said), hour=15)
    schedule.add(last - SECOND, lambda _today: _code_again(trust, nurse, colleague, said), hour=11)


def _bring(trust: Trust, nurse: User, said: Sequence[Said], today: Day) -> None:
    """A table as a spreadsheet gives it, and the plan that the first of them are shared with."""
    labels = dict(InsightSource.choices)
    rows = ["Comment\tDate\tSource\tService\tTumour group"]
    for place, each in enumerate(said):
        on = today - datetime.timedelta(days=3 + BETWEEN * place)
        rows.append(
            f"{each.text}\t{on.isoformat()}\t{labels[each.source]}\t{each.service}\t{each.group}"
        )
    batch = comment_imports.bring_comments(
        by=nurse,
        trust=trust,
        given=Given(InsightSource.SURVEY, today),
        content="\n".join(rows).encode(),
        today=today,
    )
    comment_imports.save_comments(by=nurse, batch=batch)
    plan = Plan.objects.filter(trust=trust).select_related("pair").order_by("-pk").first()
    if plan is None:
        return
    aim = plan.aims.select_related("question").first()
    for found in Insight.objects.filter(trust=trust).order_by("-said_on")[:LINKED]:
        insight.link_insight(
            by=nurse,
            insight=found,
            plan=plan,
            questions=[aim.question] if aim and aim.question else [],
            aims=[aim] if aim else [],
        )


def _code(trust: Trust, nurse: User, said: Sequence[Said]) -> None:
    for each in said:
        if each.themes:
            coding.code_insight(
                by=nurse,
                insight=_found(trust, each),
                themes=each.themes,
                sentiment=each.sentiment,
            )


def _code_again(trust: Trust, nurse: User, colleague: User, said: Sequence[Said]) -> None:
    """A colleague codes ten of them without seeing the first coding; one difference is settled."""
    differed = []
    for each in said:
        if each.second:
            found = _found(trust, each)
            coding.ask_for_second(by=nurse, insight=found)
            coding.code_insight(
                by=colleague, insight=found, themes=each.second, sentiment=each.sentiment
            )
            differed += [(found, each)] if each.second != each.themes else []
    for found, each in differed[:1]:
        coding.reconcile(
            by=nurse,
            insight=found,
            themes=each.themes,
            sentiment=each.sentiment,
            reason="Being listened to was what mattered to her, beside the call itself.",
        )


def _found(trust: Trust, said: Said) -> Insight:
    return Insight.objects.get(trust=trust, excerpt=said.text)

"""The words of a fact check: who answered what, which figures can be commented on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from evaluation.models import FactAnswer, FactCheck, FactComment, TrustCheck
from evaluation.report.pair_pages import PairView
from evaluation.report.sentences import listed

FURTHER_FACTS = ("The pair, its plan or its dates", "Actions complete", "Something else")


@dataclass(frozen=True)
class CommentLine:
    """A comment as a page shows it."""

    head: str
    text: str
    reply_head: str
    reply: str
    href: str


def figures_of(pairs: Iterable[PairView]) -> list[str]:
    """The figures of a trust that can be commented on, in the order of its pages."""
    found: list[str] = []
    for pair in pairs:
        found += [f"{row.question} {row.label}" for row in pair.rows]
        found += [f"{mean.question} {mean.label}" for mean in pair.means]
    return [*dict.fromkeys(found), *FURTHER_FACTS]


def comment_lines(comments: Iterable[FactComment], *, may_reply: bool) -> list[CommentLine]:
    """Comments with their replies, oldest first."""
    return [
        CommentLine(
            head=f"{comment.figure}. {comment.by_name}, {dates.day(comment.at)}",
            text=comment.text,
            reply_head=f"Reply of {comment.replied_by_name}, {dates.day(comment.replied_at)}"
            if comment.reply
            else "",
            reply=comment.reply,
            href=reverse("fact_comment_reply", args=[comment.pk]) if may_reply else "",
        )
        for comment in comments
    ]


def answer_words(check: TrustCheck, today: datetime.date) -> str:
    """What a trust has said so far: "Agreed on 2 August 2016 by Ruth Amoah"."""
    if check.answer:
        verb = "Agreed" if check.answer == FactAnswer.AGREED else "Commented"
        return f"{verb} on {dates.day(check.answered_at)} by {check.answered_by_name}"
    last = dates.day(check.fact_check.answer_by)
    return f"Waiting until {last}" if check.is_open(today) else f"No answer by {last}"


def answer_tag(check: TrustCheck, today: datetime.date) -> Tag:
    """The answer as a tag."""
    if check.answer == FactAnswer.AGREED:
        return Tag("Agreed", "green", "tick")
    if check.answer == FactAnswer.COMMENTED:
        return Tag("Commented", "amber", "triangle")
    if check.is_open(today):
        return Tag("Waiting", "grey", "ring")
    return Tag("No answer", "plain", "clock")


def trusts_table(check: FactCheck, today: datetime.date) -> Table:
    """Every trust's answer, for the programme."""
    return Table(
        caption="Answers of the trusts",
        columns=[Column("Trust"), Column("Answer"), Column("Comments"), Column("Reminded")],
        rows=[
            Row(
                cells=[
                    Cell(trust.trust_name, strong=True),
                    Cell(tag=answer_tag(trust, today), note=answer_words(trust, today)),
                    _comment_count(trust),
                    dates.day(trust.reminded_at),
                ]
            )
            for trust in check.trusts.all()
        ],
    )


def _comment_count(trust: TrustCheck) -> str:
    comments = list(trust.comments.all())
    waiting = sum(not comment.reply for comment in comments)
    if not comments:
        return "None"
    said = numbers.thousands(len(comments))
    return f"{said}, {numbers.thousands(waiting)} without reply" if waiting else said


def state_sentence(check: FactCheck, today: datetime.date) -> str:
    """How far the check is, in one sentence."""
    trusts = list(check.trusts.all())
    answered = sum(bool(trust.answer) for trust in trusts)
    said = f"{numbers.share(answered, len(trusts))} trusts have answered."
    if answered < len(trusts):
        last = dates.day(check.answer_by)
        said += f" They can until {last}." if today <= check.answer_by else f" {last} has passed."
    return said


def public_sentence(check: FactCheck | None) -> str:
    """For the head of a published report: "Checked for facts by all 12 mentees."."""
    if check is None:
        return ""
    trusts = list(check.trusts.all())
    silent = [trust.trust_name for trust in trusts if not trust.answer]
    if not silent:
        whom = f"all {len(trusts)} mentees" if len(trusts) > 1 else "the mentee"
        return f"Checked for facts by {whom}."
    said = f"Checked for facts by {numbers.share(len(trusts) - len(silent), len(trusts))} mentees"
    return f"{said}; no answer by {dates.day(check.answer_by)}: {listed(silent)}."


def checked_by_trust(check: FactCheck | None) -> dict[str, str]:
    """For each mentee's own page: "Facts checked by Northmoor on 2 August 2016."."""
    if check is None:
        return {}
    return {trust.trust_code: _checked(trust, check) for trust in check.trusts.all()}


def _checked(trust: TrustCheck, check: FactCheck) -> str:
    if not trust.answer:
        return f"{trust.trust_name} gave no answer on the facts by {dates.day(check.answer_by)}."
    return f"Facts checked by {trust.trust_name} on {dates.day(trust.answered_at)}."

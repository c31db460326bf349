"""Who is told of each step of a report. Written in the step's own transaction.

The addresses in these mails never change, so they are written out.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.mail import enqueue_mail
from evaluation.models import Report

OF_A_TRUST = (Role.TRUST_LEAD, Role.SPONSOR)


def report_compiled(report: Report, asked_for: User | None) -> None:
    """Whoever asked for it reads it first; the other programme leads may sign it off."""
    path = f"/evaluations/reports/{report.pk}/"
    if asked_for is not None:
        text = (
            f"The report “{report.title}” is compiled. Please read it; another programme lead than "
            "you signs it off."
        )
        _send([asked_for], report, "compiled", f"Compiled: {report.title}", text, path)


def report_published(report: Report) -> None:
    """The lead nurses and sponsors of every trust in it, and who compiled and signed it off."""
    text = f"The report “{report.title}” is published. Everybody can read it."
    if report.reason:
        text += f" It corrects an earlier version: {report.reason}"
    path = f"/reports/{report.slug}/"
    _send(_concerned(report), report, "published", f"Published: {report.title}", text, path)


def report_withdrawn(report: Report) -> None:
    """The same people, where the report had been public."""
    text = (
        f"The report “{report.title}” was withdrawn. Please do not use its figures any longer. "
        f"Reason: {report.reason}"
    )
    path = f"/reports/{report.slug}/"
    _send(_concerned(report), report, "withdrawn", f"Withdrawn: {report.title}", text, path)


def _concerned(report: Report) -> list[User]:
    pairs = report.content["pairs"]
    codes = {pair[side] for pair in pairs for side in ("mentor_code", "mentee_code")}
    memberships = (
        Membership.objects.on(timezone.localdate())
        .filter(trust_code__in=codes, role__in=OF_A_TRUST)
        .select_related("user")
    )
    answerable = [report.compiled_by, report.signed_off_by]
    people = {*(membership.user for membership in memberships), *(p for p in answerable if p)}
    return sorted((p for p in people if p.is_active), key=lambda person: person.email)


def _send(
    people: Iterable[User], report: Report, step: str, subject: str, text: str, path: str
) -> None:
    action = "Read the report" if step != "withdrawn" else "See its page"
    for person in people:
        enqueue_mail(
            to=person.email,
            subject=subject,
            template="evaluation_step",
            context={"text": text, "action": action, "path": path},
            key=f"evaluation-{step}:{report.pk}:{person.pk}",
        )

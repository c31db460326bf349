"""Who is told of a fact check. Written in the transaction of each step."""

from __future__ import annotations

from collections.abc import Iterable

from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design import dates
from buddy_portal.outbox.mail import enqueue_mail
from evaluation.models import FactComment, TrustCheck
from improvement_plans.selectors.people import holding, roles_with


def facts_to_check(check: TrustCheck) -> None:
    """The mentee's lead nurses and sponsors are asked to read what the report says of them."""
    last = dates.day(check.fact_check.answer_by)
    text = (
        f"The report “{check.fact_check.report.title}” is compiled. Before anybody signs it off, "
        f"please check what it says about {check.trust_name}: comment on any figure that looks "
        f"wrong, or say that the facts are right. Please answer by {last}. Without an answer the "
        f"report will say “no answer by {last}”."
    )
    subject = f"Please check the facts about {check.trust_name}"
    _send(_checkers(check), check, subject, text, "Check the facts", key="asked")


def facts_still_to_check(check: TrustCheck) -> None:
    """The one reminder."""
    last = dates.day(check.fact_check.answer_by)
    text = (
        f"We have no answer yet about the facts on {check.trust_name} in the report "
        f"“{check.fact_check.report.title}”. You can comment and answer until {last}."
    )
    subject = f"Reminder: check the facts about {check.trust_name} by {last}"
    _send(_checkers(check), check, subject, text, "Check the facts", key="reminded")


def comment_replied_to(comment: FactComment) -> None:
    """Whoever commented reads the reply."""
    check, writer = comment.trust_check, comment.by
    text = f"Your comment on “{comment.figure}” has a reply: {comment.reply}"
    people = [writer] if writer is not None and writer.is_active else []
    moment = comment.replied_at.isoformat() if comment.replied_at else ""
    subject = f"A reply to your comment on the facts about {check.trust_name}"
    _send(people, check, subject, text, "Read it", key=f"replied:{comment.pk}:{moment}")


def _checkers(check: TrustCheck) -> list[User]:
    return holding(check.trust_code, roles_with(Permission.CHECK_FACTS))


def _send(
    people: Iterable[User], check: TrustCheck, subject: str, text: str, action: str, *, key: str
) -> None:
    for person in people:
        enqueue_mail(
            to=person.email,
            subject=subject,
            template="evaluation_step",
            context={"text": text, "action": action, "path": f"/fact-checks/{check.pk}/"},
            key=f"fact-check-{key}:{check.pk}:{person.pk}",
        )

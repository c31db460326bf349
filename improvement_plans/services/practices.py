"""Writing, reviewing, publishing and retiring practices; taking them up; saying thank you."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans import practice_rules as rules
from improvement_plans.models import (
    AdoptionState,
    Plan,
    Practice,
    PracticeAdoption,
    PracticeState,
    PracticeThanks,
)
from improvement_plans.practice_states import check_practice_move
from improvement_plans.public_words import PublicWords
from improvement_plans.services.naming_nobody import why_it_may_stay
from improvement_plans.services.practice_reading import require_read
from trusts.models import Question, Trust

NEEDED = {
    "problem": "Say what the problem was",
    "what_we_did": "Say what you did",
    "result": "Say what came of it, also where there is no figure",
    "adapting": "Say what another trust should think of",
    "contact": "Say whom another trust can ask: a role and a team’s address",
}


def write_practice(
    *,
    by: User,
    trust: Trust,
    plan: Plan | None,
    values: dict[str, Any],
    questions: Iterable[Question] = (),
) -> Practice:
    """Begin a practice of a trust, from one of its plans or from nothing."""
    with transaction.atomic():
        rules.write_for_trust.require(access_of(by), trust.ods_code)
        if plan is not None and plan.trust_id != trust.pk:
            raise Refusal("This plan is not one of your trust’s", field="plan")
        practice = Practice(trust=trust, plan=plan, author=by, **values)
        practice.slug = _free_slug(practice.title)
        practice.save()
        practice.questions.set(questions)
        _record(practice, by=by, action="practice written")
    return practice


def change_practice(
    *,
    by: User,
    practice: Practice,
    read_at: int,
    values: dict[str, Any],
    questions: Iterable[Question],
) -> None:
    """Change the words of a practice that is not on show. One that was reviewed is a draft again.

    Raises StaleVersion where somebody else saved it meanwhile.
    """
    with transaction.atomic():
        practice = _locked(practice)
        rules.write_for_trust.require(access_of(by), practice.trust.ods_code)
        if practice.state in rules.ON_SHOW:
            raise WrongState("A published practice is not changed. Retire it and write another.")
        changes = changed_fields(practice, values)
        again = {"state": PracticeState.DRAFT, "sent_at": None, "reviewed_at": None}
        save_version(practice, read_at=read_at, values={**values, **again, "reviewed_by": None})
        practice.questions.set(questions)
        _record(practice, by=by, action="practice changed", changes=changes)


def send_to_review(*, by: User, practice: Practice) -> None:
    """Ask the programme to read a draft. Everything another trust needs must be there."""
    with transaction.atomic():
        practice = _locked(practice)
        rules.write_for_trust.require(access_of(by), practice.trust.ods_code)
        if practice.state != PracticeState.DRAFT or practice.sent_at:
            raise WrongState("This practice does not wait to be sent.")
        missing = what_is_missing(practice)
        if missing:
            raise WrongState(f"{missing[0]}.")
        practice.sent_at, practice.reason = timezone.now(), ""
        _save(practice, by=by, action="practice sent to review")


def what_is_missing(practice: Practice) -> list[str]:
    """What must be written before the programme reads it."""
    return [sentence for field, sentence in NEEDED.items() if not getattr(practice, field).strip()]


def review(*, by: User, practice: Practice, read_at: int | None = None) -> None:
    """A programme lead who did not write it finds that it can be published."""
    with transaction.atomic():
        practice = _locked(practice)
        rules.review_practice.require(access_of(by), practice)
        require_read(practice, read_at)
        if not practice.sent_at:
            raise WrongState("This practice has not been sent to review.")
        check_practice_move(practice.state, PracticeState.REVIEWED)
        practice.state = PracticeState.REVIEWED
        practice.reviewed_by, practice.reviewed_at = by, timezone.now()
        _save(practice, by=by, action="practice reviewed")


def send_back(*, by: User, practice: Practice, reason: str, read_at: int | None = None) -> None:
    """A programme lead asks for changes; the author is told why."""
    reason = _said(reason, "Say what should be changed")
    with transaction.atomic():
        practice = _locked(practice)
        rules.review_practice.require(access_of(by), practice)
        require_read(practice, read_at)
        if practice.state in rules.ON_SHOW or not practice.sent_at:
            raise WrongState("This practice does not wait for a review.")
        practice.state, practice.sent_at, practice.reason = PracticeState.DRAFT, None, reason
        practice.reviewed_by, practice.reviewed_at = None, None
        _save(practice, by=by, action="practice sent back", reason=reason)
        _tell_author(practice, "Changes are asked for", reason)


def publish(
    *, by: User, practice: Practice, read_at: int | None = None, kept_reason: str = ""
) -> None:
    """Put a reviewed practice on the public pages.

    Raises CouldNameSomebody where the check finds something and no `kept_reason` is given.
    """
    with transaction.atomic():
        practice = _locked(practice)
        rules.review_practice.require(access_of(by), practice)
        require_read(practice, read_at)
        check_practice_move(practice.state, PracticeState.PUBLISHED)
        kept = why_it_may_stay(words_of(practice), kept_reason, field="kept_reason")
        practice.state, practice.published_at = PracticeState.PUBLISHED, timezone.now()
        _save(practice, by=by, action="practice published", reason=kept)
        _tell_author(practice, "It is in the practice library", "Everybody can read it now.")


def words_of(practice: Practice) -> PublicWords:
    """What everybody reads of a practice once it is published."""
    return PublicWords(
        titles=(practice.title,),
        prose=(practice.problem, practice.what_we_did, practice.result, practice.adapting),
        contacts=(practice.contact,),
    )


def retire(*, by: User, practice: Practice, reason: str, kept_reason: str = "") -> None:
    """Take a practice off the list; its page stays, with the reason, which names nobody."""
    reason = _said(reason, "Say why the practice is retired")
    with transaction.atomic():
        practice = _locked(practice)
        rules.retire_practice.require(access_of(by), practice)
        check_practice_move(practice.state, PracticeState.RETIRED)
        practice.state, practice.retired_at = PracticeState.RETIRED, timezone.now()
        practice.reason = reason
        kept = why_it_may_stay(PublicWords((reason,)), kept_reason, field="reason")
        _save(practice, by=by, action="practice retired", reason=kept or reason)


def take_up(
    *,
    by: User,
    practice: Practice,
    trust: Trust,
    state: str,
    result: str,
    read_at: int,
    kept_reason: str = "",
) -> PracticeAdoption:
    """Say how far another trust is with a practice, and what came of it there.

    Everybody reads the result: raises CouldNameSomebody as `publish` does. `read_at` is the
    version that the form was opened at, 1 where the trust had none yet.
    """
    with transaction.atomic():
        practice = _locked(practice)
        rules.write_for_trust.require(access_of(by), trust.ods_code)
        if practice.state != PracticeState.PUBLISHED:
            raise WrongState("Only a published practice can be taken up.")
        if trust.pk == practice.trust_id:
            raise Refusal("This is your own trust’s practice", field="trust")
        if state in {AdoptionState.ADAPTED, AdoptionState.DROPPED} and not result.strip():
            raise Refusal("Say what came of it, so that others learn from it", field="result")
        kept = why_it_may_stay(PublicWords((result,)), kept_reason, field="result")
        adoption, is_new = PracticeAdoption.objects.get_or_create(practice=practice, trust=trust)
        values = {"state": state, "result": result.strip(), "changed_at": timezone.now()}
        changes = {k: v for k, v in changed_fields(adoption, values).items() if k != "changed_at"}
        save_version(adoption, read_at=1 if is_new else read_at, values=values)
        record_event(
            by=by,
            action="practice taken up",
            thing=adoption,
            trust_code=trust.ods_code,
            changes=changes,
            reason=kept,
        )
    return adoption


def say_thanks(*, by: User, practice: Practice) -> None:
    """Thank the trust once."""
    with transaction.atomic():
        practice = _locked(practice)
        if practice.state != PracticeState.PUBLISHED:
            raise WrongState("Only a published practice can be thanked for.")
        _thanks, is_new = PracticeThanks.objects.get_or_create(practice=practice, by=by)
        if is_new:
            _record(practice, by=by, action="thanked for a practice")


def _locked(practice: Practice) -> Practice:
    return (
        Practice.objects.select_for_update(of=("self",))
        .select_related("trust", "author")
        .get(pk=practice.pk)
    )


def _save(practice: Practice, *, by: User, action: str, reason: str = "") -> None:
    practice.version += 1
    practice.save()
    _record(practice, by=by, action=action, reason=reason)


def _record(practice: Practice, *, by: User, action: str, **more: Any) -> None:
    record_event(by=by, action=action, thing=practice, trust_code=practice.trust.ods_code, **more)


def _said(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise Refusal(otherwise, field="reason")
    return reason.strip()


def _free_slug(title: str) -> str:
    """An address that no practice has: the title, with a number where it is taken."""
    stem = slugify(title)[:70].strip("-") or "practice"
    taken = set(Practice.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken and stem != "drafts":
        return stem
    return next(slug for n in range(2, len(taken) + 4) if (slug := f"{stem}-{n}") not in taken)


def _tell_author(practice: Practice, what: str, said: str) -> None:
    if practice.author is None or not practice.author.is_active:
        return
    path = reverse("practice_draft", args=[practice.pk])
    enqueue_mail(
        to=practice.author.email,
        subject=f"{what}: {practice.title}",
        template="plan_step",
        context={
            "name": practice.author.get_short_name(),
            "sentences": [f"{what}: “{practice.title}”, {practice.trust.name}.", said],
            "link_address": f"{settings.PORTAL_URL}{path}",
            "link_words": "Open the practice",
        },
    )

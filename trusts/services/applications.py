"""What a trust does with its application: write, send, agree, withdraw."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import StaleVersion
from trusts import rules
from trusts.models import (
    Participation,
    ParticipationRole,
    ParticipationState,
    Scheme,
    Trust,
)
from trusts.presenters import letters
from trusts.refusals import (
    ApplicationChanged,
    ApplicationNotComplete,
    LeadNotOfTrust,
    OutsideVolunteering,
    PlacesDoNotFitRole,
    ReasonMissing,
    UnknownNeed,
    UnknownTrust,
    WrongState,
)
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust
from trusts.services import mails
from trusts.services.changes import name_in_history, save_change
from trusts.services.pairs import end_pairs_of
from trusts.states import EDITABLE, PARTICIPATION_MOVES, check_move

S = ParticipationState
MENTORS = (ParticipationRole.MENTOR, ParticipationRole.BOTH)
MENTEES = (ParticipationRole.MENTEE, ParticipationRole.BOTH)
MOST_PLACES = 5
HIGHEST_PRIORITY = 2
NONE_YET = 0  # the version that a person read who opened the form before there was an application


@dataclass(frozen=True)
class Application:
    """What a trust says about itself. `conflicts` holds objects with ods_code and reason."""

    role: str
    capacity: int = 0
    can_work_remotely: bool = True
    longest_journey_km: int | None = None
    offers: str = ""
    statement: str = ""
    priorities: dict[str, int] = field(default_factory=dict)
    conflicts: list[dict[str, str]] = field(default_factory=list)
    lead: User | None = None

    def values(self) -> dict[str, Any]:
        return {part.name: getattr(self, part.name) for part in fields(self)}


@transaction.atomic
def save_application(
    *,
    scheme: Scheme,
    trust: Trust,
    application: Application,
    by: User,
    today: datetime.date,
    read_at: int | None = None,
) -> Participation:
    """Write or change a trust's application as a draft. Nobody is told yet.

    `read_at` is the version that the person read, `NONE_YET` where there was none; StaleVersion
    where somebody else saved meanwhile. Without it, what is there is changed. A change of an
    application that the sponsor has agreed to asks the sponsor again.
    """
    access = access_of(by, on=today)
    rules.can_apply.require(access, trust.ods_code)
    _check_open(scheme, access, today)
    _check_application(scheme, trust, application, today)
    found = Participation.objects.select_for_update().filter(scheme=scheme, trust=trust).first()
    if found is None:
        return _create(scheme, trust, application, by)
    if found.state not in EDITABLE:
        raise WrongState("The application has been sent. Ask the programme to send it back to you.")
    if read_at == NONE_YET:
        raise _begun_meanwhile(found, application)
    values = application.values()
    if found.state == S.WITHDRAWN:
        values["state"] = S.DRAFT
    if found.sponsor_agreed_at and any(getattr(found, key) != new for key, new in values.items()):
        values |= {"sponsor_agreed_by": None, "sponsor_agreed_at": None, "sponsor_name": ""}
    save_change(
        thing=found,
        by=by,
        action="changed application",
        values=values,
        trust_code=trust.ods_code,
        read_at=read_at,
    )
    return found


@transaction.atomic
def send_application(*, participation_id: int, by: User, today: datetime.date) -> Participation:
    """Send an application to the programme, and ask the sponsor to agree to it."""
    found = locked(participation_id)
    access = access_of(by, on=today)
    rules.can_apply.require(access, found.trust.ods_code)
    _check_open(found.scheme, access, today)
    check_move(PARTICIPATION_MOVES, S(found.state), S.APPLIED)
    for field_name, sentence in missing_parts(found):
        raise ApplicationNotComplete(sentence, field=field_name)
    save_change(
        thing=found,
        by=by,
        action="applied to take part",
        values={"state": S.APPLIED, "applied_at": timezone.now()},
        trust_code=found.trust.ods_code,
    )
    mails.application_sent(found, today=today)
    return found


def missing_parts(participation: Participation) -> list[tuple[str, str]]:
    """What an application still needs before it can be sent: field and sentence."""
    missing: list[tuple[str, str]] = []
    if participation.role in MENTORS and not participation.offers.strip():
        missing.append(("offers", "Enter what your trust offers as a mentor"))
    if not participation.statement.strip():
        missing.append(("statement", "Enter why your trust wants to take part"))
    if participation.lead_id is None:
        missing.append(("lead", "Choose who leads this for the trust"))
    return missing


@transaction.atomic
def agree_application(
    *, participation_id: int, by: User, today: datetime.date, read_at: int | None = None
) -> Participation:
    """The executive sponsor agrees to an application that has been sent.

    `read_at` is the version that the sponsor read: ApplicationChanged where it is another now.
    """
    found = locked(participation_id)
    rules.can_agree_application.require(access_of(by, on=today), found.trust.ods_code)
    _check_waits_for_sponsor(found)
    if read_at is not None:
        check_read(found, read_at)
    return _agree(found, by=by, action="agreed as executive sponsor", reason="", today=today)


@transaction.atomic
def record_agreement(
    *, participation_id: int, how: str, by: User, today: datetime.date
) -> Participation:
    """A programme lead records that the sponsor agreed outside the portal, and how."""
    rules.can_decide_applications.require(access_of(by, on=today), None)
    if not how.strip():
        raise ReasonMissing(
            "Enter how the sponsor agreed, such as a letter and its date", field="how"
        )
    found = locked(participation_id)
    _check_waits_for_sponsor(found)
    action = "recorded the sponsor's agreement"
    return _agree(found, by=by, action=action, reason=how.strip(), today=today)


@transaction.atomic
def withdraw(
    *, participation_id: int, reason: str, by: User, today: datetime.date
) -> Participation:
    """Take a trust out of a scheme. Its live pairs end, and the other trusts are told why."""
    found = locked(participation_id)
    rules.can_withdraw.require(access_of(by, on=today), found)
    check_move(PARTICIPATION_MOVES, S(found.state), S.WITHDRAWN)
    if not reason.strip():
        raise ReasonMissing("Enter why the trust withdraws", field="reason")
    save_change(
        thing=found,
        by=by,
        action="withdrew from the scheme",
        values={"state": S.WITHDRAWN, "decision_reason": reason.strip()},
        reason=reason.strip(),
        trust_code=found.trust.ods_code,
    )
    ended = f"{found.trust} has withdrawn: {reason.strip()}"
    end_pairs_of(found, reason=ended, by=by, today=today)
    mails.application_withdrawn(found, today=today)
    return found


def locked(participation_id: int) -> Participation:
    """The application, its row locked until the transaction ends."""
    return (
        Participation.objects.select_for_update(of=("self",))
        .select_related("scheme", "trust", "lead")
        .get(pk=participation_id)
    )


def check_read(found: Participation, read_at: int) -> None:
    """Nobody agrees to words that they have not seen."""
    if found.version != read_at:
        raise ApplicationChanged("The application has changed since you opened it. Read it again.")


def _check_waits_for_sponsor(found: Participation) -> None:
    if found.state not in (S.APPLIED, S.ASKED_AGAIN):
        raise WrongState("There is no application waiting for the sponsor's agreement.")
    if found.sponsor_agreed_at is not None:
        raise WrongState("The sponsor has agreed to this application before.")


def _agree(
    found: Participation, *, by: User, action: str, reason: str, today: datetime.date
) -> Participation:
    save_change(
        thing=found,
        by=by,
        action=action,
        values={"sponsor_agreed_by": by, "sponsor_agreed_at": timezone.now()},
        reason=reason,
        trust_code=found.trust.ods_code,
    )
    mails.about_application(found, letters.sponsor_agreed(found), today=today)
    return found


def _create(scheme: Scheme, trust: Trust, application: Application, by: User) -> Participation:
    made = Participation(scheme=scheme, trust=trust, **application.values())
    name_in_history(made, by=by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        saved = Participation.objects.get(scheme=scheme, trust=trust)
        raise _begun_meanwhile(saved, application) from error
    record_event(by=by, action="began application", thing=made, trust_code=trust.ods_code)
    return made


def _begun_meanwhile(saved: Participation, application: Application) -> StaleVersion:
    """A colleague began the application after this person had opened the empty form."""
    typed = application.values()
    return StaleVersion({key: getattr(saved, key) for key in typed}, typed)


def _check_open(scheme: Scheme, access: Access, today: datetime.date) -> None:
    """Trusts apply in the volunteering phase; the programme may enter one until the work ends."""
    if access.may_in_programme(Permission.DECIDE_APPLICATIONS):
        if today > scheme.implementation_to:
            raise OutsideVolunteering(f"The implementation of {scheme} is over.")
        return
    if today < scheme.volunteering_from:
        raise OutsideVolunteering(f"Volunteering for {scheme} has not begun.")
    if today > scheme.volunteering_to:
        raise OutsideVolunteering(
            f"Volunteering for {scheme} has ended. A programme lead can still enter your trust."
        )


def _check_application(
    scheme: Scheme, trust: Trust, application: Application, today: datetime.date
) -> None:
    offers = application.role in MENTORS
    if offers and not 1 <= application.capacity <= MOST_PLACES:
        raise PlacesDoNotFitRole("A mentor takes 1 to 5 mentees", field="capacity")
    if not offers and application.capacity:
        raise PlacesDoNotFitRole("Only a mentor offers places for mentees", field="capacity")
    _check_lead(trust, application.lead, today)
    _check_conflicts(trust, application.conflicts)
    _check_priorities(scheme, trust, application.priorities)


def _check_lead(trust: Trust, lead: User | None, today: datetime.date) -> None:
    if lead is None:
        return
    roles = Membership.objects.filter(user=lead, trust_code=trust.ods_code).on(today)
    if not roles.exists():
        raise LeadNotOfTrust(f"{lead} has no role in {trust}. Choose a colleague", field="lead")


def _check_conflicts(trust: Trust, conflicts: list[dict[str, str]]) -> None:
    codes = {entry["ods_code"] for entry in conflicts}
    if trust.ods_code in codes:
        raise UnknownTrust("A trust cannot be in conflict with itself", field="conflicts")
    known = set(Trust.objects.filter(ods_code__in=codes).values_list("ods_code", flat=True))
    for code in sorted(codes - known):
        raise UnknownTrust(f"There is no trust with the ODS code {code}", field="conflicts")
    if any(not entry["reason"].strip() for entry in conflicts):
        raise ReasonMissing("Enter a reason for each conflict of interest", field="conflicts")


def _check_priorities(scheme: Scheme, trust: Trust, priorities: dict[str, int]) -> None:
    if any(not 0 <= value <= HIGHEST_PRIORITY for value in priorities.values()):
        raise UnknownNeed("A priority is 0, 1 or 2", field="priorities")
    held = scores_of_whole(whole_trust(trust), [scheme.baseline])
    known = {
        score.question.number
        for score in held.of.get(scheme.baseline_id, {}).values()
        if score.score is not None
    }
    for number in sorted(set(priorities) - known):
        raise UnknownNeed(f"{trust} has no shown result for {number}", field="priorities")

"""The practice library: what trusts of the scheme that is over share, and who takes it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from buddy_portal.accounts.models import User
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import DAY, Day
from buddy_portal.demonstration.schedule import working_day
from improvement_plans.models import AdoptionState, Effort, Plan, Practice
from improvement_plans.services import practices as services
from trusts.models import Question

AFTER_CLOSING = 30
READ_AFTER = 9


@dataclass(frozen=True)
class Story:
    """One practice as its trust tells it, and how far it came on its way."""

    values: dict[str, Any]
    about: tuple[str, ...]
    """Numbers of the survey's questions."""
    taken_up: tuple[tuple[AdoptionState, str], ...] = ()
    sent: bool = True
    published: bool = True


def _told(
    title: str, problem: str, did: str, effort: Effort, result: str, n: int | None, adapting: str
) -> dict[str, Any]:
    return {
        "title": title,
        "problem": problem,
        "what_we_did": did,
        "effort": effort,
        "result": result,
        "result_n": n,
        "adapting": adapting,
    }


STORIES = (
    Story(
        _told(
            "One telephone number that somebody answers",
            "Patients held cards with four numbers. At five in the afternoon none was answered.",
            "One number for all tumour groups, answered from 8 to 8 by two nurses in turn. "
            "Every card, letter and voice message now gives this number and no other.",
            Effort.WEEKS,
            "In a count of four weeks, 9 of 10 calls were answered within two minutes. Before, "
            "about half were.",
            412,
            "Agree with the switchboard first. The nurses need a list of today’s clinics at hand.",
        ),
        ("Q14",),
        (
            (AdoptionState.ADOPTED, "Runs since spring. The emergency department uses it too."),
            (AdoptionState.ADAPTED, "We share the line with a neighbouring trust at weekends."),
            (AdoptionState.TESTING, ""),
        ),
    ),
    Story(
        _told(
            "A call two days before the operation",
            "People came to theatre with questions that nobody had asked them about.",
            "A ward nurse rings two days before and follows a short list: who drives, which "
            "tablets, what worries you most. Worries go into the notes for the surgeon.",
            Effort.HOURS,
            "Patients said that they slept better. Two operations were moved in time.",
            None,
            "Use a quiet room, not the desk. Ring after four: people are at home.",
        ),
        ("Q32", "Q34"),
        ((AdoptionState.DROPPED, "Too many calls went to voice mail. We write messages now."),),
    ),
    Story(
        _told(
            "Results in a quiet room, with time",
            "Results were given between two doors, and families were not there.",
            "Two slots a clinic are kept free for results. The nurse specialist is in the room "
            "and stays when the doctor has gone. The letter of invitation says: bring somebody.",
            Effort.MONTHS,
            "Complaints about how news was given stopped for half a year. The survey question "
            "rose no more than elsewhere.",
            187,
            "The slots must be defended every week; the clinic clerk decides, not the doctor.",
        ),
        ("Q5", "Q6"),
    ),
    Story(
        _told(
            "A card for the way home",
            "After discharge people did not know which pain was to be expected.",
            "A card with a photograph of the wound, three signs to ring about, and the number.",
            Effort.HOURS,
            "Ward staff say that fewer people ring for nothing, and more ring in time.",
            None,
            "Have patients read the draft aloud.",
        ),
        ("Q53",),
        published=False,
    ),
    Story(
        _told(
            "Family evenings",
            "Relatives said that nobody had asked them anything.",
            "An evening a month, tea and an open agenda.",
            Effort.WEEKS,
            "",
            None,
            "",
        ),
        ("Q50",),
        sent=False,
        published=False,
    ),
)


def tell_library(enrolment: Enrolment, *, takers: tuple[str, ...]) -> None:
    """Each story from the closed plan of another trust; `takers` say how far they are with it."""
    first = enrolment.scheme.implementation_to + AFTER_CLOSING * DAY
    for place, story in enumerate(STORIES):
        trust = enrolment.mentees[place * 2 % len(enrolment.mentees)]
        _tell(enrolment, story, trust, working_day(first + 6 * place * DAY), takers)


def _tell(enrolment: Enrolment, story: Story, code: str, day: Day, takers: tuple[str, ...]) -> None:
    nurse, schedule, title = enrolment.staff(code).lead, enrolment.schedule, story.values["title"]
    schedule.add(day, lambda _today: _write(enrolment, story, code, nurse))
    if story.sent:
        schedule.add(
            day, lambda _today: services.send_to_review(by=nurse, practice=_named(title)), hour=11
        )
    if not story.published:
        return
    read_on, lead = working_day(day + READ_AFTER * DAY), enrolment.lead
    schedule.add(read_on, lambda _today: services.review(by=lead, practice=_named(title)))
    schedule.add(read_on, lambda _today: services.publish(by=lead, practice=_named(title)), hour=15)
    for taker, (state, result) in zip(takers, story.taken_up, strict=False):
        taken_up = _taking_up(enrolment, title, taker, state, result)
        schedule.add(read_on + 60 * DAY, taken_up)


def _taking_up(
    enrolment: Enrolment, title: str, taker: str, state: AdoptionState, result: str
) -> Callable[[Day], object]:
    def take_up(_today: Day) -> None:
        services.take_up(
            by=enrolment.staff(taker).lead,
            practice=_named(title),
            trust=enrolment.trusts[taker],
            state=state,
            result=result,
            read_at=1,
        )

    return take_up


def _write(enrolment: Enrolment, story: Story, code: str, nurse: User) -> None:
    trust = enrolment.trusts[code]
    plan = Plan.objects.get(scheme=enrolment.scheme, trust__ods_code=code)
    services.write_practice(
        by=nurse,
        trust=trust,
        plan=plan,
        values={
            **story.values,
            "contact": f"Lead cancer nurse, cancer.team@{code.lower()}.demo.example",
        },
        questions=Question.objects.filter(
            survey_year=enrolment.scheme.baseline, number__in=story.about
        ),
    )


def _named(title: str) -> Practice:
    return Practice.objects.get(title=title)

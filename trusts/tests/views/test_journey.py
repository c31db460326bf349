"""From a new scheme to an active pair through the screens, each person with their own forms."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, Participation, Scheme
from trusts.tests.factories import (
    PHASES,
    make_question,
    make_score,
    make_survey_year,
    make_trust,
)

pytestmark = pytest.mark.django_db
MENTOR, MENTEE = "RTR", "RA7"


@pytest.fixture
def people():
    return {
        "lead": make_person(Role.PROGRAMME_LEAD),
        **{f"nurse {code}": make_person(Role.TRUST_LEAD, code) for code in (MENTOR, MENTEE)},
        **{f"sponsor {code}": make_person(Role.SPONSOR, code) for code in (MENTOR, MENTEE)},
    }


@pytest.fixture
def years():
    """Eight trusts; the mentor stands high and the mentee low on both questions."""
    baseline, follow_up = make_survey_year(2014), make_survey_year(2016)
    trusts = [make_trust(MENTOR, name="South Tees"), make_trust(MENTEE, name="Bristol")]
    trusts += [make_trust() for _ in range(6)]
    for number in ("Q18", "Q20"):
        question = make_question(baseline, number, section="Support")
        make_score(question, None, 75.0, 4000)
        for trust, score in zip(trusts, (90, 58, 70, 74, 75, 76, 80, 78), strict=True):
            make_score(question, trust, float(score), 400)
    return baseline, follow_up


def as_parts(days):
    return {
        f"{field}-{part}": str(getattr(day, part))
        for field, day in days.items()
        for part in ("day", "month", "year")
    }


def post(client, person, name, data, **kwargs):
    client.force_login(person)
    response = client.post(reverse(name, kwargs=kwargs), data)
    assert response.status_code == 302, response.content.decode()[-6000:]
    return response


def apply(client, people, code, scheme, **typed):
    nurse = people[f"nurse {code}"]
    data = {"read_version": "1", "statement": "To do better.", "lead": nurse.pk, **typed}
    post(client, nurse, "application_edit", data, scheme_id=scheme.pk, ods_code=code)
    found = Participation.objects.get(trust__ods_code=code)
    here = {"participation_id": found.pk}
    post(client, nurse, "application_send", {}, **here)
    found.refresh_from_db()
    agree = {"agrees": "on", "read_version": found.version}
    post(client, people[f"sponsor {code}"], "application_agree", agree, **here)
    accept = {"decision": "accept", "reason": ""}
    post(client, people["lead"], "application_decide", accept, **here)


def test_from_scheme_to_active_pair(client, people, years):
    lead = people["lead"]
    baseline, follow_up = years
    with time_machine.travel(datetime.datetime(2014, 11, 10, 12), tick=False):
        typed = {"name": "Buddy scheme 2015", "kind": "buddy", "summary": "", **as_parts(PHASES)}
        typed |= {"baseline": baseline.pk, "follow_up": follow_up.pk, "prior": ""}
        post(client, lead, "scheme_create", typed)
        scheme = Scheme.objects.get()
        mentor = {"role": "mentor", "capacity": "2", "offers": "Our nurse line."}
        apply(client, people, MENTOR, scheme, **mentor, priority_Q18="1", priority_Q20="1")
        mentee = {"role": "mentee", "priority_Q18": "2", "priority_Q20": "1"}
        apply(client, people, MENTEE, scheme, **mentee)
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        post(client, lead, "pairing_suggest", {}, scheme_id=scheme.pk)
        draft = scheme.drafts.get()
        answer_by = as_parts({"answer_by": datetime.date(2015, 1, 26)})
        here = {"scheme_id": scheme.pk, "draft_id": draft.pk}
        post(client, lead, "pairing_send", answer_by, **here)
        pair = BuddyPair.objects.get()
        for code in (MENTEE, MENTOR):
            accept = {"answer": "accept", "reason": ""}
            nurse = people[f"nurse {code}"]
            post(client, nurse, "pair_answer", accept, pair_id=pair.pk, ods_code=code)
        for code in (MENTOR, MENTEE):
            sponsor = people[f"sponsor {code}"]
            post(client, sponsor, "pair_sign", {"agrees": "on"}, pair_id=pair.pk, ods_code=code)
    pair.refresh_from_db()
    assert (pair.state, pair.mentor.ods_code, pair.mentee.ods_code) == ("active", MENTOR, MENTEE)
    assert pair.explanation["covered"] == pair.explanation["needs"] == 2
    assert pair.score > 0

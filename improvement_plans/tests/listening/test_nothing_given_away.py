"""Nobody learns a hidden number: the pages of listening are the same whatever it is.

Two walks as the same person, with other small numbers in between. A page or a file that differs
tells something about a few people.
"""

import io
import re
import zipfile
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.tests.factories import make_person
from improvement_plans.deidentifying import look_for
from improvement_plans.listening import presence
from improvement_plans.listening.small_numbers import Showing, ShownCount
from improvement_plans.models import (
    Commitment,
    ConcernedGroup,
    EngagementEvent,
    EventCount,
    Insight,
    PlanState,
)
from improvement_plans.presenters import insight_themes
from improvement_plans.services import commitments
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import make_commitment, make_shown_event
from improvement_plans.tests.services.worlds import make_world
from trusts.models import Score
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db
STARTS = ("/listening/", "/insight/", "/insight/themes/", "/commitments/", "/you-said-we-did/")
WITHIN = (*STARTS, "/groups/", "/events/", "/admin/improvement_plans/")
MOST_PAGES = 60
# Tokens of a form, which are new each time.
TOKENS = re.compile(r'<input type="hidden"[^>]*>|name="(?:form_key|page_mark)"[^>]*>')
OUTSIDE = ("mentor", "partner", "lead")


@pytest.fixture
def world():
    """A focus group with 3 women of 50 people, a comment of 3 people, 12 coded comments."""
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=False):
        world = make_world(PlanState.ACTIVE)
        trust = world.pair.mentee
        event = make_shown_event(trust, people=50, sex={"female": 3, "male": 47})
        EngagementEvent.objects.filter(pk=event.pk).update(plan=world.plan)
        ConcernedGroup.objects.create(event=event, characteristic="sex", group="female")
        make_insight(trust, "Said by few", people=3, plan=world.plan, event=event)
        say(world, 12)
        make_commitment(trust, plan=world.plan, event=event, did="x", published_at=timezone.now())
        for name, n in (("Female", 12), ("Male", 286)):
            score = None if n <= 20 else 63.0
            fields = {"group_kind": "gender", "group_name": name}
            make_score(world.question, trust, score, n, **fields)
        yield world


def say(world, number):
    for place in range(number):
        make_insight(
            world.pair.mentee,
            f"Nobody answered, {Insight.objects.count()} {place}",
            plan=world.plan,
            themes=["contacting"],
            sentiment=4,
            coding_state="coded",
        )


def change_small_numbers():
    EventCount.objects.filter(group="female").update(number=7)
    EventCount.objects.filter(group="male").update(number=43)
    Insight.objects.filter(people=3).update(people=7)
    Score.objects.filter(group_name="Female").update(n=15)


def text_of(answer):
    """What a page or a file says; a workbook is unpacked."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode() for name in sorted(book.namelist()))
    return TOKENS.sub("", content.decode("utf-8", "replace"))


def walked(client, *starts):
    waiting, found = deque([*STARTS, *starts]), {}
    while waiting and len(found) < MOST_PAGES:
        address = waiting.popleft()
        if address in found:
            continue
        answer = client.get(address)
        text = found[address] = text_of(answer)
        for link in re.findall(r'href="([^"#]+)', text):
            target = urljoin(address, unescape(link))
            if not urlsplit(target).netloc and target.startswith((*WITHIN, *starts)):
                waiting.append(target)
    return found


def differing(client, change, *starts):
    """The addresses whose text is another one after a change of what is hidden."""
    before = walked(client, *starts)
    change()
    after = walked(client, *starts)
    assert before.keys() == after.keys()
    return [address for address, text in before.items() if text != after[address]]


def about(world):
    plan = reverse("plan_detail", args=[world.plan.pk])
    return (plan, f"{plan}inequalities/")


@pytest.mark.parametrize("role", list(Role))
def test_no_role_finds_a_page_that_a_hidden_number_changes(world, role):
    person = make_person(role, "" if role in PROGRAMME_ROLES else "MEE")
    assert differing(client_of(person), change_small_numbers, *about(world)) == []


@pytest.mark.parametrize("who", ["mentor", "partner", "outsider"])
def test_nobody_beside_the_trust_finds_one(world, who):
    person = getattr(world, who)
    assert differing(client_of(person), change_small_numbers, *about(world)) == []


def test_the_public_finds_none(world):
    assert differing(Client(), change_small_numbers) == []
    assert "Nobody told us whom to ring" in walked(Client())["/you-said-we-did/"]


def themes_after(world, who, change):
    """The page of themes as somebody outside the trust reads it, before and after a change."""
    client, address = client_of(getattr(world, who)), reverse("insight_themes")
    before = text_of(client.get(address))
    change()
    return before, text_of(client.get(address))


@pytest.mark.parametrize("who", OUTSIDE)
def test_counts_of_comments_are_the_same_for_others_until_the_next_ten(world, who):
    before, after = themes_after(world, who, lambda: say(world, 3))
    assert before == after


def test_a_planted_count_that_is_shown_is_found(world, monkeypatch):
    def exact(counts):
        return {key: ShownCount(Showing.NUMBER, each) for key, each in counts.items()}

    monkeypatch.setattr(presence, "shown_together", exact)
    event = reverse("event", args=[EngagementEvent.objects.get().pk])
    assert event in differing(client_of(world.lead), change_small_numbers)


def test_a_planted_count_of_comments_that_is_shown_is_found(world, monkeypatch):
    monkeypatch.setattr(insight_themes, "shown_count", lambda count, **_any: count)
    before, after = themes_after(world, "mentor", lambda: say(world, 3))
    assert before != after


def named_on_the_public_page():
    """What the check of comments would stop, in the words that trusts have published."""
    page = Client().get(reverse("you_said_we_did")).content.decode()
    said = re.findall(r"<(?:p|h2)[^>]*app-wrap[^>]*>(.*?)</(?:p|h2)>", page, flags=re.S)
    assert said
    return [each for words in said for each in look_for(unescape(re.sub("<[^>]*>", " ", words)))]


def test_words_that_could_name_somebody_are_not_published(world):
    promise = make_commitment(world.pair.mentee, state="kept", said="Ask for Mrs Hollis")
    with pytest.raises(Refusal, match="name"):
        commitments.publish(by=world.nurse, commitment=promise, read_at=1, did="One number")
    assert named_on_the_public_page() == []


def test_planted_words_that_name_somebody_on_the_public_page_are_found(world):
    Commitment.objects.update(did="Ring Mrs Hollis on 020 7946 0018")
    assert len(named_on_the_public_page()) == 2

"""Writing, changing, linking and deleting one comment, and who may."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion
from improvement_plans.models import Insight, InsightSource
from improvement_plans.selectors import insight as selectors
from improvement_plans.services import insight as services
from improvement_plans.services.insight import SaidAlready
from improvement_plans.services.naming_nobody import CouldNameSomebody
from improvement_plans.tests.insight.comments import DAY, make_insight
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 20)
SAID = {"excerpt": "I waited for four hours.", "source": InsightSource.STORY, "said_on": DAY}
NAMED = "Nurse Jane Smith was kind."


@pytest.fixture
def world():
    return make_world()


def write(world, by=None, kept_reason="", **changed):
    return services.write_insight(
        by=by or world.nurse,
        trust=world.pair.mentee,
        values={**SAID, **changed},
        kept_reason=kept_reason,
        today=TODAY,
    )


def link(world, insight, by=None, **changed):
    whole = {"plan": world.plan, "questions": [world.question], "aims": [], "actions": []}
    services.link_insight(by=by or world.nurse, insight=insight, **{**whole, **changed})


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


TYPED = {
    "trust": "MEE",
    "excerpt": "I waited for four hours.",
    "source": "story",
    "said_on-day": "2",
    "said_on-month": "3",
    "said_on-year": "2026",
    "read_version": "1",
}


@pytest.mark.parametrize("who", ["nurse", "member"])
def test_people_who_work_on_the_plan_write_comments(world, who):
    insight = write(world, by=getattr(world, who))
    assert (insight.trust, insight.written_by) == (world.pair.mentee, getattr(world, who))


@pytest.mark.parametrize("who", ["mentor", "observer", "sponsor", "partner", "outsider", "lead"])
def test_nobody_else_writes_for_the_trust(world, who):
    with pytest.raises(NotAllowed):
        write(world, by=getattr(world, who))


@pytest.mark.parametrize(
    "changed",
    [
        {"excerpt": "  "},
        {"said_on": TODAY + datetime.timedelta(days=1)},
        {"said_on": datetime.date(1999, 12, 31)},
        {"service": "Dr Patel’s clinic"},
    ],
)
def test_a_comment_with_a_fault_is_refused_with_a_sentence(world, changed):
    with pytest.raises(Refusal) as refused:
        write(world, **changed)
    assert refused.value.field in changed
    assert not Insight.objects.exists()


def test_a_comment_that_could_name_somebody_waits_for_a_reason(world):
    with pytest.raises(CouldNameSomebody):
        write(world, excerpt=NAMED)
    insight = write(world, excerpt=NAMED, kept_reason="She asked to be named")
    assert insight.kept_kinds == ["name"]
    assert AuditEvent.objects.get().reason == "Kept name: She asked to be named"


def test_a_reason_without_a_finding_is_not_kept(world):
    assert write(world, kept_reason="None").kept_reason == ""


def test_the_same_comment_of_the_day_and_source_is_said_to_be_there(world):
    write(world)
    with pytest.raises(SaidAlready):
        write(world, excerpt="i waited   for FOUR hours.")


def test_a_stale_change_is_refused_and_nothing_lost(world):
    insight = write(world)
    for_all = {"by": world.nurse, "insight": insight, "read_at": 1, "today": TODAY}
    services.change_insight(**for_all, values={**SAID, "service": "Day unit"})
    with pytest.raises(StaleVersion):
        services.change_insight(**for_all, values={**SAID, "service": "Other"})
    assert Insight.objects.get().service == "Day unit"


def test_the_trail_never_holds_the_words_nor_how_few_said_them(world):
    insight = write(world, people=3)
    services.change_insight(
        by=world.nurse,
        insight=insight,
        read_at=1,
        values={**SAID, "excerpt": "Other secret words", "people": 4},
        today=TODAY,
    )
    services.delete_insight(by=world.nurse, insight=insight, reason="Asked by the person")
    told = [f"{e.changes} {e.object_name} {e.reason}" for e in AuditEvent.objects.all()]
    assert len(told) == 3
    assert not any("hours" in each or "secret" in each or "4" in each for each in told)
    assert not Insight.objects.exists()


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("nurse", True, True),
        ("observer", True, True),
        ("lead", True, True),
        ("mentor", False, True),
        ("partner", False, True),
        ("outsider", False, False),
    ],
)
def test_buddy_and_partner_see_what_is_linked_to_their_plan_alone(world, who, before, after):
    insight, access = write(world), access_of(getattr(world, who))
    seen = [list(selectors.insights_visible_to(access)) == [insight]]
    link(world, insight)
    seen.append(list(selectors.insights_visible_to(access)) == [insight])
    assert seen == [before, after]


def test_aims_and_actions_of_another_plan_are_refused(world):
    insight = write(world)
    with pytest.raises(Refusal, match="one plan"):
        link(world, insight, plan=None, actions=[world.action])
    other = make_insight(world.pair.mentor)
    with pytest.raises(NotAllowed):
        link(world, other)


def test_only_the_lead_or_who_wrote_it_deletes(world):
    insight = write(world, by=world.member)
    for who in (world.observer, world.mentor, world.lead):
        with pytest.raises(NotAllowed):
            services.delete_insight(by=who, insight=insight, reason="x")
    services.delete_insight(by=world.member, insight=insight, reason="Written twice")


def test_the_form_shows_what_was_found_and_keeps_the_text(world):
    client = signed_in(world.nurse)
    page = post(client, "insight_new", **TYPED | {"excerpt": NAMED}).content.decode()
    assert "“Jane Smith”: a name after what the person does" in page
    assert "With marks: Nurse [name] was kind." in page
    assert "Nurse Jane Smith was kind.</textarea>" in page
    assert not Insight.objects.exists()


def test_a_comment_is_saved_with_marks_where_the_person_says_so(world):
    client = signed_in(world.nurse)
    post(client, "insight_new", **TYPED | {"excerpt": NAMED, "mask": "yes"})
    saved = Insight.objects.get()
    assert (saved.excerpt, saved.kept_kinds) == ("Nurse [name] was kind.", [])


def test_a_number_of_few_people_is_filled_into_no_form_and_stays_if_left_blank(world):
    client = signed_in(world.nurse)
    post(client, "insight_new", **TYPED | {"people": "7"})
    saved = Insight.objects.get()
    page = client.get(reverse("insight_edit", args=[saved.pk])).content.decode()
    assert 'value="7"' not in page
    assert "Fewer than 10 are noted" in page
    changed = {"excerpt": "I waited for five hours.", "people": ""}
    assert post(client, "insight_edit", saved.pk, **TYPED | changed).status_code == 302
    saved.refresh_from_db()
    assert (saved.excerpt, saved.people) == ("I waited for five hours.", 7)


def test_nor_does_a_stale_form_show_the_number_that_was_saved_meanwhile(world):
    client = signed_in(world.nurse)
    post(client, "insight_new", **TYPED | {"people": "7"})
    saved = Insight.objects.get()
    post(client, "insight_edit", saved.pk, **TYPED | {"people": "8"})
    page = post(client, "insight_edit", saved.pk, **TYPED | {"people": "31"}).content.decode()
    assert "fewer than 10" in page
    assert ">8<" not in page


def test_a_comment_is_written_changed_linked_and_deleted_through_pages(world):
    client = signed_in(world.nurse)
    assert post(client, "insight_new", **TYPED).status_code == 302
    saved = Insight.objects.get()
    assert "four hours" in client.get(reverse("insight_detail", args=[saved.pk])).content.decode()
    post(client, "insight_edit", saved.pk, **TYPED | {"excerpt": "I waited."})
    chosen = {
        "plan": world.plan.pk,
        "actions": world.action.pk,
        "question_1": world.question.pk,
        "read_version": 2,
    }
    assert post(client, "insight_link", saved.pk, **chosen).status_code == 302
    saved.refresh_from_db()
    assert (saved.excerpt, saved.plan, saved.questions.get()) == (
        "I waited.",
        world.plan,
        world.question,
    )
    assert post(client, "insight_delete", saved.pk, reason="").status_code == 200
    assert post(client, "insight_delete", saved.pk, reason="Asked for").status_code == 302
    assert not Insight.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("insight_detail", "insight_edit", "insight_link", "insight_delete"),
        *("insight_code", "insight_reconcile"),
    ],
)
def test_every_page_of_a_comment_opens(world, name):
    insight = write(world)
    link(world, insight, aims=list(world.plan.aims.all()))
    page = signed_in(world.nurse).get(reverse(name, args=[insight.pk]))
    assert page.status_code == 200


def test_a_button_that_comes_too_late_says_so(world):
    client = signed_in(world.nurse)
    insight = write(world)
    answer = client.post(reverse("insight_second", args=[insight.pk]), follow=True)
    assert "Only a comment that one person has coded" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"excerpt": ""},
        {"excerpt": "x" * 100_000},
        {"excerpt": "bad\x00byte"},
        {"excerpt": "bell\x07"},
        {"source": "gossip"},
        {"said_on-year": "26"},
        {"said_on-day": "31", "said_on-month": "2"},
        {"people": "few"},
        {"people": "0"},
        {"trust": "MOR"},
        {"tumour_group": "Elbow"},
        {"bearing": "ugly"},
        {"read_version": "x"},
        {"form_key": "x"},
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_nothing_saved(world, typed):
    answer = post(signed_in(world.nurse), "insight_new", **TYPED | typed)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Insight.objects.exists()


@pytest.mark.parametrize(
    "words", ["😀 kind", "كانت لطيفة جدا", "<script>alert(1)</script>", "=1+1", "＝1+1", "a\u202eb"]
)
def test_strange_words_come_back_as_they_were_typed(world, words):
    client = signed_in(world.nurse)
    answer = post(client, "insight_new", **TYPED | {"excerpt": words})
    if answer.status_code == 302:
        assert Insight.objects.get().excerpt == words
        page = client.get(answer["Location"]).content.decode()
        assert "<script>alert" not in page
        file = client.get(reverse("insight_list") + "?download=csv").content.decode("utf-8-sig")
        assert not any(line.startswith(("=", "＝")) for line in file.splitlines())
    else:
        assert "There is a problem" in answer.content.decode()

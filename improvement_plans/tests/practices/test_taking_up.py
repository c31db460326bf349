"""Somebody who writes for two trusts takes a practice up for each, without mixing them."""

import re
import uuid

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from improvement_plans.models import FormDraft, PracticeAdoption
from improvement_plans.services import practices as services
from improvement_plans.services.drafts import keep_draft
from improvement_plans.tests.practices.making import published, signed_in
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
STALE = "This page was opened for another of your trusts"


@pytest.fixture
def person():
    return make_person(Role.TRUST_LEAD, "AAA", "BBB")


@pytest.fixture
def practice(world, person):
    """One that two trusts have taken up, each in its own way and both at version 2."""
    practice = published(world)
    for code, result in (("AAA", "it helped at night"), ("BBB", "it helped by day")):
        services.take_up(
            by=person,
            practice=practice,
            trust=make_trust(code, name=f"Trust {code}"),
            state="adapted",
            result=result,
            read_at=1,
        )
    return practice


def address_of(practice, trust=""):
    return reverse("practice_take_up", args=[practice.slug]) + (trust and f"?trust={trust}")


def page_of(person, practice, trust=""):
    return signed_in(person).get(address_of(practice, trust)).content.decode()


def hidden(page):
    """What a page sends along by itself."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name in ("read_version", "read_for", "trust")}


def saved():
    return dict(PracticeAdoption.objects.values_list("trust__ods_code", "result"))


def sent(person, practice, **typed):
    data = {"state": "adapted", "result": "", "form_key": str(uuid.uuid4()), **typed}
    return signed_in(person).post(address_of(practice), data)


def test_the_trust_is_asked_for_first_and_nothing_of_either_is_shown(person, practice):
    page = page_of(person, practice)
    assert "For which trust?" in page
    assert "Trust AAA" in page
    assert "Trust BBB" in page
    assert "it helped" not in page


@pytest.mark.parametrize("trust", ["ZZZ", "MEE", "%00", "x" * 1000, "<b>", "%F0%9F%98%80"])
def test_a_trust_that_is_none_of_theirs_is_refused_with_a_sentence(person, practice, trust):
    page = page_of(person, practice, trust)
    assert 'href="#id_trust' in page
    assert "it helped" not in page


@pytest.mark.parametrize(("trust", "own"), [("AAA", "at night"), ("BBB", "by day")])
def test_the_form_is_filled_from_the_chosen_trust(person, practice, trust, own):
    page = page_of(person, practice, trust)
    assert f"For Trust {trust}." in page
    assert own in page
    assert hidden(page) == {"trust": trust, "read_for": trust, "read_version": "2"}


def test_a_version_of_one_trust_overwrites_nothing_of_another(person, practice):
    page = sent(
        person, practice, trust="BBB", read_version="2", read_for="AAA", result="it helped us"
    )
    said = page.content.decode()
    assert STALE in said
    assert "it helped by day" in said
    assert "it helped us" in said
    assert saved() == {"AAA": "it helped at night", "BBB": "it helped by day"}
    again = sent(person, practice, **{**hidden(said), "result": "it helped us"})
    assert again.status_code == 302
    assert saved() == {"AAA": "it helped at night", "BBB": "it helped us"}


def test_a_version_that_names_no_trust_is_stale_for_who_has_several(person, practice):
    page = sent(person, practice, trust="BBB", read_version="2", result="it helped us")
    assert STALE in page.content.decode()
    assert saved()["BBB"] == "it helped by day"


def test_each_trust_is_saved_from_its_own_page(person, practice):
    new = {"AAA": "it helped all", "BBB": "it helped some"}
    for trust, result in new.items():
        there = hidden(page_of(person, practice, trust))
        assert sent(person, practice, **there, result=result).status_code == 302
    assert saved() == new


def test_what_is_typed_for_one_trust_is_not_filled_in_for_another(person, practice):
    typed = (("state", "adapted"), ("result", "half a sentence"), ("read_version", "2"))
    keep_draft(by=person, path=address_of(practice, "AAA"), fields=typed)
    assert "half a sentence" in page_of(person, practice, "AAA")
    assert "half a sentence" not in page_of(person, practice, "BBB")
    sent(person, practice, trust="AAA", read_for="AAA", read_version="2", result="it helped all")
    assert not FormDraft.objects.exists()

"""What the database itself guarantees of comments and codings."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, transaction

from buddy_portal.tests.factories import make_user
from improvement_plans.coding import framework
from improvement_plans.models import Coding, CodingState, Insight
from improvement_plans.tests.insight.comments import make_insight
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fields",
    [
        {"excerpt": ""},
        {"sentiment": 6},
        {"people": 0},
        {"kept_kinds": ["postcode"]},
        {"coding_state": CodingState.CODED},
    ],
)
def test_a_comment_that_breaks_a_rule_is_not_stored(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_insight(make_trust(), **fields)


@pytest.mark.parametrize(
    "fields", [{"place": 3}, {"sentiment": 0}, {"themes": []}, {"place": 1}, {"coder": "same"}]
)
def test_a_coding_that_breaks_a_rule_is_not_stored(fields):
    insight, first = make_insight(make_trust()), make_user("First")
    whole = {"themes": ["pain"], "sentiment": 4, "place": 2, "coder": make_user("Second")}
    Coding.objects.create(insight=insight, **{**whole, "place": 1, "coder": first})
    if fields.get("coder"):
        fields = {"coder": first}
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(insight=insight, **{**whole, **fields})


def test_words_are_found_by_their_english_stem():
    waited = make_insight(make_trust(), "We were waiting in the corridor.")
    make_insight(waited.trust, "The food was warm.")
    found = Insight.objects.filter(words=SearchQuery("waits", config="english"))
    assert list(found) == [waited]


def test_a_comment_does_not_say_its_text_where_it_is_named():
    assert "waited" not in str(make_insight(make_trust(), "I waited."))


def test_the_framework_has_its_themes_once_each():
    keys = [each.key for each in framework.THEMES]
    assert (len(framework.THEME_GROUPS), len(keys), len(set(keys))) == (10, 32, 32)
    assert all(len(key) <= framework.LONGEST_KEY for key in keys)

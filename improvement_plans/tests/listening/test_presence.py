"""Who was in the room, set against the people served."""

import pytest

from improvement_plans.listening.presence import Reading, ServedPeople, presence
from improvement_plans.presenters.presence import missing_points, sentence_of, shown_presences

SERVED = ServedPeople({"female": 500, "male": 500, "own_words": 0}, "Registrations", 2014)


def by_sex(numbers, people, served=SERVED):
    return presence("sex", numbers, people=people, served=served)


def readings(found):
    return {each.key: each.reading for each in found.groups}


def test_a_group_without_anybody_was_not_there():
    found = by_sex({"female": 30}, 30)
    assert readings(found)["male"] is Reading.NOBODY
    assert "Nobody was there from: Men" in sentence_of(found)


def test_shares_are_of_those_who_came_and_of_those_served():
    women = by_sex({"female": 20, "male": 20}, 40).groups[0]
    assert (women.share, women.served_share, women.reading) == (50.0, 50.0, Reading.SAME)


def test_a_smaller_and_a_larger_share_are_told_apart():
    found = readings(by_sex({"female": 60, "male": 20}, 80))
    assert found["female"] is Reading.LARGER
    assert found["male"] is Reading.SMALLER


def test_a_hidden_count_is_read_only_as_far_as_fewer_than_10_goes():
    found = by_sex({"female": 40, "male": 30, "own_words": 5}, 75)
    hidden = {each.key for each in found.groups if each.share is None}
    assert hidden == {"male", "own_words"}
    assert readings(found)["own_words"] is not Reading.LARGER


def test_those_whose_group_nobody_noted_are_a_group_of_their_own():
    found = by_sex({"female": 20, "male": 20}, 60)
    rest = found.groups[-1]
    assert (rest.words, rest.came.number, rest.served_share) == ("Not recorded", 20, None)


@pytest.mark.parametrize("people", [0, 1, 9])
def test_too_few_people_are_not_divided(people):
    assert by_sex({"female": people}, people).groups == ()


def test_without_the_people_served_only_the_missing_are_named():
    found = by_sex({"female": 20, "male": 20}, 40, served=None)
    assert not found.is_compared
    assert missing_points([found]) == ["Sex or gender: Nobody was there from: In their own words."]


def test_few_people_served_are_not_compared_with():
    found = by_sex({"female": 20, "male": 20}, 40, ServedPeople({"female": 5}, "Ward list", 2014))
    assert not found.is_compared


def test_a_row_without_a_mark_of_the_room_says_why():
    found = by_sex({"female": 46, "male": 4}, 50)
    (shown,) = shown_presences([found])
    assert "Men (fewer than 10)" in shown.svg
    assert "Women (not shown)" in shown.svg


def test_more_people_in_groups_than_in_the_room_is_a_fault():
    with pytest.raises(ValueError, match="More people"):
        by_sex({"female": 11}, 10)

"""What the page of a pair says comes next: who has answered or signed, and who is awaited."""

import datetime

import pytest

from trusts.models import BuddyPair, Scheme, Trust
from trusts.presenters.pairs import next_words

DAY = datetime.datetime(2015, 1, 20, tzinfo=datetime.UTC)
TODAY, LATER = datetime.date(2015, 1, 21), datetime.date(2015, 1, 27)


def pair(state, **fields):
    return BuddyPair(
        scheme=Scheme(name="Buddy scheme 2015"),
        mentor=Trust(ods_code="M1", name="Highmere"),
        mentee=Trust(ods_code="E1", name="Northmoor"),
        state=state,
        answer_by=datetime.date(2015, 1, 26),
        **fields,
    )


@pytest.mark.parametrize(
    ("answers", "today", "said"),
    [
        ({}, TODAY, "Both trusts accept or decline by 26 January 2015, in any order."),
        (
            {"mentor_answer": "accepted"},
            TODAY,
            "Highmere has accepted. Northmoor accepts or declines by 26 January 2015.",
        ),
        (
            {"mentee_answer": "accepted"},
            TODAY,
            "Northmoor has accepted. Highmere accepts or declines by 26 January 2015.",
        ),
        (
            {"mentee_answer": "accepted"},
            LATER,
            "The last day to answer was 26 January 2015. Highmere has not answered.",
        ),
        ({}, LATER, "The last day to answer was 26 January 2015. Neither trust has answered."),
    ],
)
def test_proposed_pair_says_who_has_answered_and_who_is_awaited(answers, today, said):
    assert next_words(pair("proposed", **answers), today) == said


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        ({}, "The pair begins once both sponsors have signed the terms."),
        ({"mentor_signed_at": DAY}, "The pair begins once the sponsor of Northmoor has signed too"),
        ({"mentee_signed_at": DAY}, "and the sponsor of Northmoor has signed the terms. The pair"),
    ],
)
def test_agreed_pair_says_whose_sponsor_is_awaited(signed, said):
    assert said in next_words(pair("agreed", **signed), TODAY)

"""Where the survey's patients stand to the implementation."""

import datetime

import pytest

from trusts.sample_window import Standing, sample_window_verdict

WINDOW = (datetime.date(2015, 2, 2), datetime.date(2015, 7, 31))


@pytest.mark.parametrize(
    "first, last, standing",
    [
        ((2015, 4, 1), (2015, 6, 30), "during"),  # the 2015 survey and the first scheme
        ((2016, 4, 1), (2016, 6, 30), "after"),
        ((2014, 9, 1), (2014, 11, 30), "before"),
        ((2015, 7, 31), (2015, 9, 30), "during"),  # the last day is shared
        ((2015, 8, 1), (2015, 9, 30), "after"),
        ((2014, 11, 1), (2015, 2, 1), "before"),
        ((2014, 11, 1), (2015, 2, 2), "during"),
        ((2014, 1, 1), (2016, 1, 1), "during"),
    ],
)
def test_verdict_by_dates(first, last, standing):
    verdict = sample_window_verdict(WINDOW, (datetime.date(*first), datetime.date(*last)))
    assert verdict.standing == standing
    assert verdict.is_warning == (standing != "after")


@pytest.mark.parametrize("sample", [(None, None), (datetime.date(2016, 4, 1), None)])
def test_an_unknown_window_is_said_and_warns(sample):
    verdict = sample_window_verdict(WINDOW, sample)
    assert verdict.standing is Standing.UNKNOWN
    assert verdict.is_warning
    assert "do not know" in verdict.sentence


def test_the_sentence_names_both_windows():
    verdict = sample_window_verdict(WINDOW, (datetime.date(2015, 4, 1), datetime.date(2015, 6, 30)))
    for words in ("1 April 2015", "30 June 2015", "2 February 2015", "31 July 2015", "overlaps"):
        assert words in verdict.sentence

"""Bands: by numbers only, published words only where rounding leaves a choice."""

import numpy as np
import pytest

from trusts.surveys.bands import (
    band_in_words,
    bands_by_fifths,
    bands_possible,
    unrounded_from_interval,
)
from trusts.surveys.scales import Band, Scale


def possible(score, lower, upper, rounding=0.0):
    first, last = bands_possible(np.array([score]), np.array([lower]), np.array([upper]), rounding)
    return int(first[0]), int(last[0])


@pytest.mark.parametrize("score, band", [(69.9, 0), (70.0, 1), (75.0, 1), (80.0, 1), (80.1, 2)])
def test_score_against_its_range_has_one_band(score, band):
    assert possible(score, 70.0, 80.0) == (band, band)


def test_rounded_score_near_a_limit_leaves_two_bands():
    assert possible(70.0, 70.3, 80.0, 0.5) == (0, 1)


def test_missing_figure_leaves_no_band():
    assert possible(np.nan, 70.0, 80.0) == (0, -1)
    assert possible(75.0, np.nan, 80.0) == (0, -1)


@pytest.mark.parametrize(
    "text, band",
    [
        ("below", Band.BELOW),
        ("Below Expected Lower Range", Band.BELOW),
        ("as_expected", Band.AS_EXPECTED),
        ("Above expected upper range", Band.ABOVE),
        ("splendid", None),
    ],
)
def test_words_of_published_tables_stand_for_bands(text, band):
    assert band_in_words(text) is band


def test_unrounded_score_is_recovered_from_its_wilson_interval():
    # Barts Health, Q1, NCPES 2018: n 502, interval 74.2352 to 81.4606, unrounded 78.061.
    found = unrounded_from_interval(
        np.array([74.2352]), np.array([81.4606]), np.array([502.0]), Scale.PERCENT
    )

    assert found[0] == pytest.approx(78.061, abs=0.001)


def test_unrounded_mean_is_the_middle_of_its_interval():
    # Ashford and St Peter's, Q59, NCPES 2018: 8.70, interval 8.5425 to 8.8606.
    found = unrounded_from_interval(
        np.array([8.5425]), np.array([8.8606]), np.array([290.0]), Scale.MEAN_0_10
    )

    assert round(found[0], 2) == 8.70


def test_fifths_of_trusts_are_the_bands_of_older_surveys():
    assert bands_by_fifths(np.arange(10.0)).tolist() == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2]


def test_fifths_leave_suppressed_trusts_out_and_keep_ties_in_the_middle():
    scores = np.array([50.0, 60.0, 60.0, 70.0, 90.0, np.nan])

    assert bands_by_fifths(scores).tolist() == [0, 1, 1, 1, 2, -1]


def test_fifths_of_four_trusts_are_none():
    assert bands_by_fifths(np.arange(4.0)).tolist() == [-1] * 4

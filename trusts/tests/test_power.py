"""The detectable effect against a slow count by simulation and its own properties."""

import numpy as np
import pytest

from trusts.power import TooFewToSay, detectable_effect

SCHEME = {"mentees": 12, "comparators": 120, "answers": 300, "proportion": 0.8}


def test_one_trust_against_many_with_400_answers_sees_only_large_changes():
    """06-evaluation: one trust, one question, n = 400 sees only about 5 to 10 points."""
    effect = detectable_effect(mentees=1, comparators=140, answers=400, proportion=0.8)
    assert 5 < effect.points < 10


def test_a_true_effect_of_that_size_is_found_four_times_in_five():
    effect = detectable_effect(**SCHEME).points / 100
    random = np.random.default_rng(3)

    def changes(trusts, lift):
        shape = (4000, trusts)
        before = random.binomial(300, 0.8, shape) / 300
        after = random.binomial(300, 0.8 + lift, shape) / 300
        return (after - before).mean(axis=1)

    difference = changes(12, effect) - changes(120, 0)
    error = np.sqrt(2 * 0.8 * 0.2 / 300 * (1 / 12 + 1 / 120))
    found = (np.abs(difference) > 1.96 * error).mean()
    assert found == pytest.approx(0.80, abs=0.03)


@pytest.mark.parametrize("more", ["mentees", "comparators", "answers"])
def test_more_of_anything_detects_less(more):
    larger = detectable_effect(**{**SCHEME, more: SCHEME[more] * 2})
    assert larger.points < detectable_effect(**SCHEME).points


@pytest.mark.parametrize(
    "wrong",
    [{"mentees": 0}, {"comparators": 0}, {"answers": 0}, {"proportion": 0}, {"proportion": 1.0}],
)
def test_too_little_to_go_on_is_said(wrong):
    with pytest.raises(TooFewToSay):
        detectable_effect(**{**SCHEME, **wrong})

"""Cells of text: what is read, what is refused, and what was probably meant."""

import pytest

from trusts.surveys.scales import Scale
from trusts.surveys.values import (
    State,
    figure,
    looks_like_a_formula,
    question_number,
    respondents,
    scale_in_words,
    suppression,
    survey_year,
)


def percent(text):
    return figure(text, fraction=False, scale=Scale.PERCENT)


@pytest.mark.parametrize(
    "text, n",
    [
        ("449", 449),
        ("449.0", 449),
        ("1,882", 1882),
        (" 70,470 ", 70470),
        ("0", 0),
        ("1,882.0", 1882),
    ],
)
def test_number_of_respondents_in_the_spellings_of_published_tables_is_read(text, n):
    cell = respondents(text)

    assert (cell.state, cell.value) == (State.GIVEN, n)


@pytest.mark.parametrize("read", [respondents, percent])
@pytest.mark.parametrize("mark", ["*", "**", "[c]", "n/a", "[N/A]", "Suppressed"])
def test_mark_in_place_of_a_figure_is_suppressed(read, mark):
    assert read(mark).state is State.SUPPRESSED


@pytest.mark.parametrize("read", [respondents, percent])
@pytest.mark.parametrize("blank", ["", "  ", "\N{NO-BREAK SPACE}"])
def test_blank_is_blank_and_never_zero(read, blank):
    assert read(blank).state is State.BLANK


@pytest.mark.parametrize(
    "text, reason",
    [
        ("2l4", "Not a whole number. Did you mean 214 (letter l in place of 1)?"),
        ("2O4", "Not a whole number. Did you mean 204 (letter O in place of 0)?"),
        ("１２", "Not a whole number. Did you mean 12 (typed in full-width characters)?"),
        ("1 882", "Not a whole number. Did you mean 1882 (written without spaces)?"),
        ("449.5", "Not a whole number. The number of respondents has no decimals."),
        ("18,82", "Not a whole number. Did you mean 18.82 (a full stop before decimals)?"),
        ("-5", "It cannot be below zero."),
        ("−5", "It cannot be below zero."),
        ("nan", "Not a number. Leave the cell blank if the figure is hidden."),
        ("1e999", "Write the number out in full, without an exponent."),
        ("1E3", "Write the number out in full, without an exponent."),
        ("=1+1", "This looks like a formula. Put the value itself in its place."),
        ("9" * 400, "More respondents than England has patients. Check the number."),
        ("many", "Not a whole number."),
        ("٣", "Not a whole number."),
    ],
)
def test_number_of_respondents_that_is_none_is_refused_with_what_was_meant(text, reason):
    cell = respondents(text)

    assert (cell.state, cell.reason) == (State.BAD, reason)


@pytest.mark.parametrize("text, score", [("75.0", 75), ("70.89999999999999", 70.9), ("77%", 77)])
def test_percentage_is_read_without_float_noise(text, score):
    assert percent(text).value == score


@pytest.mark.parametrize("text", ["104.2", "100.01", "1e999", "-1", "inf", "NaN", "8e1", "75,5"])
def test_percentage_off_its_scale_is_refused(text):
    assert percent(text).state is State.BAD


def test_percentage_above_100_says_so():
    assert percent("104.2").reason == "A percentage must be between 0 and 100"


def test_small_value_in_a_percentage_column_stays_small():
    assert percent("0.77").value == 0.77


def test_proportion_becomes_percent_because_of_its_column():
    cell = figure("0.7712345", fraction=True, scale=Scale.PERCENT)

    assert cell.value == 77.1235


def test_proportion_above_one_is_refused():
    cell = figure("77", fraction=True, scale=Scale.PERCENT)

    assert cell.reason == "A proportion must be between 0 and 1"


def test_mean_is_untouched_in_a_column_of_proportions():
    assert figure("8.74", fraction=True, scale=Scale.MEAN_0_10).value == 8.74


def test_mean_above_ten_or_with_percent_sign_is_refused():
    assert "from 0 to 10" in figure("87", fraction=False, scale=Scale.MEAN_0_10).reason
    assert "without %" in figure("8.7%", fraction=False, scale=Scale.MEAN_0_10).reason


@pytest.mark.parametrize("text, year", [("2016", 2016), ("2016.0", 2016), (" 2018 ", 2018)])
def test_year_is_read(text, year):
    assert survey_year(text).value == year


@pytest.mark.parametrize("text", ["", "16", "2O16", "2016/17", "1999", "20166", "２０１６"])
def test_year_that_is_none_is_refused(text):
    assert survey_year(text).state is State.BAD


@pytest.mark.parametrize(
    "text, hidden", [("True", 1), ("yes", 1), ("*", 1), ("False", 0), ("", 0), ("0.0", 0)]
)
def test_suppressed_column_is_read(text, hidden):
    assert suppression(text).value == hidden


def test_suppressed_column_with_something_else_is_refused():
    assert suppression("perhaps").reason == "Say True or False: is the score hidden?"


@pytest.mark.parametrize("text", ["Q59", "q59", "59", " Q 59 ", "Question 59", "Q059", "Q59."])
def test_question_number_is_read_in_any_spelling(text):
    assert question_number(text) == "Q59"


@pytest.mark.parametrize("text", ["", "Q", "Q0", "Q5.5", "Q５", "=Q5", "Fifty", "Q1234"])
def test_question_number_that_is_none_is_empty(text):
    assert question_number(text) == ""


@pytest.mark.parametrize("text", ["percent positive", "Percent", "mean 0-10", "mean_0_10", "%"])
def test_scale_word_is_known(text):
    assert scale_in_words(text) in Scale


def test_scale_word_that_is_unknown_is_none():
    assert scale_in_words("stars") is None


@pytest.mark.parametrize("text", ["=A1", "@SUM(A1)", "+cmd|x", "-2+3", "＝A1", " =A1"])
def test_formula_is_seen(text):
    assert looks_like_a_formula(text)


@pytest.mark.parametrize("text", ["-5", "+5", "- 5.0", "A=B", "trust@nhs", ""])
def test_plain_text_and_signed_numbers_are_no_formula(text):
    assert not looks_like_a_formula(text)

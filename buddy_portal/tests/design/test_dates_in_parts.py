"""A date in three parts: every way to get it wrong has its own sentence, at its own part."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from buddy_portal.design.form_fields import DateInThreeParts, WrongParts
from buddy_portal.design.widgets import DateParts, TypedDate

FIELD = DateInThreeParts(
    label="End date",
    noun="an end date",
    earliest=datetime.date(2015, 2, 2),
    latest=lambda: datetime.date(2015, 7, 31),
)


def refusal(day: str, month: str, year: str) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(ValidationError) as caught:
        FIELD.clean(TypedDate(day, month, year))
    return caught.value.messages[0], getattr(caught.value, "parts", ())


@pytest.mark.parametrize(
    "typed, sentence, parts",
    [
        (("", "", ""), "Enter an end date", ()),
        (("9", "", "2015"), "End date must include a month", ("month",)),
        (("", "", "2015"), "End date must include a day and a month", ("day", "month")),
        (("9", "13", "2015"), "End date must have a month from 1 to 12", ("month",)),
        (("9", "x", "2015"), "End date must have a month from 1 to 12", ("month",)),
        (("30", "2", "2015"), "End date must have a day that exists in February 2015", ("day",)),
        (("0", "3", "2015"), "End date must have a day that exists in March 2015", ("day",)),
        (("x", "3", "2015"), "End date must have a day that exists in March 2015", ("day",)),
        (("9", "3", "15"), "The year of an end date must have 4 digits, like 2015", ("year",)),
        (("9", "3", "20155"), "The year of an end date must have 4 digits, like 2015", ("year",)),
        (("9", "3", "0000"), "The year of an end date must have 4 digits, like 2015", ("year",)),
        (
            ("1", "8", "2015"),
            "End date must be between 2 February 2015 and 31 July 2015",
            DateParts.PARTS,
        ),
    ],
)
def test_wrong_date_says_what_is_wrong_with_which_part(typed, sentence, parts):
    assert refusal(*typed) == (sentence, parts)


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MARCH"])
def test_month_may_be_a_number_or_a_name(month):
    assert FIELD.clean(TypedDate("9", month, "2015")) == datetime.date(2015, 3, 9)


@pytest.mark.parametrize(
    "limits, sentence",
    [
        ({"earliest": datetime.date(2015, 2, 2)}, "Day must be 2 February 2015 or later"),
        ({"latest": datetime.date(2014, 2, 2)}, "Day must be 2 February 2014 or earlier"),
    ],
)
def test_one_limit_alone_is_said_alone(limits, sentence):
    with pytest.raises(WrongParts, match=sentence):
        DateInThreeParts(label="Day", **limits).clean(TypedDate("1", "1", "2015"))


def test_widget_reads_its_three_parts_and_knows_when_they_are_not_there():
    data = {"d-day": " 9 ", "d-month": "2"}
    assert DateParts().value_from_datadict(data, {}, "d") == TypedDate("9", "2", "")
    assert not DateParts().value_omitted_from_data(data, {}, "d")
    assert DateParts().value_omitted_from_data({"other": "1"}, {}, "d")


@pytest.mark.parametrize(
    "typed, changed", [(("2", "2", "2015"), False), (("3", "2", "2015"), True)]
)
def test_field_knows_whether_it_was_changed(typed, changed):
    assert FIELD.has_changed(datetime.date(2015, 2, 2), TypedDate(*typed)) is changed
    assert FIELD.has_changed(None, TypedDate("x", "", ""))

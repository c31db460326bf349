"""What all forms do: plain sentences, greatest lengths, no control characters, both texts kept."""

import datetime

import pytest
from django import forms
from django.http import QueryDict

from buddy_portal.accounts.refusals import NotAllowed, StaleVersion, WrongState
from buddy_portal.design.field_markup import field_component
from buddy_portal.design.form_fields import (
    DateInThreeParts,
    FileUpload,
    NumberWithSuffix,
    WholeNumber,
)
from buddy_portal.design.forms import CarriesVersion, NhsForm


class Thing(NhsForm):
    nouns = {"name": "a name"}
    name = forms.CharField(max_length=10)
    note = forms.CharField(widget=forms.Textarea, required=False)
    line = forms.CharField(required=False)
    email = forms.EmailField(required=False)
    score = NumberWithSuffix(suffix="%", min_value=0, max_value=100, required=False)
    trusts = WholeNumber(label="Number of trusts", min_value=1, max_value=5, required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], required=False)
    day = forms.DateField(label="Start date", required=False)


def errors_of(field: str, /, **typed: str) -> list[str]:
    form = Thing(QueryDict("", mutable=True) | {"name": "x", **typed})
    return list(form.errors.get(field, []))


@pytest.mark.parametrize(
    "name, typed, sentence",
    [
        ("name", "", "Enter a name"),
        ("name", "x" * 11, "Name must be 10 characters or fewer. You have typed 11"),
        ("line", "x" * 201, "Line must be 200 characters or fewer. You have typed 201"),
        ("note", "x" * 4001, "Note must be 4000 characters or fewer. You have typed 4001"),
        ("email", "nurse", "Enter an e-mail address in full, like name@example.nhs.uk"),
        ("score", "many", "Score must be a number, like 42.5"),
        ("score", "101", "Score must be 100% or less"),
        ("score", "-1", "Score must be 0% or more"),
        ("score", "1.234", "Score must have 2 decimal places or fewer"),
        ("score", "NaN", "Score must be a number, like 42.5"),
        ("score", "1e400", "Score must be 100% or less"),
        ("trusts", "2.5", "Number of trusts must be a whole number, like 42"),
        ("trusts", "6", "Number of trusts must be 5 or less"),
        ("trusts", "9" * 5000, "Number of trusts must be a whole number, like 42"),
        ("kind", "z", "Choose the kind from the list"),
    ],
)
def test_wrong_input_gets_a_sentence_that_says_what_to_do(name, typed, sentence):
    assert sentence in errors_of(name, **{name: typed})


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x9fb", "a\ud800b"])
def test_control_characters_are_refused(typed):
    assert any("cannot be shown" in error for error in errors_of("line", line=typed))


def test_line_breaks_are_kept_in_text_areas_and_refused_in_lines():
    assert errors_of("note", note="one\r\n\ttwo") == []
    assert errors_of("line", line="one\r\nBcc: two") != []


@pytest.mark.parametrize(
    "typed, value", [("1,234", 1234), ("−3", -3), (" 42.5 % ", 42.5), ("50%", 50)]
)
def test_numbers_are_understood_as_people_write_them(typed, value):
    assert float(NumberWithSuffix(suffix="%").clean(typed)) == value


def test_sentence_that_a_form_gives_itself_wins():
    class Own(NhsForm):
        name = forms.CharField(error_messages={"required": "Say who you are"})

    assert Own(QueryDict("")).errors["name"] == ["Say who you are"]


def test_percent_sign_in_a_label_does_no_harm():
    class Odd(NhsForm):
        share = forms.CharField(label="Share in %s of %", max_length=2)

    form = Odd(QueryDict("share=abc"))
    assert form.errors["share"] == [
        "Share in %s of % must be 2 characters or fewer. You have typed 3"
    ]


def test_date_of_a_model_becomes_a_date_in_three_parts():
    form = Thing(QueryDict("name=x&day-day=9&day-month=2&day-year=2015"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == datetime.date(2015, 2, 9)
    assert isinstance(form.fields["day"], DateInThreeParts)


def test_date_of_an_empty_field_is_none():
    form = Thing(QueryDict("name=x&day-day=&day-month=&day-year="))
    assert form.is_valid()
    assert form.cleaned_data["day"] is None


def test_empty_post_shows_errors():
    assert Thing(QueryDict("")).errors["name"] == ["Enter a name"]


def test_refusal_stands_at_the_field_it_names():
    form = Thing(QueryDict("name=x"))
    form.refuse(WrongState("The plan is closed", field="line"))
    assert form.errors["line"] == ["The plan is closed"]


@pytest.mark.parametrize("field", [None, "no_such_field"])
def test_refusal_without_a_field_of_ours_stands_above(field):
    form = Thing(QueryDict("name=x"))
    form.refuse(NotAllowed("Not you", field=field))
    assert form.non_field_errors() == ["Not you"]


class Versioned(CarriesVersion, NhsForm):
    title = forms.CharField()
    due = DateInThreeParts(required=False)


def test_version_read_is_carried_and_given_back():
    form = Versioned(QueryDict("title=x&read_version=3"))
    assert form.is_valid(), form.errors
    assert form.read_at() == 3
    assert 'value="4"' in field_component(Versioned(read_version=4)["read_version"])


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "99999999999999"])
def test_broken_version_is_said_in_words(version):
    form = Versioned(QueryDict(f"title=x&read_version={version}"))
    assert form.errors["read_version"] == [
        "This page was not sent whole. Open it again from the start"
    ]


def test_stale_save_shows_both_texts_and_the_next_one_keeps_mine():
    form = Versioned(QueryDict("title=mine&read_version=3&due-day=1&due-month=2&due-year=2015"))
    assert form.is_valid()
    stale = StaleVersion(
        {"title": "<theirs>", "due": datetime.date(2015, 3, 1)},
        {"title": "mine", "due": datetime.date(2015, 2, 1)},
        who="Asha Verma",
    )
    form.show_both(stale, version=4)
    title = field_component(form["title"])
    assert 'value="mine"' in title
    assert "Saved now: &lt;theirs&gt;" in title
    assert "Saved now: 1 March 2015" in field_component(form["due"])
    assert 'value="4"' in field_component(form["read_version"])
    assert "changed by Asha Verma" in form.non_field_errors()[0]


def test_values_that_nobody_changed_are_not_shown_twice():
    form = Versioned(QueryDict("title=mine&read_version=3"))
    assert form.is_valid()
    form.show_both(StaleVersion({"title": "mine"}, {"title": "mine"}), version=4)
    assert "Saved now" not in field_component(form["title"])


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("a.exe", b"x", "The file must be a CSV or XLSX file"),
        ("csv", b"x", "The file must be a CSV or XLSX file"),
        ("a.csv", b"x" * 11, "The file must be smaller than"),
        ("a.csv", b"", "The file is empty. Choose another"),
        ("a" * 200 + ".csv", b"x", "The name of the file is longer than 150 characters"),
    ],
)
def test_files_that_do_not_fit_are_refused_in_words(name, content, sentence):
    from django.core.files.uploadedfile import SimpleUploadedFile

    class Upload(NhsForm):
        file = FileUpload(kinds=("csv", "xlsx"), most_bytes=10)

    form = Upload(QueryDict(""), {"file": SimpleUploadedFile(name, content)})
    assert form.errors["file"][0].startswith(sentence)

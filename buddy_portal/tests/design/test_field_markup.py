"""Each kind of field as the NHS.UK design draws it: the right control, tied to its words."""

import datetime

import pytest
from django import forms
from django.http import QueryDict

from buddy_portal.design.field_markup import NoMarkup, error_summary, field_component
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.gallery_forms import EveryField
from buddy_portal.tests.design.markup import Element, read, what_it_says


def drawn(name: str, form: forms.BaseForm | None = None) -> Element:
    form = form if form is not None else EveryField()
    return read(field_component(form[name]))


@pytest.fixture(scope="module")
def empty() -> EveryField:
    """The form sent with nothing in it."""
    form = EveryField(QueryDict(""), {})
    form.is_valid()
    return form


@pytest.mark.parametrize(
    "name, tag, kind",
    [
        ("name", "input", "text"),
        ("email", "input", "email"),
        ("password", "input", "password"),
        ("target", "input", "text"),
        ("mentees", "input", "text"),
        ("evidence", "input", "file"),
        ("question", "select", None),
        ("why", "textarea", None),
    ],
)
def test_single_control_has_its_kind_and_its_label(name, tag, kind):
    group = drawn(name)
    control = group.one(tag, id=f"id_{name}")
    assert control.get("type") == kind
    assert control.get("name") == name
    assert group.one("label", **{"for": f"id_{name}"}).words == EveryField().fields[name].label


@pytest.mark.parametrize("name, kind", [("role", "radio"), ("offers", "checkbox")])
def test_choices_stand_in_a_fieldset_with_a_legend(name, kind):
    group = drawn(name)
    controls = group.one("fieldset").all("input", type=kind)
    assert [control.get("id") for control in controls] == [
        f"id_{name}",
        f"id_{name}-2",
        f"id_{name}-3",
    ]
    assert group.one("legend").words == EveryField().fields[name].label
    assert len(group.all("label")) == 3


def test_hint_of_a_choice_is_tied_to_it():
    group = drawn("role")
    hint = group.one(id="id_role-item-hint")
    assert "share what works" in hint.words
    assert group.one("input", id="id_role").get("aria-describedby") == "id_role-item-hint"


def test_single_box_has_one_id_and_its_own_label():
    group = drawn("agreed")
    assert len(group.all(id="id_agreed")) == 1
    assert group.one("label").words == "Our executive sponsor has agreed"
    assert not group.all("fieldset")


def test_date_has_three_named_parts_in_a_group():
    group = drawn("due_on")
    assert [part.get("name") for part in group.all("input")] == [
        "due_on-day",
        "due_on-month",
        "due_on-year",
    ]
    assert group.one("fieldset").get("role") == "group"
    assert all(part.get("inputmode") == "numeric" for part in group.all("input"))


def test_number_shows_its_unit_beside_it():
    assert drawn("target").one(class_="nhsuk-input-wrapper__suffix").words == "%"
    assert drawn("target").one("input").get("inputmode") == "decimal"


def test_long_text_counts_its_characters():
    group = drawn("why")
    assert group.one(data_module="nhsuk-character-count").get("data-maxlength") == "300"
    assert group.one("textarea").get("maxlength") is None  # nothing pasted is cut off in silence


def test_hidden_field_is_only_an_input():
    group = drawn("came_from")
    assert [element.tag for element in group.all()] == ["input"]
    assert group.one("input").get("value") == "gallery"


@pytest.mark.parametrize("name", [name for name in EveryField.base_fields if name != "came_from"])
def test_field_in_error_says_so_and_is_tied_to_the_words(empty, name):
    group = drawn(name, empty)
    message = group.one(class_="nhsuk-error-message")
    assert message.one(class_="nhsuk-u-visually-hidden").words == "Error:"
    tied = [
        e for e in group.all() if message.get("id") in (e.get("aria-describedby") or "").split()
    ]
    assert tied, "nothing is described by the message"
    assert "nhsuk-form-group--error" in (group.inside[0].get("class") or "")


@pytest.mark.parametrize("name", [name for name in EveryField.base_fields if name != "came_from"])
def test_error_summary_links_to_a_control_that_is_there(empty, name):
    summary = read(error_summary(empty))
    links = {link.get("href") for link in summary.all("a")}
    ids = {f"#{control.get('id')}" for control in drawn(name, empty).all()}
    assert len(links & ids) == 1


def test_error_summary_says_the_same_words_as_the_fields(empty):
    for link in read(error_summary(empty)).all("a"):
        shown = [str(error) for errors in empty.errors.values() for error in errors]
        assert link.words in shown


def test_error_of_the_whole_form_has_no_link():
    form = EveryField(QueryDict(""), {})
    form.add_error(None, "The scheme has ended")
    summary = read(error_summary(form))
    assert "The scheme has ended" in summary.words
    assert "The scheme has ended" not in [link.words for link in summary.all("a")]


def test_form_without_errors_has_no_summary():
    assert error_summary(EveryField()) == ""
    assert error_summary() == ""


def test_what_was_typed_is_shown_again_as_it_was():
    typed = QueryDict(
        "name=A%26B&due_on-day=31&due_on-month=13&due_on-year=15&target=about+50&why=%3Cb%3E"
    )
    form = EveryField(typed, {})
    assert drawn("name", form).one("input").get("value") == "A&B"
    assert [part.get("value") for part in drawn("due_on", form).all("input")] == ["31", "13", "15"]
    assert drawn("target", form).one("input").get("value") == "about 50"
    assert drawn("why", form).one("textarea").words == "<b>"


def test_password_is_never_shown_again():
    form = EveryField(QueryDict("password=secret-words"), {})
    assert drawn("password", form).one("input").get("value") is None


def test_choices_that_were_made_stay_made():
    form = EveryField(
        QueryDict("role=mentee&offers=visits&offers=papers&question=Q20&agreed=on"), {}
    )
    checked = [
        box.get("value")
        for box in drawn("offers", form).all("input")
        if "checked" in box.attributes
    ]
    assert checked == ["visits", "papers"]
    assert "checked" in drawn("role", form).one("input", value="mentee").attributes
    assert "selected" in drawn("question", form).one("option", value="Q20").attributes
    assert "checked" in drawn("agreed", form).one("input").attributes


def test_widget_without_a_component_is_refused_by_name():
    class Odd(NhsForm):
        when = forms.DateField(widget=forms.SelectDateWidget)
        times = forms.SplitDateTimeField()

    with pytest.raises(NoMarkup, match="times has the widget SplitDateTimeWidget"):
        field_component(Odd()["times"])


def test_placeholders_are_not_shown():
    class Asking(NhsForm):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name", "data-x": "1"}))

    control = read(field_component(Asking()["name"])).one("input")
    assert control.get("placeholder") is None
    assert control.get("data-x") == "1"


class Carrying(forms.Form):
    """What a form carries without showing it."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput, required=False, help_text="Never seen")
    marked = forms.CharField(widget=forms.HiddenInput(attrs={"data-x": "1"}), required=False)
    many = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput, required=False)


@pytest.mark.parametrize(
    "form",
    [
        Carrying(),
        Carrying(prefix="a", auto_id="x-%s"),
        Carrying(auto_id=False),
        Carrying(initial={"number": 1234567, "key": "<b>\"'&", "day": datetime.date(2015, 4, 6)}),
        Carrying({"number": "", "key": "wrong", "day": "x", "many": ["a", "b"]}),
    ],
)
def test_hidden_fields_are_written_as_django_writes_them(form):
    for field in form:
        assert what_it_says(field_component(field)) == what_it_says(str(field))

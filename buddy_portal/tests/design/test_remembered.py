"""What is looked up instead of drawn again is what would have been drawn."""

import pytest
from django import forms
from django.utils.safestring import mark_safe
from markupsafe import Markup

from buddy_portal.design import remembered
from buddy_portal.design.field_markup import field_component
from buddy_portal.design.macros import nhsuk_macros, remembered_macros
from buddy_portal.design.remembered import Remembering, frozen
from buddy_portal.tests.design.test_macros import SAMPLES


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_answer_is_the_macros_own_the_first_and_the_second_time(name):
    for settings in SAMPLES[name]:
        drawn = getattr(nhsuk_macros(), name)(settings)
        for _time in range(2):
            assert getattr(remembered_macros(), name)(settings) == drawn


@pytest.mark.parametrize(
    "one,other",
    [
        ({"text": "<b>"}, {"text": Markup("<b>")}),
        ({"text": "<b>"}, {"text": mark_safe("<b>")}),
        ({"checked": 1}, {"checked": True}),
        ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}),
        ({"items": [{"text": "a"}]}, {"items": [{"text": "b"}]}),
        ({"value": None}, {"value": ""}),
    ],
)
def test_settings_that_differ_are_not_taken_for_each_other(one, other):
    assert frozen(one) != frozen(other)


def test_plain_text_after_the_same_text_marked_safe_is_escaped():
    button = remembered_macros().button
    assert "<i>x</i>" in button({"html": Markup("<i>x</i>")})
    assert "<i>x</i>" not in button({"text": "<i>x</i>"})


def test_settings_of_an_unknown_kind_are_drawn_every_time():
    drawn = []
    macro = Remembering(lambda settings: drawn.append(settings) or Markup("x"))
    settings = {"text": object()}
    assert macro(settings) == macro(settings) == "x"
    assert len(drawn) == 2


def test_oldest_answer_goes_when_too_many_are_kept(monkeypatch):
    monkeypatch.setattr(remembered, "KEPT", 2)
    drawn = []
    macro = Remembering(lambda settings: drawn.append(settings) or settings)
    for settings in ("a", "b", "c", "c", "a"):
        assert macro(settings) == settings
    assert drawn == ["a", "b", "c", "a"]


class Said(forms.Form):
    text = forms.CharField(label="What happened", widget=forms.Textarea, max_length=500)
    name = forms.CharField(label="Name")


def kept_answers() -> str:
    return "".join(
        answer for macro in vars(remembered_macros()).values() for answer in macro._kept.values()
    )


@pytest.mark.parametrize(
    "form",
    [
        Said({"text": "Only I know this", "name": "Only I know this"}),
        Said(initial={"text": "Only I know this", "name": "Only I know this"}),
    ],
)
def test_what_a_person_typed_is_not_kept(form):
    shown = "".join(field_component(field) for field in form)
    assert shown.count("Only I know this") == 2
    assert "Only I know this" not in kept_answers()


def test_empty_form_is_looked_up_the_second_time(monkeypatch):
    first = [field_component(field) for field in Said()]
    monkeypatch.setattr(
        Remembering, "__call__", lambda self, settings: self._kept[frozen(settings)]
    )
    assert [field_component(field) for field in Said()] == first

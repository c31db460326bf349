"""Forms that are drawn without crispy's templates are what crispy would have drawn."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import engines
from django.test import RequestFactory

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Buttons, Section, Words
from buddy_portal.design.plain_forms import is_plain, plain_form


class Report(CarriesVersion, NhsForm):
    """Something of each kind."""

    nouns = {"text": "what changed"}
    other_buttons = (("answer", "more", "Ask for more"),)

    kind = forms.ChoiceField(choices=[("a", "A & b"), ("c", "<c>")], widget=forms.RadioSelect)
    text = forms.CharField(label="What changed?", widget=forms.Textarea, max_length=200)
    due = DateInThreeParts(label="Due", noun="a day")
    agreed = forms.BooleanField(label="We agree", required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, initial='"<mark>"')


class Upload(NhsForm):
    file = forms.FileField(label="A file")


class Search(NhsForm):
    method = "get"

    q = forms.CharField(label="Words", required=False)


class InOrder(Report):
    """The fields that a person sees in another order, with words between them."""

    layout = ("text", Words("Mind the <day>."), "due", Buttons("Look first"), "kind", "agreed")


class InSections(Report):
    layout = (Section("When", "due"), "kind", "text", "agreed")


DRAWN = {
    "empty": Report,
    "sent somewhere": lambda: Report(action="/plans/1/?a=1&b=<2>", back=("Back", "/plans/")),
    "with faults": lambda: Report({"text": "<script>", "due-day": "x", "read_version": "no"}),
    "with a file": lambda: Upload(action="/upload/"),
    "that only asks": lambda: Search({"q": "é & ü"}),
    "in another order": lambda: InOrder(read_version=4),
}


@pytest.mark.parametrize("make", DRAWN.values(), ids=DRAWN)
def test_plain_form_is_what_crispy_draws(make):
    form = make()
    assert is_plain(form)
    token = "a-token" if form.method == "post" else ""
    passed = {"csrf_token": token} if token else {}
    assert plain_form(form, token) == render_crispy_form(form, form.helper, passed)


def test_form_with_sections_is_left_to_crispy():
    assert not is_plain(InSections())
    page = engines["jinja2"].from_string("{{ crispy(form) }}")
    shown = page.render({"form": InSections()}, RequestFactory().get("/"))
    assert "app-formsection" in shown
    assert 'name="csrfmiddlewaretoken"' in shown


def test_form_with_a_helper_of_its_own_is_left_to_crispy():
    class Own(Search):
        @property
        def helper(self):
            return super().helper

    assert not is_plain(Own())


def test_page_gives_a_form_its_token_where_it_is_posted():
    page = engines["jinja2"].from_string("{{ crispy(form) }}")
    request = RequestFactory().get("/")
    assert 'name="csrfmiddlewaretoken" value="' in page.render({"form": Report()}, request)
    assert "csrfmiddlewaretoken" not in page.render({"form": Search()}, request)

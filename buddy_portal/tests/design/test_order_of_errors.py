"""The error summary follows the page from top to bottom, however a form's fields were declared."""

import re

from django import forms

from buddy_portal.design.field_markup import error_summary
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.layout import Section, Words, names_in_order
from improvement_plans.forms.meetings import MeetingForm


class Crossed(NhsForm):
    """Declared in another order than it is shown."""

    layout = (Words("Hello"), Section("First", "b", Section("Within", "c")))

    a = forms.CharField()
    b = forms.CharField()
    c = forms.CharField()


def asked(form):
    return re.findall(r'href="#id_([a-z]+)', str(error_summary(form)))


def test_errors_come_in_the_order_of_the_page_and_what_nobody_laid_out_comes_last():
    assert asked(Crossed({})) == ["b", "c", "a"]


def test_a_form_without_a_layout_keeps_the_order_of_its_fields():
    form = Crossed({})
    form.layout = ()
    assert names_in_order(form) == ["a", "b", "c"]


def test_calling_a_meeting_asks_for_its_day_where_the_day_stands():
    form = MeetingForm({}, trust=None, plans=(), people=(), names={})
    assert asked(form)[:4] == ["title", "on", "at", "lasts"]

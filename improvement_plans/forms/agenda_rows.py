"""The items of an agenda as compact rows of its form: place, words, and whether it is left out.

One row an item, however long the agenda is: a group of NHS.UK controls each would be a very long
page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.forms import BoundField
from django.template import Context
from markupsafe import Markup

from improvement_plans.models import AgendaItem, ItemKind

_ROW = Markup(
    '<li class="app-order__row{wrong}">'
    '<div class="app-order__place"><label class="app-gone" for="{place_id}">Place of “{text}”'
    "</label>{error}{place}</div>"
    '<div class="app-order__text">{text}<span class="app-sub2">{about}</span></div>'
    '<label class="app-order__out">{out} Leave it out'
    '<span class="app-gone">: {text}</span></label></li>'
)
_ERROR = Markup('<span class="nhsuk-error-message" id="{}-error">{}</span>')


def place_of(item: AgendaItem) -> str:
    """The name of the field with an item's place."""
    return f"place_{item.pk}"


def out_of(item: AgendaItem) -> str:
    """The name of the field by which an item is left out."""
    return f"out_{item.pk}"


class OrderRows(LayoutObject):
    """All items of an agenda in their order."""

    def __init__(self, items: Sequence[AgendaItem]) -> None:
        self.items = items
        self.fields = [name for item in items for name in (place_of(item), out_of(item))]

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = "", **_more: Any
    ) -> Markup:
        # Crispy would otherwise add the fields once more, as those that nobody laid out.
        form.rendered_fields |= set(self.fields)  # type: ignore[attr-defined]
        rows = Markup("").join(_row(form, item) for item in self.items)
        return Markup('<ol class="app-order">{}</ol>').format(rows)


def _row(form: forms.BaseForm, item: AgendaItem) -> Markup:
    place = form[place_of(item)]
    said = " ".join(str(error) for error in place.errors)
    return _ROW.format(
        wrong=" nhsuk-form-group--error" if said else "",
        place_id=place.auto_id,
        text=item.text,
        error=_ERROR.format(place.auto_id, said) if said else "",
        place=_place(place, wrong=bool(said)),
        about=_about(item),
        out=form[out_of(item)].as_widget(attrs={"class": "app-order__tick"}),
    )


def _place(field: BoundField, *, wrong: bool) -> str:
    attrs: dict[str, str | bool] = {
        "class": "nhsuk-input nhsuk-input--width-3",
        "inputmode": "numeric",
    }
    if wrong:
        attrs["class"] = f"{attrs['class']} nhsuk-input--error"
        attrs["aria-describedby"] = f"{field.auto_id}-error"
    return field.as_widget(widget=forms.TextInput(), attrs=attrs)


def _about(item: AgendaItem) -> str:
    kind = ItemKind(item.kind).label
    if item.why.startswith(kind):
        return item.why
    return f"{kind}. {item.why}" if item.why else kind

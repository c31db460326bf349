"""From a bound form field to the official NHS.UK macro for its kind of widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from markupsafe import Markup

from buddy_portal.design.layout import names_in_order
from buddy_portal.design.macros import nhsuk_macros, remembered_macros
from buddy_portal.design.widgets import AffixedInput, DateParts, TypedDate

Params = dict[str, Any]


class NoMarkup(TypeError):
    """A widget for which the NHS.UK design has no component here."""


def field_component(field: BoundField) -> Markup:
    """The whole form group of a field: label, hint, error message and control."""
    if field.is_hidden:
        return _hidden(field)
    for kind, draw in KINDS:
        if isinstance(field.field.widget, kind):
            return Markup(draw(field, _common(field)).strip())  # noqa: S704 - from the macros
    raise NoMarkup(
        f"The field {field.name} has the widget {type(field.field.widget).__name__}, "
        "for which there is no NHS.UK component."
    )


def _hidden(field: BoundField) -> Markup:
    """As Django's own widget writes it; the common case without its three templates."""
    widget = field.field.widget
    if type(widget) is not forms.HiddenInput or widget.attrs or field.errors or not field.auto_id:
        return Markup(str(field))  # noqa: S704 - Django's own widget, escaped by it
    value = widget.format_value(field.value())
    shown = Markup("") if value is None else Markup(' value="{}"').format(value)
    return Markup('<input type="hidden" name="{}"{} id="{}">').format(
        field.html_name, shown, field.auto_id
    )


def error_summary(*forms_of_page: forms.BaseForm, title: str = "There is a problem") -> Markup:
    """The error summary of one or more forms, each entry a link to its field; else nothing."""
    entries = [entry for form in forms_of_page for entry in _entries(form)]
    if not entries:
        return Markup("")
    return nhsuk_macros().errorSummary({"titleText": title, "errorList": entries})


def anchor_of(field: BoundField) -> str:
    """The id of the control that an error of the field is about."""
    if isinstance(field.field.widget, DateParts):
        parts = _parts_in_error(field) or ("day",)
        return f"{field.auto_id}-{parts[0]}"
    return str(field.auto_id)


def _entries(form: forms.BaseForm) -> Iterator[Params]:
    if not form.is_bound:
        return
    for error in form.non_field_errors():
        yield {"text": str(error)}
    # In the order of the page, whichever check spoke first.
    for name in [name for name in names_in_order(form) if name in form.errors]:
        field = form[name]
        for error in field.errors:
            link = {} if field.is_hidden else {"href": f"#{anchor_of(field)}"}
            yield {"text": str(error), **link}


def _common(field: BoundField) -> Params:
    """What all macros take: names, label, hint and error."""
    params: Params = {
        "id": field.auto_id,
        "name": field.html_name,
        "label": {"text": str(field.label), "classes": "app-label"},
        "attributes": _extra_attributes(field),
    }
    if hint := _hint(field):
        params["hint"] = hint
    if field.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return params


def _hint(field: BoundField) -> Params | None:
    """The help text, and beneath it what somebody else saved meanwhile (see forms.CarriesVersion).

    A help text marked safe by its author is kept as HTML; anything else is escaped.
    """
    texts = [field.help_text] if field.help_text else []
    saved = getattr(field.form, "saved_meanwhile", {}).get(field.name)
    if saved is not None:
        texts.append(Markup('<strong class="app-meanwhile">Saved now: {}</strong>').format(saved))
    if not texts:
        return None
    if not any(hasattr(text, "__html__") for text in texts):
        return {"text": " ".join(str(text) for text in texts)}
    return {"html": Markup(" ").join(texts)}


DJANGO_ROWS = "10"  # what Django gives every textarea; too tall for most of ours
HANDLED = {"class", "id", "maxlength", "minlength", "required", "autocomplete", "inputmode", "rows"}
HANDLED |= {
    "placeholder",
    "cols",
    "type",
    "min",
    "max",
    "step",
    "accept",
    "multiple",
    "aria-describedby",
    "width",
}


def _extra_attributes(field: BoundField) -> Params:
    """Attributes that the form's author put on the widget and that no macro has a setting for."""
    attrs = field.field.widget.attrs
    kept = {name: value for name, value in attrs.items() if name not in HANDLED}
    return {name: "" if value is True else value for name, value in kept.items() if value}


def _macros(field: BoundField, text: str = "") -> SimpleNamespace:
    """Those that remember, unless there is something in the field that a person typed."""
    return nhsuk_macros() if text or field.form.is_bound else remembered_macros()


def _text(field: BoundField, params: Params) -> Markup:
    attrs, widget = field.field.widget.attrs, field.field.widget
    kinds = {"email": "email", "url": "url", "tel": "tel", "search": "search"}
    params |= {
        "value": _value(field),
        "type": kinds.get(getattr(widget, "input_type", "text"), "text"),
        "autocomplete": attrs.get("autocomplete"),
        "inputmode": attrs.get("inputmode"),
        "width": attrs.get("width"),
    }
    if params["type"] == "email":
        params |= {"spellcheck": False, "autocapitalize": "none"}
    if isinstance(widget, AffixedInput):
        params |= {"prefix": widget.prefix, "suffix": widget.suffix}
    return _macros(field, params["value"]).input(_present(params))


def _password(field: BoundField, params: Params) -> Markup:
    autocomplete = field.field.widget.attrs.get("autocomplete", "current-password")
    return _macros(field).passwordInput(_present(params | {"autocomplete": autocomplete}))


def _textarea(field: BoundField, params: Params) -> Markup:
    rows = field.field.widget.attrs.get("rows")
    params |= {"value": _value(field), "rows": 5 if rows == DJANGO_ROWS else rows}
    limit = getattr(field.field, "max_length", None)
    if limit:
        return _macros(field, params["value"]).characterCount(params | {"maxlength": limit})
    return _macros(field, params["value"]).textarea(params)


def _file(field: BoundField, params: Params) -> Markup:
    if accept := field.field.widget.attrs.get("accept"):
        params["attributes"] = params["attributes"] | {"accept": accept}
    return _macros(field).fileUpload(params)


def _select(field: BoundField, params: Params) -> Markup:
    return _macros(field).select(params | {"items": _options(field)})


def _radios(field: BoundField, params: Params) -> Markup:
    items = [item for item in _options(field) if item["value"] != "" or item["checked"]]
    return _macros(field).radios(_choices(field, params, items))


def _checkboxes(field: BoundField, params: Params) -> Markup:
    return _macros(field).checkboxes(_choices(field, params, _options(field)))


def _checkbox(field: BoundField, params: Params) -> Markup:
    """One box, whose label is the sentence that is agreed to."""
    value = field.field.widget.attrs.get("value", "on")
    item = {
        "value": value,
        "text": params.pop("label")["text"],
        "checked": bool(field.value()),
        "attributes": params.pop("attributes"),
    }
    if hint := params.pop("hint", None):
        item["hint"] = hint
    return _macros(field).checkboxes(params | {"idPrefix": params.pop("id"), "items": [item]})


def _date(field: BoundField, params: Params) -> Markup:
    typed = field.value()
    values = typed if isinstance(typed, TypedDate) else TypedDate.of(typed)
    wrong = _parts_in_error(field) or (DateParts.PARTS if field.errors else ())
    params["fieldset"] = {"legend": params.pop("label")}
    params["items"] = [
        {
            "id": f"{field.auto_id}-{part}",
            "name": f"{field.html_name}-{part}",
            "label": part.capitalize(),
            "value": getattr(values, part),
            "width": 4 if part == "year" else 2,
            "error": part in wrong,
        }
        for part in DateParts.PARTS
    ]
    return _macros(field).dateInput(params)


def _choices(field: BoundField, params: Params, items: list[Params]) -> Params:
    """Radios and checkboxes: a fieldset whose legend is the label."""
    inline = bool(params["attributes"].pop("data-inline", None))
    small = bool(params["attributes"].pop("data-small", None))
    return params | {
        "fieldset": {"legend": params.pop("label")},
        "idPrefix": params.pop("id"),
        "inline": inline,
        "small": small,
        "items": items,
    }


def _options(field: BoundField) -> list[Params]:
    """The choices of a field in order, the chosen ones marked; NHS.UK has no groups of choices."""
    widget = field.field.widget
    chosen = widget.format_value(field.value())
    items: list[Params] = []
    for _group, options, _index in widget.optgroups(field.html_name, chosen, {}):
        for option in options:
            selected = bool(option["selected"])
            item = {
                "value": str(option["value"]),
                "text": str(option["label"]),
                "selected": selected,
                "checked": selected,
            }
            if hint := getattr(field.field, "choice_hints", {}).get(str(option["value"])):
                item["hint"] = {"text": str(hint)}
            if option["attrs"].get("disabled"):
                item["disabled"] = True
            items.append(item)
    return items


def _value(field: BoundField) -> str:
    """What stands in the control: what was typed, or the starting value as the widget writes it."""
    value = field.field.widget.format_value(field.value())
    return "" if value is None else str(value)


def _parts_in_error(field: BoundField) -> tuple[str, ...]:
    """The parts of a date that its errors are about, in reading order."""
    wrong: set[str] = set()
    for error in field.errors.as_data():
        wrong.update(getattr(error, "parts", ()) if isinstance(error, ValidationError) else ())
    return tuple(part for part in DateParts.PARTS if part in wrong)


def _present(params: Params) -> Params:
    return {name: value for name, value in params.items() if value is not None}


# The first kind that fits wins: checkboxes are a kind of radios, and radios a kind of select.
KINDS: tuple[tuple[type[forms.Widget], Callable[[BoundField, Params], Markup]], ...] = (
    (DateParts, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.Select, _select),
    (forms.widgets.Input, _text),
)

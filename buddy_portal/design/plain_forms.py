"""Forms that are fields, words and buttons one after the other, drawn without crispy's templates.

Most of ours are. Crispy draws the same, through a template for the form and one for each field, at
several times the cost; forms with sections are left to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BoundField
from django.template import Context
from markupsafe import Markup

from buddy_portal.design.field_markup import field_component
from buddy_portal.design.forms import FormHabits
from buddy_portal.design.layout import Buttons, Words

DrawField = Callable[[BoundField], Markup]


def is_plain(form: Any) -> bool:
    """Whether a form has the usual helper, and nothing in it holds other fields."""
    if not isinstance(form, FormHabits) or type(form).helper is not FormHabits.helper:
        return False
    return all(isinstance(part, str | Buttons | Words) for part in form.layout)


def plain_form(form: Any, token: str, draw: DrawField = field_component) -> Markup:
    """The whole form; `token` is the one against forged posts, nothing where the form only asks.

    `draw` draws a field; a caller that has fields drawn already gives those.
    """
    named = [part for part in (form.layout or form.fields) if isinstance(part, str)]
    hidden = [name for name, field in form.fields.items() if field.widget.is_hidden]
    left = [name for name in hidden if name not in named]
    parts = [*(form.layout or form.fields), form.buttons(), *left]
    return Markup('<form {} method="{}">{}{}</form>').format(
        _attributes(form),
        form.method,
        Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token)
        if form.method == "post"
        else "",
        Markup("").join(_drawn(form, part, draw) for part in parts),
    )


def _attributes(form: Any) -> Markup:
    action = Markup(' action="{}"').format(form.action) if form.action else Markup("")
    files = Markup(' enctype="multipart/form-data"') if form.is_multipart() else Markup("")
    return action + files + Markup(" novalidate")


def _drawn(form: Any, part: str | Buttons | Words, draw: DrawField) -> Markup:
    return draw(form[part]) if isinstance(part, str) else part.render(form, Context())

"""Parts of a form's layout beside its fields, for crispy: sections, words and buttons.

Crispy's own HTML and Submit treat their text as a Django template; these never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.template import Context
from markupsafe import Markup, escape

from buddy_portal.design.macros import nhsuk_macros, remembered_macros


class Section(LayoutObject):
    """Fields that belong together, under a legend: `Section("Who leads it", "name", "email")`."""

    def __init__(self, legend: str, *fields: Any, words: str = "") -> None:
        self.legend = legend
        self.words = words
        self.fields = list(fields)

    def render(
        self, form: forms.BaseForm, context: Context, template_pack: str = "", **_more: Any
    ) -> Markup:
        inside = Markup(self.get_rendered_fields(form, context, template_pack))  # noqa: S704
        words = Markup('<p class="app-quiet">{}</p>').format(self.words) if self.words else ""
        return Markup('<div class="app-formsection">{}</div>').format(
            nhsuk_macros().fieldset(
                {
                    "legend": {"text": self.legend, "classes": "app-legend"},
                    "html": Markup("{}{}").format(words, inside),
                }
            )
        )


class Words:
    """A paragraph between fields. Plain text is escaped; markup made by the caller is kept."""

    def __init__(self, text: str, *, css_class: str = "app-quiet") -> None:
        self.text = text
        self.css_class = css_class

    def render(self, form: forms.BaseForm, context: Context, **_more: Any) -> Markup:
        return Markup('<p class="{}">{}</p>').format(self.css_class, escape(self.text))


class Buttons:
    """The one green button of a form, further submit buttons by (name, value, text), a way back.

    `variant` makes the first button something else than green: "secondary", "warning" (red).
    """

    def __init__(
        self,
        text: str,
        *,
        name: str = "",
        value: str = "",
        others: tuple[tuple[str, str, str], ...] = (),
        back: tuple[str, str] | None = None,
        variant: str = "",
    ) -> None:
        self.text = text
        self.name = name
        self.value = value
        self.others = others
        self.back = back
        self.variant = variant

    def render(self, form: forms.BaseForm, context: Context, **_more: Any) -> Markup:
        button = remembered_macros().button
        main: dict[str, Any] = {"text": self.text, "preventDoubleClick": True}
        if self.name:
            main |= {"name": self.name, "value": self.value}
        if self.variant:
            main["variant"] = self.variant
        parts = [button(main)]
        for name, value, text in self.others:
            other = {"text": text, "name": name, "value": value, "variant": "secondary"}
            parts.append(button(other))
        if self.back:
            text, address = self.back
            parts.append(Markup('<a href="{}">{}</a>').format(address, text))
        return Markup('<div class="app-actions app-formactions">{}</div>').format(
            Markup("").join(parts)
        )


def names_in_order(form: forms.BaseForm) -> list[str]:
    """The names of a form's fields as the page shows them: by its layout, then what it leaves."""
    laid_out = [name for name in _names(getattr(form, "layout", ())) if name in form.fields]
    return [*laid_out, *(name for name in form.fields if name not in laid_out)]


def _names(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _names(getattr(part, "fields", ()))

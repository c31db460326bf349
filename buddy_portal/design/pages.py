"""The Jinja2 environment in which every page of the portal is rendered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.template import engines
from django.templatetags.static import static
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined, TemplateNotFound, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.field_markup import error_summary, field_component
from buddy_portal.design.macros import nhsuk_macros, warm_macros
from buddy_portal.design.navigation import address
from buddy_portal.design.plain_forms import is_plain, plain_form
from buddy_portal.design.shell import Shell, shell_of
from buddy_portal.design.table_rows import table_rows
from buddy_portal.design.tags import tag_of

# How pages write dates, times and numbers; figures are rounded here and nowhere else.
FILTERS: dict[str, Callable[..., str]] = {
    written.__name__: written
    for written in (
        *(dates.day, dates.short_day, dates.weekday),
        *(dates.clock, dates.moment, dates.machine_date),
        *(numbers.plain, numbers.signed, numbers.points, numbers.percent),
        *(numbers.whole_percent, numbers.thousands, numbers.counted, numbers.share),
        *(numbers.interval, numbers.signed_interval, numbers.p_value),
        *(numbers.kilometres, numbers.uk_date, numbers.uk_date_range),
    )
}


def environment(**options: Any) -> Environment:
    """The page environment: a name that is not there is a fault, never an empty string."""
    pages = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701 - see backend
    pages.globals.update(
        url=url,
        address=address,
        static=static,
        C=nhsuk_macros(),
        crispy=crispy,
        field_component=field_component,
        error_summary=error_summary,
        shell=shell,
        contact_email=settings.CONTACT_EMAIL,
        contains_errors=contains_errors,
        page_error_summary=page_error_summary,
        tag_of=tag_of,
        table_rows=table_rows,
        json_script=json_script,
        ui=Components(pages),
    )
    pages.filters.update(FILTERS)
    return pages


class Components:
    """Our own macros: `ui.table` is the macro `table` of templates/components/table.html."""

    def __init__(self, pages: Environment) -> None:
        self._pages = pages

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            template = self._pages.get_template(f"components/{name}.html")
        except TemplateNotFound:
            raise AttributeError(name) from None
        macro: Macro = getattr(template.module, name)
        setattr(self, name, macro)
        return macro


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a page by its URL name: `{{ url("trust", code=trust.code) }}`."""
    return address_of(name, *args, **kwargs)


@pass_context
def shell(context: Context) -> Shell:
    """The frame around the page that is being rendered."""
    return shell_of(context.get("request"))


@pass_context
def crispy(context: Context, form: Any) -> Markup:
    """A whole form: its tag, the hidden token, the fields and the buttons of its helper."""
    if is_plain(form):
        return plain_form(form, str(context["csrf_token"]) if form.method == "post" else "")
    passed = {"request": context.get("request")}
    if form.helper.form_method == "post" and not form.helper.disable_csrf:
        passed["csrf_token"] = str(context["csrf_token"])
    return Markup(render_crispy_form(form, form.helper, passed))  # noqa: S704 - rendered by us


@pass_context
def contains_errors(context: Context) -> bool:
    """Whether the page shows a form with errors: `form`, or any of `forms`."""
    return any(form.errors for form in forms_of(context))


@pass_context
def page_error_summary(context: Context) -> Markup:
    """The error summary of the page's form or forms; nothing where there is no error."""
    return error_summary(*forms_of(context))


def forms_of(context: Context) -> list[Any]:
    """The forms that a page was given: all of `forms` where there are several, else `form`."""
    one, many = context.get("form"), context.get("forms")
    return list(many) if many else [one] if one is not None else []


def warm_templates() -> None:
    """Compile every page and macro now, so that no visitor waits for it."""
    warm_macros()
    pages = next(engine for engine in engines.all() if hasattr(engine, "env"))
    for folder in pages.template_dirs:
        for path in sorted(Path(folder).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not name.startswith("dtl/"):
                pages.env.get_template(name)

"""HTML attributes for the NHS.UK macros, written in Python.

The macro of the same name that comes with the NHS.UK templates is called dozens of times a form
and takes half of its time, with some 400 bytes of blanks a call. A test compares the parsed output
of every component with that of the original.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape


def nhsuk_attributes(attributes: Any = None) -> Markup:
    """Attributes as ` name="value"`, each with a leading blank.

    A string is taken as finished HTML. In a mapping, a value may itself be a mapping with `value`,
    `type` ("array" writes JSON) and `optional`: an optional attribute is left out when it is
    missing or False, and stands alone, without a value, when it is True.
    """
    if isinstance(attributes, str):
        return Markup(attributes)  # noqa: S704 - finished HTML by contract of the macros
    if not isinstance(attributes, Mapping):
        return Markup("")
    return Markup("").join(_attribute(name, item) for name, item in attributes.items())


def _attribute(name: str, item: Any) -> Markup:
    if not isinstance(item, Mapping):
        item = {"value": item}
    value = item.get("value")
    missing = value is None or isinstance(value, Undefined)
    if item.get("optional") is True:
        if missing or value is False:
            return Markup("")
        if value is True:
            return Markup(" {}").format(name)
    if missing:
        return Markup(' {}=""').format(name)
    if item.get("type") == "array" and not isinstance(value, Markup):
        return Markup(" {}='{}'").format(name, htmlsafe_json_dumps(value))
    if isinstance(value, bool):
        value = str(value).lower()
    return Markup(' {}="{}"').format(name, escape(value))

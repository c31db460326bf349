"""The official NHS.UK macros, in an environment of their own.

They need ChainableUndefined (missing settings of a component are simply empty), while our pages
use StrictUndefined (a missing name is a fault). Pages reach the macros through one global, `C`:
`{{ C.button({"text": "Save"}) }}`.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, DictLoader, Environment, PackageLoader
from jinja2.runtime import Macro

from buddy_portal.design.attributes import nhsuk_attributes
from buddy_portal.design.remembered import Remembering

COMPONENTS = "nhsuk/components/"


def macro_environment(*, original_attributes: bool = False) -> Environment:
    """The environment of the NHS.UK templates; tests ask for it with the original attributes."""
    package = PackageLoader("nhsuk_frontend_jinja")
    quick = DictLoader(
        {"nhsuk/macros/attributes.jinja": "{%- set nhsukAttributes = py_nhsuk_attributes -%}"}
    )
    environment = Environment(
        loader=package if original_attributes else ChoiceLoader([quick, package]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals["py_nhsuk_attributes"] = nhsuk_attributes
    return environment


def collect_macros(environment: Environment) -> SimpleNamespace:
    """Every macro of the package by its name (button, dateInput, ...)."""
    found: dict[str, Macro] = {}
    for name in environment.list_templates():
        if name.startswith(COMPONENTS) and name.endswith("/macro.jinja"):
            exported = vars(environment.get_template(name).module)
            found.update({key: item for key, item in exported.items() if isinstance(item, Macro)})
    return SimpleNamespace(**found)


@cache
def nhsuk_macros() -> SimpleNamespace:
    """The macros for our pages, collected once in a process."""
    return collect_macros(macro_environment())


@cache
def remembered_macros() -> SimpleNamespace:
    """The same macros for what is drawn alike for everybody; see `remembered`."""
    found = vars(nhsuk_macros())
    return SimpleNamespace(**{name: Remembering(macro) for name, macro in found.items()})


def warm_macros() -> None:
    """Compile the templates behind the macros, so that no visitor waits for it."""
    environment: Any = nhsuk_macros().button._environment
    for name in environment.list_templates():
        if name.startswith(COMPONENTS):
            environment.get_template(name)

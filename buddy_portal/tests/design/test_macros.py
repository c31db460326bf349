"""Our quick attributes give the same HTML as the official macro, for every component we use."""

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import Undefined
from markupsafe import Markup

from buddy_portal.design import macros
from buddy_portal.design.attributes import nhsuk_attributes
from buddy_portal.tests.design.markup import what_it_says

HOSTILE = "<b>\"it's\" & 'so'</b>"
LABELLED = {"id": "f", "name": "f", "label": {"text": HOSTILE, "classes": "app-label"}}
FAULTY = {**LABELLED, "hint": {"text": HOSTILE}, "errorMessage": {"text": HOSTILE}}
ITEMS = [{"value": "a", "text": HOSTILE, "hint": {"text": "h"}}, {"value": "b", "text": "B"}]
GROUP = {"name": "f", "idPrefix": "f", "fieldset": {"legend": {"text": HOSTILE}}, "items": ITEMS}
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "button": [
        {"text": HOSTILE, "preventDoubleClick": True},
        {"text": "Go", "href": "/x?a=1&b=2", "variant": "secondary", "attributes": {"data-x": 1}},
        {"text": "No", "disabled": True, "name": "n", "value": HOSTILE},
    ],
    "input": [LABELLED, FAULTY, {**FAULTY, "suffix": "%", "value": HOSTILE, "width": 5}],
    "passwordInput": [LABELLED, FAULTY],
    "textarea": [LABELLED, {**FAULTY, "value": HOSTILE}],
    "characterCount": [{**LABELLED, "maxlength": 200}, {**FAULTY, "maxlength": 9, "value": "x"}],
    "select": [{**FAULTY, "items": [{"value": "a", "text": HOSTILE, "selected": True}]}],
    "radios": [GROUP, {**GROUP, "errorMessage": {"text": HOSTILE}, "inline": True}],
    "checkboxes": [GROUP, {"idPrefix": "f", "name": "f", "items": ITEMS, "hint": {"text": "h"}}],
    "dateInput": [
        {"id": "d", "fieldset": {"legend": {"text": "When"}}},
        {"id": "d", "items": [{"name": "d-day", "id": "d-day", "value": HOSTILE, "error": True}]},
    ],
    "fileUpload": [FAULTY, {**FAULTY, "attributes": {"accept": ".csv"}}],
    "errorSummary": [{"titleText": "Oh", "errorList": [{"href": "#f", "text": HOSTILE}]}],
    "notificationBanner": [{"text": HOSTILE, "titleId": "t"}, {"text": "x", "variant": "success"}],
    "pagination": [
        {"items": [{"number": 1, "href": "?page=1", "current": True}], "next": {"href": "?page=2"}}
    ],
    "panel": [{"titleText": HOSTILE, "text": HOSTILE, "headingLevel": 1}],
    "summaryList": [
        {
            "rows": [
                {
                    "key": {"text": HOSTILE},
                    "value": {"html": Markup("<b>x</b>")},
                    "actions": {
                        "items": [{"text": "Change", "href": "#", "visuallyHiddenText": "x"}]
                    },
                }
            ]
        }
    ],
    "tabs": [{"title": HOSTILE, "items": [{"id": "a", "label": HOSTILE, "panel": {"html": "x"}}]}],
    "taskList": [
        {"items": [{"heading": {"text": HOSTILE}, "href": "#", "status": {"text": HOSTILE}}]}
    ],
    "fieldset": [{"legend": {"text": HOSTILE}, "html": Markup("<p>x</p>")}],
    "tag": [{"text": HOSTILE, "colour": "blue"}],
    "insetText": [{"text": HOSTILE}],
    "details": [{"summaryText": HOSTILE, "text": HOSTILE}],
}
CASES = [(name, place) for name, samples in SAMPLES.items() for place in range(len(samples))]


@pytest.fixture(scope="module")
def original() -> Any:
    return macros.collect_macros(macros.macro_environment(original_attributes=True))


@pytest.mark.parametrize("name, place", CASES)
def test_component_with_our_attributes_says_the_same_as_the_original(original, name, place):
    params = SAMPLES[name][place]
    ours = getattr(macros.nhsuk_macros(), name)(params)
    theirs = getattr(original, name)(params)
    assert what_it_says(ours) == what_it_says(theirs)


def test_comparison_notices_attributes_that_are_lost():
    broken = macros.macro_environment()
    broken.globals["py_nhsuk_attributes"] = lambda _attributes=None: Markup("")
    button = macros.collect_macros(broken).button
    sample = SAMPLES["button"][0]
    assert what_it_says(button(sample)) != what_it_says(macros.nhsuk_macros().button(sample))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_text_given_to_a_component_is_never_markup(name):
    for params in SAMPLES[name]:
        assert '<b>"it' not in getattr(macros.nhsuk_macros(), name)(params)


@pytest.mark.parametrize(
    "given, written",
    [
        (None, ""),
        ("", ""),
        (' data-a="1"', ' data-a="1"'),
        ({"a": "x"}, ' a="x"'),
        ({"a": '"<'}, ' a="&#34;&lt;"'),
        ({"a": None}, ' a=""'),
        ({"a": Undefined()}, ' a=""'),
        ({"a": True}, ' a="true"'),
        ({"a": 4}, ' a="4"'),
        ({"a": {"value": None, "optional": True}}, ""),
        ({"a": {"value": False, "optional": True}}, ""),
        ({"a": {"value": True, "optional": True}}, " a"),
        ({"a": {"value": "x", "optional": True}}, ' a="x"'),
        ({"a": {"value": False}}, ' a="false"'),
        ({"a": {"value": ["x", "'"], "type": "array"}}, ' a=\'["x", "\\u0027"]\''),
        ({"a": Markup("&amp;")}, ' a="&amp;"'),
    ],
)
def test_attributes_are_written_as_the_macro_writes_them(given, written):
    assert nhsuk_attributes(given) == written


def test_every_macro_of_the_package_is_collected():
    names = vars(macros.nhsuk_macros())
    assert len(names) >= 39
    assert all(isinstance(item, Callable) for item in names.values())

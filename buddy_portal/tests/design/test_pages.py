"""Pages: strict names, our globals and filters, nothing live in what people typed."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError
from markupsafe import Markup

from buddy_portal.design.field_markup import field_component
from buddy_portal.design.gallery_forms import EveryField
from buddy_portal.design.pages import warm_templates
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.tests.design.markup import read, what_it_says
from buddy_portal.tests.design.naughty import NAUGHTY

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
NAMES = sorted(path.stem for path in COMPONENTS.glob("*.html"))
MIDDAY = datetime.datetime(2015, 6, 9, 11, 0, tzinfo=datetime.UTC)


def written(source: str, **facts: object) -> str:
    return engines["jinja2"].env.from_string(source).render(**facts)


def test_name_that_was_not_passed_is_a_fault():
    with pytest.raises(UndefinedError, match="'scheme' is undefined"):
        written("{{ scheme }}")


def test_component_that_does_not_exist_is_a_fault():
    with pytest.raises(UndefinedError, match="no_such_thing"):
        written("{{ ui.no_such_thing() }}")


def test_component_called_with_an_unknown_value_is_a_fault():
    with pytest.raises(TypeError, match="takes no keyword"):
        written("{{ ui.breadcrumbs(thing=1) }}")


@pytest.mark.parametrize(
    "source, expected",
    [
        ("{{ d|day }}", "9 June 2015"),
        ("{{ d|short_day }}", "9 June"),
        ("{{ d|weekday }}", "Tuesday 9 June 2015"),
        ("{{ d|clock }}", "midday"),
        ("{{ d|moment }}", "9 June 2015 at midday"),
        ("{{ d|machine_date }}", "2015-06-09"),
        ("{{ none|day }}{{ none|clock }}{{ none|moment }}", "---"),
        ("{{ 63.84|percent }} {{ 9.6|signed }} {{ 8120|thousands }}", "63.8% +9.6 8,120"),
        ("{{ 6|share(13) }} {{ 1|counted('answer') }}", "6 of 13 1 answer"),
        ("{{ 0.3|interval(2.7) }} {{ 0.017|p_value }}", "0.3 to 2.7 0.017"),
    ],
)
def test_filters_write_dates_and_numbers_as_we_do(source, expected):
    assert written(source, d=MIDDAY) == expected


@pytest.mark.parametrize(
    "hour, minute, said",
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (12, 30, "12:30pm"),
        (23, 59, "11:59pm"),
    ],
)
def test_times_are_said_as_people_say_them(hour, minute, said):
    assert written("{{ t|clock }}", t=datetime.time(hour, minute)) == said


@pytest.mark.parametrize("name", NAMES)
def test_component_has_a_macro_of_its_name_and_says_how_to_call_it(name):
    source = (COMPONENTS / f"{name}.html").read_text(encoding="utf-8")
    assert source.startswith("{#")
    assert "{% macro " + name + "(" in source
    assert f"{name}(" in source.split("#}")[0]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"fields", "confirm", "done", "polling"}))
def test_gallery_shows_the_component(name):
    pages = [*(COMPONENTS.parent / "gallery").glob("*.html"), *COMPONENTS.glob("*.html")]
    assert any(f"ui.{name}(" in page.read_text(encoding="utf-8") for page in pages)


def test_every_template_compiles():
    warm_templates()


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_typed_becomes_live_in_a_table(text):
    table = Table(
        caption=text,
        columns=[Column(text), Column(text, numeric=True)],
        rows=[Row([Cell(text, note=text), Cell(text, href="/x")], anchor="a")],
        downloads=[(text, "/x")],
    )
    shown = read(written("{{ ui.table(table=t) }}", t=table))
    harmless = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "span", "p"}
    assert {element.tag for element in shown.all()} <= harmless
    assert not any(name.startswith("on") for e in shown.all() for name in e.attributes)
    assert shown.one("th", scope="row").text == text.replace("\r", "\n")


LISTS = """
{{ ui.page_head(title=t, lede=t, quiet=t) }}
{{ ui.next_step(strong=t, text=t, action=t, href="#") }}
{{ ui.kpis(items=[{"number": t, "of": t, "label": t, "note": t}]) }}
{{ ui.todo_list(items=[{"text": t, "href": "#"}]) }}
{{ ui.summary_list(rows=[(t, t)]) }}
{{ ui.description_list(items=[(t, t)]) }}
{{ ui.warning(strong=t, text=t) }}
{{ ui.notification(text=t) }}
{{ ui.breadcrumbs(items=[(t, "#")], here=t) }}
{{ ui.tag(kind="stale", text=t) }}
{{ ui.timeline(steps=[{"name": t, "text": t, "state": "now"}]) }}
{{ ui.task_list(items=[{"text": t, "status": t}]) }}
{{ ui.progress(title=t, words=t, percent=5) }}
{{ ui.key_points(points=[t]) }}
{{ ui.chips(items=[{"text": t}]) }}
{{ ui.tabs(title=t, items=[{"id": "a", "label": t, "html": t}]) }}
{{ ui.empty_state(lede=t, text=t) }}
"""


@pytest.mark.parametrize("text", NAUGHTY[::7])
def test_nothing_typed_becomes_live_in_any_component(text):
    plain, naughty = written(LISTS, t="x"), written(LISTS, t=text)
    tags = [event for event in what_it_says(plain) if event[0] != "text"]
    assert [event for event in what_it_says(naughty) if event[0] != "text"] == tags


@pytest.mark.parametrize("text", NAUGHTY[::5])
def test_nothing_typed_becomes_live_in_a_form(text):
    form = EveryField(
        {"name": text, "email": text, "why": text, "target": text, "due_on-day": text}, {}
    )
    tags = {"div", "label", "span", "input", "textarea", "fieldset", "legend"}
    for name in ("name", "email", "why", "target", "due_on"):
        assert {e.tag for e in read(field_component(form[name])).all()} <= tags


def test_markup_made_by_us_is_kept():
    table = Table("c", [Column("a")], [Row([Cell(markup=Markup("<em>x</em>"))])])
    assert "<em>x</em>" in written("{{ ui.table(table=t) }}", t=table)


def test_form_on_a_page_carries_the_token_and_its_buttons():
    page = engines["jinja2"].from_string("{{ crispy(form) }}")
    request = RequestFactory().get("/")
    shown = read(page.render({"form": EveryField(back=("Back", "/x"))}, request))
    assert len(shown.one("input", name="csrfmiddlewaretoken").get("value") or "") >= 32
    assert [button.words for button in shown.all("button", type="submit")] == [
        "Check the form",
        "Save as draft",
    ]
    assert shown.one("a", href="/x").words == "Back"
    form = shown.one("form")
    assert form.get("method") == "post"
    assert "novalidate" in form.attributes
    assert form.get("enctype") == "multipart/form-data"

"""Tables: sorting, order, explicit roles, cards; and the pages of a long list."""

import pytest
from django.core.paginator import Paginator
from django.template import engines
from markupsafe import Markup

from buddy_portal.design.paging import page_links
from buddy_portal.design.table_rows import table_rows
from buddy_portal.design.tables import (
    Cell,
    Column,
    Order,
    Row,
    Table,
    order_of,
    sort_rows,
    sortable,
)
from buddy_portal.design.tags import TAGS, Tag, tag_of
from buddy_portal.tests.design.markup import Element, read

COLUMNS = {"name": Column("Name"), "score": Column("Score", numeric=True), "_more": Column("More")}


@pytest.mark.parametrize(
    "asked, order",
    [
        ("", Order("name")),
        ("score", Order("score")),
        ("-score", Order("score", descending=True)),
        ("password", Order("name")),
        ("-password", Order("name")),
        ("--score", Order("name")),
    ],
)
def test_order_is_what_was_asked_for_or_the_usual_one(asked, order):
    assert order_of(asked, ["name", "score"], "name") == order


def test_head_links_to_the_other_way_round_and_keeps_the_filters():
    name, score, more = sortable(COLUMNS, Order("name"), {"role": "mentor", "page": "3"})
    assert (name.sort_href, name.sorted) == ("?role=mentor&sort=-name", "ascending")
    assert (score.sort_href, score.sorted) == ("?role=mentor&sort=score", "")
    assert more.sort_href == ""


@pytest.mark.parametrize("descending, result", [(False, [1, 2, None]), (True, [2, 1, None])])
def test_rows_without_a_value_stand_last_either_way(descending, result):
    assert sort_rows([None, 2, 1], Order("x", descending), {"x": lambda thing: thing}) == result


def drawn(**options: object) -> Element:
    rows = [Row([Cell("Northmoor", href="/n", note="ZN4"), "63.8%"], selected=True, anchor="zn4")]
    columns = [
        Column("Trust"),
        Column("Score", numeric=True, card="Its score", sort_href="?sort=s"),
    ]
    table = Table("Trusts", columns, rows, **options)
    return read(engines["jinja2"].env.from_string("{{ ui.table(table=t) }}").render(t=table))


@pytest.mark.parametrize(
    "tag, role",
    [("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("td", "cell")],
)
def test_roles_are_written_out_because_cards_would_drop_them(tag, role):
    assert drawn().one(tag).get("role") == role


def test_table_lies_in_a_named_region_that_takes_focus():
    region = drawn().one("div", role="region")
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Trusts")
    assert drawn().one("caption").words == "Trusts"


def test_numbers_stand_right_and_cells_carry_their_head_for_cards():
    cell = drawn().one("td")
    assert (cell.get("class"), cell.get("data-l")) == ("n", "Its score")
    assert drawn().one("a", href="?sort=s").words == "Score"


def test_downloads_say_of_what_they_are():
    link = drawn(downloads=[("CSV", "?download=csv")]).one("a", href="?download=csv")
    assert link.words == "CSV of Trusts"


def test_table_without_rows_says_so():
    table = Table("Trusts", [Column("Trust")], [], empty="No trust fits these filters.")
    shown = engines["jinja2"].env.from_string("{{ ui.table(table=t) }}").render(t=table)
    assert read(shown).one("p").words == "No trust fits these filters."


def test_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("Trusts", [Column("A"), Column("B")], [Row(["x"])])


@pytest.mark.parametrize("kind", sorted(TAGS))
def test_tag_has_a_word_a_shape_and_a_colour(kind):
    shown = read(engines["jinja2"].env.from_string("{{ ui.tag(kind=k) }}").render(k=kind))
    tag = TAGS[kind]
    assert shown.one("span").words == tag.text
    assert shown.one("span").has({"class_": f"app-tag--{tag.colour}"})
    assert shown.one("svg").inside


def test_tags_differ_in_shape_wherever_words_could_be_confused():
    pairs = {(tag.colour, tag.shape, tag.text) for tag in TAGS.values()}
    assert len(pairs) == len(TAGS)
    assert tag_of("stale", "Stale, 48 days") == Tag("Stale, 48 days", "plain", "clock")
    assert tag_of(TAGS["watch"]) == TAGS["watch"]


@pytest.mark.parametrize(
    "count, page, words",
    [
        (0, 1, "No trusts"),
        (1, 1, "1 trust"),
        (7, 1, "All 7 trusts"),
        (140, 2, "26 to 50 of 140 trusts"),
        (8120, 325, "8,101 to 8,120 of 8,120 trusts"),
    ],
)
def test_list_says_which_part_is_shown(count, page, words):
    links = page_links(Paginator(range(count), 25).page(page), {}, noun="trusts")
    assert links.words == words


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ("people", "1 person"),
        ("entries", "1 entry"),
        ("priorities", "1 priority"),
        ("plans", "1 plan"),
    ],
)
def test_list_of_one_says_so(noun, words):
    assert page_links(Paginator(["one"], 25).page(1), {}, noun=noun).words == words


def test_links_to_other_pages_keep_the_filters():
    links = page_links(Paginator(range(250), 25).page(3), {"role": "mentor", "page": "3"})
    assert links.previous == "?role=mentor&page=2"
    assert links.next == "?role=mentor&page=4"
    assert [item.get("number", "...") for item in links.items] == [1, 2, 3, 4, "...", 10]


def test_short_list_has_no_links():
    assert not page_links(Paginator(range(3), 25).page(1), {}).several


def row_of(*cells: Cell | str, **options: object) -> str:
    columns = [Column(f"Column {place}") for place, _ in enumerate(cells)]
    draw_tag = engines["jinja2"].env.from_string("{{ ui.tag(kind=kind) }}")
    return table_rows([Row(cells, **options)], columns, draw_tag.render)


def test_cell_shows_link_tag_markup_and_note_one_after_the_other():
    whole = Cell(
        "A", href="/a?b=1&c", note="n", tag=TAGS["watch"], strong=True, markup=Markup("<i>")
    )
    found = row_of("Head", whole)
    assert '<a href="/a?b=1&amp;c"><b>A</b></a><span class="app-tag' in found
    assert 'Watch</span><i><span class="app-sub2">n</span></td>' in found


@pytest.mark.parametrize("cell", ["<i>&", Cell("<i>&"), Cell("x", note="<i>&"), Cell(href="<i>&")])
def test_what_somebody_typed_never_becomes_markup(cell):
    assert "<i>" not in (found := row_of(cell, anchor="<i>&"))
    assert found.count("&lt;i&gt;&amp;") == 2

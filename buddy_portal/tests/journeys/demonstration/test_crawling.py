"""The walk finds what is planted for it, in a portal of a few pages made up for each test."""

import pytest
from django.http import HttpResponse

from .crawling import MOST_PAGES, MOST_VARIANTS, walk
from .sampling import Sample, parts_of
from .test_every_link import broken, empty_files, silent, without_one_heading

HEAD = "<body><main><h1>A page</h1>"
WORDS = "Demonstration data: fictional trusts"


class MadeUpPortal:
    """Answers with the given pages; everything else is not there."""

    def __init__(self, pages: dict[str, str | HttpResponse]) -> None:
        self.pages = pages

    def get(self, address: str) -> HttpResponse:
        page = self.pages.get(address, HttpResponse("<h1>No</h1>", status=404))
        return page if isinstance(page, HttpResponse) else HttpResponse(page)


def walked(**pages):
    """A walk from the start page; the others are named by their first word."""
    portal = {"/": pages.pop("start"), **{f"/{name}/": page for name, page in pages.items()}}
    return walk(MadeUpPortal(portal), "/")


def linking(*addresses: str) -> str:
    links = "".join(f'<a href="{address}">x</a>' for address in addresses)
    return f"{HEAD}{links}<p>{WORDS}"


def test_a_link_to_nowhere_is_found_on_its_page():
    found = walked(start=linking("/reports/"), reports=linking("/reports/", "/gone/"))
    assert [str(visit) for visit in broken(found)] == ["404 /gone/ (found on /reports/) "]


def test_a_page_that_fails_is_found():
    found = walked(start=linking("/reports/"), reports=HttpResponse("no", status=500))
    assert [visit.status for visit in broken(found)] == [500]


@pytest.mark.parametrize("attribute", ['<a href="reports/#top">', '<div hx-get="/reports/">'])
def test_relative_addresses_and_those_of_htmx_are_followed(attribute):
    found = walked(start=f"{HEAD}{attribute}<p>{WORDS}", reports=linking())
    assert [visit.link.address for visit in found.pages] == ["/", "/reports/"]


def test_a_redirect_is_followed_and_is_a_fault_unless_it_is_expected():
    moved = HttpResponse(status=302, headers={"Location": "/reports/"})
    found = walked(start=linking("/practices/"), practices=moved, reports=linking())
    assert [visit.link.address for visit in found.visits][-1] == "/reports/"
    assert [visit.status for visit in broken(found)] == [302]


def test_another_host_and_an_address_for_mail_are_not_opened():
    found = walked(start=linking("https://www.nhs.uk/", "mailto:a@b.example", "#main"))
    assert len(found.visits) == 1


def test_of_each_kind_so_many_pages_are_opened_and_fewer_orders_of_a_list():
    things = [f"/trusts/Z{number}/" for number in range(MOST_PAGES + 9)]
    orders = [f"/trusts/?sort={number}" for number in range(MOST_VARIANTS + 9)]
    found = walk(MadeUpPortal({"/": linking(*things, *orders)}), "/")
    assert len(found.visits) == 1 + MOST_PAGES + MOST_VARIANTS


@pytest.mark.parametrize(
    ("start", "faulty"),
    [
        (linking(), False),
        (f"<p>{WORDS}", True),
        (f"{HEAD}<h1>Another</h1><p>{WORDS}", True),
    ],
)
def test_a_page_without_one_main_heading_is_found(start, faulty):
    assert bool(without_one_heading(walked(start=start))) is faulty


@pytest.mark.parametrize(("start", "faulty"), [(linking(), False), (HEAD, True)])
def test_a_page_without_the_banner_is_found(start, faulty):
    assert bool(silent(walked(start=start))) is faulty


@pytest.mark.parametrize(("size", "faulty"), [(200, False), (0, True)])
def test_an_empty_file_is_found(size, faulty):
    file = HttpResponse("x" * size, content_type="text/csv")
    assert bool(empty_files(walked(start=linking("/reports/"), reports=file))) is faulty


FRAMED = '<body>{} of {}<main><input name="csrfmiddlewaretoken" value="{}">{}</main></body>'


def test_a_page_is_passed_over_only_where_another_visitor_had_the_very_same_one():
    sample = Sample()

    def chosen(name: str, token: str, text: str) -> list[str]:
        page = FRAMED.format("Menu", name, token, text)
        return sample.of(walk(MadeUpPortal({"/reports/": page}), "/reports/"), name=name)

    assert chosen("Ann", "first", "Words") == ["/reports/"]
    assert chosen("Ben", "second", "Words") == []
    assert chosen("Ben", "second", "Other words") == ["/reports/"]


def test_the_frame_of_a_page_is_told_from_its_main_part():
    main, frame = parts_of(FRAMED.format("Menu", "Ann", "x", "Words"), "Ann")
    assert "Words" in main
    assert "Menu of " in frame
    assert "Ann" not in frame

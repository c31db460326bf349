"""Follows every link from page to page, as one person with a browser and much patience would."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

HOST = "http://testserver"
LEAVES = frozenset({"account_logout"})
"""Addresses that a walk does not open: they end the session."""
MOST_PAGES = 12
"""Things of one kind that are opened, trusts for instance; more than there are states of any."""
MOST_ADMIN_PAGES = 3
"""The admin site has the same few pages for each of thousands of rows, and its lists offer every
order of every filter of every order: those are followed from the plain list only."""
MOST_VARIANTS = 2
"""Orders, filters and further pages of one list, for each set of words in the query."""


@dataclass(frozen=True)
class Link:
    """An address without its host, and the page it stood on."""

    address: str
    found_on: str

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def words(self) -> tuple[str, ...]:
        query = urlsplit(self.address).query
        return tuple(sorted({key for key, _ in parse_qsl(query, keep_blank_values=True)}))

    @property
    def name(self) -> str:
        """The URL name, or nothing where no view is behind the address."""
        return name_of(self.path)

    @property
    def refines_an_admin_list(self) -> bool:
        """Whether a filter or an order is followed from a list that is filtered already."""
        return self.name.startswith("admin:") and bool(self.words) and "?" in self.found_on


def name_of(path: str) -> str:
    """The URL name behind a path."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@dataclass(frozen=True)
class Visit:
    """What came back from one address."""

    link: Link
    status: int
    to: str = ""
    """Where a redirect leads."""
    is_page: bool = False
    size: int = 0
    headings: int = 0
    """First-level headings."""
    text: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.link.address} (found on {self.link.found_on}) {self.to}"


@dataclass
class Walk:
    """Everything that one visitor reached."""

    visits: list[Visit] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {visit.link.name for visit in self.visits}

    @property
    def pages(self) -> list[Visit]:
        return [visit for visit in self.visits if visit.is_page]


class _Reader(HTMLParser):
    """Collects the addresses a page leads to, and counts its main headings."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.headings += tag == "h1"
        if tag == "a":
            self.addresses.append(values.get("href") or "")
        self.addresses.append(values.get("hx-get") or "")


def walk(client: Client, *starts: str) -> Walk:
    """Breadth first from the starts, each address once; see `_Limits` for what is left out."""
    found = Walk()
    waiting = deque(Link(start, "the start") for start in starts)
    limits = _Limits()
    while waiting:
        link = waiting.popleft()
        if limits.refuses(link):
            continue
        visit, addresses = _open(client, link)
        found.visits.append(visit)
        waiting.extend(Link(address, link.address) for address in addresses)
    return found


@dataclass
class _Limits:
    """Which links are followed: of each kind of page so many, and of each kind of query."""

    seen: set[str] = field(default_factory=set)
    kinds: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def refuses(self, link: Link) -> bool:
        name = link.name
        if link.address in self.seen or name in LEAVES or link.path.startswith("/static/"):
            return True
        if link.refines_an_admin_list:
            return True
        self.seen.add(link.address)
        kind = (name or link.path, *link.words)
        self.kinds[kind] += 1
        return self.kinds[kind] > _most(name, has_query=bool(link.words))


def _most(name: str, *, has_query: bool) -> int:
    if name.startswith("admin:"):
        return MOST_ADMIN_PAGES
    return MOST_VARIANTS if has_query else MOST_PAGES


def _open(client: Client, link: Link) -> tuple[Visit, list[str]]:
    answer = client.get(link.address)
    body = _body(answer)
    if "text/html" not in answer.get("Content-Type", ""):
        return Visit(link, answer.status_code, answer.get("Location", ""), size=len(body)), []
    text = body.decode()
    reader = _Reader()
    reader.feed(text)
    visit = Visit(
        link,
        answer.status_code,
        to=answer.get("Location", ""),
        is_page=answer.status_code == 200,
        size=len(body),
        headings=reader.headings,
        text=text,
    )
    followed = [*reader.addresses, visit.to]
    return visit, list(_own(followed, link.address))


def _body(answer: HttpResponse) -> bytes:
    return bytes(answer.getvalue())


def _own(addresses: list[str], base: str) -> Iterator[str]:
    """Addresses of this portal, made whole, without their fragments."""
    for address in addresses:
        whole = urldefrag(urljoin(HOST + base, address)).url
        if address and whole.startswith(f"{HOST}/"):
            yield whole.removeprefix(HOST)

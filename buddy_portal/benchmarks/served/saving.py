"""What saving costs and what a first visit weighs, on the same programme as the pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from buddy_portal.benchmarks.served import rounds
from buddy_portal.benchmarks.served.web_server import NotThePage, WebServer

BROWSER = {"Accept-Encoding": "gzip, br"}
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(type|name|value)="([^"]*)"')
_NAMED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
_FURTHER = re.compile(r"""(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']|url\(["']?([^"')]+)""")
_READ = ("text/css", "text/javascript", "application/javascript")


def save_form(
    server: WebServer, address: str, headers: Mapping[str, str], typed: Mapping[str, str]
) -> None:
    """What a person does who saves something: form, saving, and the page they are led to."""
    form = server.get(address, headers)
    hidden = hidden_fields(form.body.decode())
    cookies = [headers.get("Cookie", ""), cookie_of(form.headers["set-cookie"])]
    sent = {**headers, "Cookie": "; ".join(filter(None, cookies)), "Referer": server.origin}
    answer = server.post(address, {**hidden, **typed}, sent)
    server.get(urlsplit(answer.headers["location"]).path, headers)


def compare_saving(
    portal: WebServer,
    bare: WebServer,
    addresses: Sequence[str],
    headers: Mapping[str, str],
    plan: rounds.Plan,
) -> rounds.Compared:
    """Saving an update, of one action after the other, against one bare view."""
    typed = {"claim": "on_track", "text": "The card is in use on two wards."}
    turns = itertools.cycle(addresses)
    return rounds.compare(
        (portal, lambda: save_form(portal, next(turns), headers, typed)),
        (bare, lambda: bare.get("/")),
        plan,
    )


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of the only form with a token on a page."""
    found = (dict(_ATTRIBUTE.findall(field)) for field in _INPUT.findall(page))
    fields = {
        field["name"]: unescape(field.get("value", ""))
        for field in found
        if field.get("type") == "hidden" and "name" in field
    }
    if "csrfmiddlewaretoken" not in fields:
        raise NotThePage("The page has no form that could be sent.")
    return fields


def cookie_of(header: str) -> str:
    """The name and value of a cookie as it is set."""
    return header.partition(";")[0]


def first_visit(portal: WebServer, address: str) -> Iterator[tuple[str, int]]:
    """A page and every file that it and its files name, with the bytes that come over the line.

    Files come compressed; what is read to find further names is asked for once more without.
    """
    page = portal.get(address, BROWSER)
    yield address, len(page.body)
    asked: set[str] = set()
    waiting = [urljoin(address, unescape(name)) for name in _NAMED.findall(page.body.decode())]
    while waiting:
        name = waiting.pop()
        if name in asked or not name.startswith("/"):
            continue
        asked.add(name)
        yield name, len(portal.get(name, BROWSER).body)
        plain = portal.get(name)
        if plain.headers["content-type"].partition(";")[0] in _READ:
            further = _FURTHER.findall(plain.body.decode())
            waiting += [urljoin(name, one or other) for one, other in further]


def weight_line(portal: WebServer, address: str) -> dict[str, Any]:
    """All of a first visit, against its page alone."""
    parts = list(first_visit(portal, address))
    whole, page = sum(size for _, size in parts), parts[0][1]
    return {
        "name": "first view: bytes of all assets",
        "value": whole,
        "unit": "bytes",
        "floor": page,
        "ratio": whole / page,
    }

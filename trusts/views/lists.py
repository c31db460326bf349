"""What every list does: filters and pages from the address, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from buddy_portal.design.downloads import table_response

ROWS_ON_A_PAGE = 50
KINDS = {"csv": "CSV", "xlsx": "XLSX"}


def page_of(request: HttpRequest, rows: Any, on_a_page: int = ROWS_ON_A_PAGE) -> Page[Any]:
    """The page asked for in the address; the nearest one where there is no such page."""
    return Paginator(rows, on_a_page).get_page(request.GET.get("page"))


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """The filters of the address that are set. No database can look for a null character."""
    typed = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in names}
    return {name: value for name, value in typed.items() if value}


def downloads(filters: dict[str, str]) -> list[tuple[str, str]]:
    """Links that give the rows of this list as files."""
    return [(name, "?" + urlencode({**filters, "download": kind})) for kind, name in KINDS.items()]


def without(filters: dict[str, str], name: str) -> str:
    """The address of the list with one filter taken away."""
    return "?" + urlencode({key: value for key, value in filters.items() if key != name})


def with_value(filters: dict[str, str], name: str, value: str) -> str:
    """The address of the list with one filter set."""
    return "?" + urlencode({**filters, name: value})


def asks_for_download(request: HttpRequest) -> bool:
    """Whether the address asks for the rows as a file."""
    return request.GET.get("download", "") in KINDS


def download(
    request: HttpRequest,
    *,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    notes: Sequence[str] = (),
) -> HttpResponse | None:
    """The file, where the address asks for one."""
    if not asks_for_download(request):
        return None
    kind = request.GET["download"]
    return table_response(name=name, columns=columns, rows=rows, notes=notes, kind=kind)

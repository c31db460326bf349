"""A page's chart as a file: the address of the page with ?chart=svg or ?chart=png."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from buddy_portal.design.charts.files import as_png_file, as_svg_file
from buddy_portal.design.downloads import file_name
from trusts.views import lists

KINDS = {"svg": "SVG", "png": "PNG"}
TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


def links(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """Links that give the chart of this page as files."""
    return [(name, "?" + urlencode({**query, "chart": kind})) for kind, name in KINDS.items()]


def asks_for_file(request: HttpRequest) -> bool:
    """Whether the address asks for the chart or the rows as a file, not for the page."""
    return lists.asks_for_download(request) or request.GET.get("chart", "") in KINDS


def chart_file(
    request: HttpRequest, *, name: str, draw: Callable[[], Markup], source: str
) -> HttpResponse | None:
    """The chart with its source, where the address asks for it."""
    kind = request.GET.get("chart", "")
    if kind not in KINDS:
        return None
    svg = as_svg_file(draw(), source)
    content = svg.encode() if kind == "svg" else as_png_file(svg, settings.PDF_FONTS_DIR)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

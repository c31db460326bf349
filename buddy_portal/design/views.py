"""The statements, the gallery of components, and the icon that browsers ask for."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from buddy_portal.accounts.rules import public
from buddy_portal.design import error_pages, gallery_data, gallery_forms
from buddy_portal.design.downloads import table_response


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "statements/accessibility.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "statements/privacy.html")


@public
def cookies(request: HttpRequest) -> HttpResponse:
    names = {"session": settings.SESSION_COOKIE_NAME, "form": settings.CSRF_COOKIE_NAME}
    return render(request, "statements/cookies.html", {"names": names})


@public
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "statements/contact.html")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address whatever the page says."""
    response = HttpResponse(status=308)
    response["Location"] = static("nhsuk/images/favicon.ico")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component and every kind of field, as they are and with errors."""
    _only_where_shown()
    if request.method == "POST":
        form = gallery_forms.EveryField(request.POST, request.FILES)
    else:
        form = gallery_forms.EveryField()
    facts = gallery_data.facts(request.GET) | {"form": form}
    return render(request, "gallery/page.html", facts)


@public
def gallery_progress(request: HttpRequest) -> HttpResponse:
    """Work that gets a quarter further each time it is asked about."""
    _only_where_shown()
    percent = min(int(re.sub(r"\D", "", request.GET.get("percent", ""))[:3] or 0), 100)
    facts = {"percent": percent, "next": f"?percent={percent + 25}" if percent < 100 else ""}
    return render(request, "gallery/progress.html", facts)


@public
def gallery_error(request: HttpRequest, status: int) -> HttpResponse:
    """The error pages, to be looked at."""
    _only_where_shown()
    pages: dict[int, Callable[[HttpRequest], HttpResponse]] = {
        400: error_pages.bad_request,
        403: error_pages.not_allowed,
        404: error_pages.not_found,
        419: error_pages.form_expired,
        429: error_pages.too_many,
        500: error_pages.server_error,
        503: error_pages.not_ready,
    }
    if status not in pages:
        raise Http404
    return pages[status](request)


@public
def gallery_download(request: HttpRequest, kind: str) -> HttpResponse:
    """The gallery's table as a file."""
    _only_where_shown()
    if kind not in {"csv", "xlsx"}:
        raise Http404
    return table_response(**gallery_data.download(), kind=kind)


def _only_where_shown() -> None:
    if not settings.SHOW_GALLERY:
        raise Http404

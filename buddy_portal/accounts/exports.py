"""Every file that a signed-in person takes out of the portal is in the audit trail."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from buddy_portal.accounts.audit import record_event

_NAME = re.compile(r'^attachment;.*filename="([^"]*)"')


class DownloadsInTrail:
    """Writes who took which file, from which page and with which filters.

    Here and not in each view, so that no view can forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        found = _NAME.match(response.headers.get("Content-Disposition", ""))
        if found and response.status_code == 200 and request.user.is_authenticated:
            _record(request, found[1])
        return response


def _record(request: HttpRequest, file_name: str) -> None:
    with transaction.atomic():
        record_event(
            by=request.user,  # type: ignore[arg-type]  # asked above
            action="downloaded",
            kind="file",
            name=file_name,
            reason=request.get_full_path()[:500],
        )

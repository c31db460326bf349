"""The last page before nothing: which one to show when something broke."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from buddy_portal.design import error_pages


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away or its disk is full, else 500. Asks for the error at hand."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return error_pages.not_ready(request)
    return error_pages.server_error(request)

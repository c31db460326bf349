"""Every request is read as UTF-8, whatever its Content-Type says.

Django reads a request in the charset that its Content-Type names, and does so while it makes the
request, where no error page can be drawn. A name like `rot13` is then a server error, and `utf-7`
writes halves of characters that no database takes. So parameters that no page needs never reach
Django, and a request in another charset is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from buddy_portal.design import error_pages

READ = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
REFUSED = "buddy.charset_refused"
"""Where the request carries it; no header of a request can set a key without HTTP_ before it."""
_PARAMETER = re.compile(r""";\s*([^\s=;]+)\s*=\s*("[^"]*"|[^;]*)""")
Start = Callable[..., Any]


class OnlyUtf8:
    """Around the WSGI application: hands on the media type and the boundary, nothing else."""

    def __init__(self, application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        kind, *_ = named = environ.get("CONTENT_TYPE", "").partition(";")
        if named[1]:
            parameters = _PARAMETER.findall(environ["CONTENT_TYPE"])
            environ[REFUSED] = any(_is_another_charset(*each) for each in parameters)
            boundaries = [value for name, value in parameters if name.lower() == "boundary"]
            environ["CONTENT_TYPE"] = "; boundary=".join([kind, *boundaries[:1]])
        return self.application(environ, start_response)


class RefuseOtherCharsets:
    """Answers 400 where the layer around the application found another charset named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(REFUSED):
            return error_pages.bad_request(request)
        return self.get_response(request)


def _is_another_charset(name: str, value: str) -> bool:
    return name.lower().startswith("charset") and value.strip(' "').lower() not in READ

"""The Content Security Policy of every answer, put together once in a process.

django-csp puts it together anew for each answer. Here one policy holds for all pages, so it is
ready; a view that asks for another one, or for a nonce, gets what django-csp makes of that.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

OWN_WISHES = ("_csp_exempt", "_csp_exempt_ro")


class HeadersAnyway(SecurityMiddleware):
    """Gives its headers also to what Django's own layer refuses itself, as a foreign Host."""

    def process_request(self, request: HttpRequest) -> None:
        """Decides nothing: the layer within does."""


class ReadyPolicy(CSPMiddleware):
    """Sends the ready policy wherever nothing asks for another one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        policy = settings.CONTENT_SECURITY_POLICY
        other = getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        plain = not other and not policy.get("EXCLUDE_URL_PREFIXES") and not settings.DEBUG
        self.ready = build_policy() if plain else ""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not self.ready or self._asks_for_another(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.ready)
        # A nonce made from now on would stand in no header: django-csp says so to whoever asks.
        too_late = CheckableLazyObject(self._csp_nonce_post_response)
        request.csp_nonce = too_late  # type: ignore[attr-defined]
        return response

    def _asks_for_another(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        nothing = PolicyParts()
        return any(hasattr(response, name) for name in OWN_WISHES) or any(
            self.get_policy_parts(request, response, report_only) != nothing
            for report_only in (False, True)
        )

"""What is sent after its session has ended is kept for the person whose page it was."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from buddy_portal.accounts import typed_text
from improvement_plans.forms.keeping import MARK, read_mark
from improvement_plans.services import drafts


class KeepWhatIsSent:
    """Keeps the text of a marked page; its sender signs in, comes back, and finds it there.

    It must stand after the check of the form's token and after whatever ends sessions. What is
    kept here need not be given back by `accounts.typed_text` as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> None:
        if request.method != "POST" or request.user.is_authenticated:
            return
        mark = read_mark(request.POST.get(MARK, ""))
        if mark is None or mark.path != request.path:
            return
        fields = mark.fields_of(request.POST)
        if drafts.keep_for_owner(user_id=mark.user_id, path=mark.path, fields=fields):
            typed_text.drop(request)

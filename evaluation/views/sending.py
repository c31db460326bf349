"""Forms of evaluations that are taken in once, however often they are sent, and keep their text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from improvement_plans.services.drafts import forget_draft
from improvement_plans.services.sending import SentAlready, send_once
from improvement_plans.views.keeping import keep_typing


def taken_once(request: PersonRequest, form: Any, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form (SentOnce) was sent, is right, and was taken in, now or by a first click.

    What was kept while it was typed is forgotten in the same transaction. A refusal is shown at
    the form; "not allowed" and "not found" are pages of their own, and a stale version is shown by
    the view, with both texts.
    """
    if request.method != "POST" or not form.is_valid():
        return False

    def act_and_forget() -> None:
        act(form.typed_values())
        forget_draft(by=request.user, path=request.get_full_path())

    try:
        send_once(by=request.user, key=form.key(), digest=form.digest(), act=act_and_forget)
    except (NotAllowed, NotFound, StaleVersion):
        raise
    except SentAlready as refusal:
        form.refuse(refusal)
        form.begin_anew()
        return False
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def keep_what_is_typed(request: PersonRequest, *forms: Any) -> None:
    """Keep the text of a page's forms, each at the address that it is sent to."""
    pages = [
        (f"{request.path}{form.action}" if form.action else request.get_full_path(), [form])
        for form in forms
    ]
    keep_typing(request, *pages)

"""The one way in which a form of ours is filled in, sent and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal
from buddy_portal.design.forms import NhsForm

Form = TypeVar("Form", bound=NhsForm)


def filled(request: HttpRequest, form_class: type[Form], **options: Any) -> Form:
    """The form with what was posted, or empty."""
    if request.method == "POST":
        return form_class(request.POST, **options)
    return form_class(**options)


def went_through(request: HttpRequest, form: NhsForm, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Whether the form was sent, is right, and the service did it.

    A refusal is shown at the form; "not allowed" and "not found" are pages of their own.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True

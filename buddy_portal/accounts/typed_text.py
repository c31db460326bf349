"""What somebody had typed when their session ended in the middle of a form.

The fields of the refused post are kept in the new, anonymous session of the same browser, for an
hour, under the person whose session it was: never passwords or files, and never for anybody else
who signs in there. After signing in again the page gives them back, to be sent or thrown away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from buddy_portal.accounts.models import User

KEY = "typed_text"
KEPT_SECONDS = 60 * 60
MOST_CHARACTERS = 200_000
SECRET_WORDS = ("password", "csrf", "token", "code", "secret", "key")
DISCARD = "discard-typed-text"


@dataclass(frozen=True)
class TypedText:
    """The fields of one post, as name and value, in their order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What a person typed, for reading: fields with something in them."""
        return [
            (name.replace("_", " ").replace("-", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and not name.endswith("version")
        ]


def keep(request: HttpRequest, user: User) -> None:
    """Keep what was posted for `user`, whose session has just ended."""
    if request.method != "POST":
        return
    fields = list(_fields_to_keep(request))
    typed = sum(len(value) for _name, value in fields)
    if not typed or typed > MOST_CHARACTERS:
        return
    request.session[KEY] = {
        "user": user.pk,
        "path": request.path,
        "fields": fields,
        "at": int(time.time()),
    }


def kept_for(request: HttpRequest) -> TypedText | None:
    """What is kept for the person signed in now; what is somebody else's or old is dropped."""
    kept = request.session.get(KEY)
    if kept is None or not request.user.is_authenticated:
        return None
    if kept["user"] != request.user.pk or time.time() - kept["at"] > KEPT_SECONDS:
        del request.session[KEY]
        return None
    return TypedText(kept["path"], tuple((name, value) for name, value in kept["fields"]))


def drop(request: HttpRequest) -> None:
    """Keep nothing any more: it is kept elsewhere."""
    request.session.pop(KEY, None)


class GiveTypedTextBack:
    """Shows what was kept when its page is opened again; sending it once ends the keeping."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        typed = kept_for(request)
        if typed is None or typed.path != request.path:
            return self.get_response(request)
        if request.method == "GET" and DISCARD not in request.GET:
            return render(request, "accounts/typed_text.html", {"typed": typed, "discard": DISCARD})
        del request.session[KEY]
        if request.method == "GET":
            return redirect(request.path)
        return self.get_response(request)


def _fields_to_keep(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if not any(word in name.lower() for word in SECRET_WORDS):
            yield from ((name, str(value)) for value in values)

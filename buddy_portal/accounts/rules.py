"""What a rule is, and how a view declares its rule.

A rule answers (`allows`) and raises (`require`) with one sentence, so that the page that hides a
button and the service that refuses the act cannot disagree.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotAllowed

Thing = TypeVar("Thing")
View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)


@dataclass(frozen=True)
class Rule(Generic[Thing]):
    """A question about a person and a thing, with the sentence said when the answer is no."""

    answer: Callable[[Access, Thing], bool]
    sentence: str

    def allows(self, access: Access, thing: Thing) -> bool:
        return self.answer(access, thing)

    def require(self, access: Access, thing: Thing) -> None:
        if not self.answer(access, thing):
            raise NotAllowed(self.sentence)


@dataclass(frozen=True)
class DeclaredRule:
    """What a view says about who may open it: any one of the permissions is enough."""

    permissions: frozenset[Permission] = frozenset()
    public: bool = False
    guests: bool = False

    def allows(self, access: Access) -> bool:
        """Whether a signed-in person with this access may open the view at all."""
        if self.public or not self.permissions:
            return True
        if self.guests and not access.roles:
            return True
        return bool(self.permissions & access.permissions)


def public(view: AnyView) -> AnyView:
    """Declare that anybody may open the view, signed in or not."""
    view.declared_rule = DeclaredRule(public=True)  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Declare that everybody who is signed in may open the view."""
    return _guarded(view, DeclaredRule())


def requires(*permissions: Permission, guests: bool = False) -> Callable[[View], View]:
    """Declare that the view needs one of these permissions, in the programme or in any trust.

    The view's selector still starts from what this very person may see. With `guests`, people
    without any role (guests of a plan) reach the view as well and only their selector decides.
    """

    def declare(view: View) -> View:
        return _guarded(view, DeclaredRule(permissions=frozenset(permissions), guests=guests))

    return declare


def _guarded(view: View, rule: DeclaredRule) -> View:
    @functools.wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not rule.allows(access_of(request.user)):
            raise NotAllowed("Your role does not give you this page.")
        return view(request, *args, **kwargs)

    check.declared_rule = rule  # type: ignore[attr-defined]
    return check


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path())

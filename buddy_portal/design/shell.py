"""What the frame around every page needs to know: who is looking, and where they can go."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from buddy_portal.accounts.access import NOBODY, Access, access_of
from buddy_portal.accounts.roles import Role
from buddy_portal.design import navigation
from buddy_portal.design.navigation import Entry

DEMONSTRATION_WORDS = "Demonstration data: fictional trusts"


@dataclass(frozen=True)
class Shell:
    """The facts of the frame around one page."""

    service_name: str
    show_nhs_logo: bool
    home: str
    person: str = ""
    account: str = ""
    sign_out: str = ""
    entries: list[Entry] = field(default_factory=list)
    footer: list[Entry] = field(default_factory=list)
    phase: str = ""
    banner: str = ""


def shell_of(request: HttpRequest | None) -> Shell:
    """The frame for this request. Without a request, or before sign-in is known: the bare frame."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    path = request.path if request is not None else ""
    access = access_of(user) if signed_in else NOBODY
    return Shell(
        service_name=settings.SERVICE_NAME,
        show_nhs_logo=settings.SHOW_NHS_LOGO,
        home=navigation.address("home" if signed_in else "front_page") or "/",
        person=_who(user.name or user.email, access) if signed_in and user else "",
        account=navigation.address("your_account") if signed_in else "",
        sign_out=navigation.address("account_logout") if signed_in else "",
        entries=navigation.main_entries(access, signed_in=signed_in, path=path),
        footer=navigation.footer_entries(path),
        phase="Beta",
        banner=DEMONSTRATION_WORDS if settings.DEMONSTRATION else "",
    )


def _who(name: str, access: Access) -> str:
    """ "Asha Verma, programme lead": a person's weightiest role, in the order of the table."""
    for role in Role:
        if role in access.roles:
            return f"{name}, {role.label[0].lower()}{role.label[1:]}"
    return f"{name}, guest" if access.user_id else name

"""Every address of the portal, with the view behind it and the rule that the view declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, URLResolver, get_resolver

from buddy_portal.accounts.admin_site import PortalAdminSite
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import DeclaredRule

PUBLIC = DeclaredRule(public=True)
SIGNED_IN = DeclaredRule()
ADMIN = DeclaredRule(permissions=frozenset({Permission.USE_ADMIN}))
# Views of other packages cannot carry a declaration: theirs stand here, by name.
THIRD_PARTY: dict[str, DeclaredRule] = {
    "account_login": PUBLIC,
    "account_inactive": PUBLIC,
    "account_logout": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,  # between password and second step nobody is signed in yet
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf."""

    name: str
    pattern: str
    view: Callable[..., Any]
    kwargs: tuple[str, ...]

    @property
    def rule(self) -> DeclaredRule | None:
        return declared_rule(self)

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:") or self.pattern.startswith("admin/")


def every_address(patterns: Iterable[Any] | None = None) -> list[Address]:
    """All patterns, includes and the admin site followed to their ends."""
    return list(_walk(get_resolver().url_patterns if patterns is None else patterns, "", "", ()))


def declared_rule(address: Address) -> DeclaredRule | None:
    """What the view declares, or the table above says; None where nobody said anything."""
    declared = getattr(address.view, "declared_rule", None)
    if isinstance(declared, DeclaredRule):
        return declared
    if _goes_through_our_admin(address.view):
        return ADMIN
    return THIRD_PARTY.get(address.name)


def _goes_through_our_admin(view: Callable[..., Any]) -> bool:
    """Django marks what it wraps in the site's `admin_view` with the site or the model's admin."""
    site = getattr(view, "admin_site", None)
    model_admin = getattr(view, "model_admin", None)
    if isinstance(model_admin, ModelAdmin):
        site = model_admin.admin_site
    return isinstance(site, PortalAdminSite)


def _walk(
    patterns: Iterable[Any], before: str, namespace: str, kwargs: tuple[str, ...]
) -> Iterator[Address]:
    for entry in patterns:
        pattern = f"{before}{entry.pattern}"
        names = (*kwargs, *entry.pattern.converters, *_groups(entry))
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner, names)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name or ''}", pattern, entry.callback, names)


def _groups(entry: Any) -> tuple[str, ...]:
    """Named groups of a pattern written as a regular expression."""
    if entry.pattern.converters:
        return ()
    return tuple(entry.pattern.regex.groupindex)

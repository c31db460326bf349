"""Which fields of a form are kept while they are typed, and how they are filled in again.

A page carries a signed mark: whose page it is, the address that its form is sent to, and the names
of the fields that may be kept. So nothing else can be kept, and what is sent after the session has
ended still finds its owner. Passwords, tokens and files are never named in a mark.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from buddy_portal.accounts.typed_text import SECRET_WORDS
from buddy_portal.design.widgets import DateParts

MARK = "page_mark"
_SALT = "improvement_plans.page_mark"
# A session lasts twelve hours at most, so no page of it is older.
_OLDEST = datetime.timedelta(hours=13)
_SECRET_WIDGETS = (forms.FileInput, forms.PasswordInput)
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageMark:
    """Whose page it is, where its form is sent to, and which fields of it are kept."""

    user_id: int
    path: str
    names: tuple[str, ...]

    def signed(self) -> str:
        """The mark as the page carries it."""
        return signing.dumps([self.user_id, self.path, self.names], salt=_SALT, compress=True)

    def fields_of(self, sent: QueryDict) -> Fields:
        """What was sent of the fields that may be kept. PostgreSQL stores no NUL."""
        return tuple(
            (name, str(value).replace("\x00", ""))
            for name in self.names
            for value in sent.getlist(name)
        )


def read_mark(signed: str) -> PageMark | None:
    """The mark of a page of ours, or None where it is none, was changed, or is too old."""
    try:
        user_id, path, names = signing.loads(signed, salt=_SALT, max_age=_OLDEST)
    except signing.BadSignature:
        return None
    return PageMark(user_id, path, tuple(names))


@dataclass(frozen=True)
class KeptText:
    """What was kept of a form, and since when."""

    at: datetime.datetime
    fields: Fields
    mark: str = ""


class KeepsTyping:
    """For a form whose text is kept while it is typed: see `views.keeping.keep_typing`."""

    fields: dict[str, forms.Field]
    data: Any
    is_bound: bool
    kept: KeptText | None = None

    def carry_mark(self, mark: str) -> None:
        """Put the mark into the page. Only called once the form was checked."""
        # Without an id: a page may hold several such forms.
        hidden = forms.HiddenInput(attrs={"id": False})
        self.fields[MARK] = forms.CharField(required=False, widget=hidden, initial=mark)
        if self.is_bound:
            self.data = self.data.copy()
            self.data[MARK] = mark


def names_kept(kept_forms: Iterable[forms.BaseForm]) -> tuple[str, ...]:
    """The names of everything that a person types or chooses in these forms; () where nothing is.

    The version that a form was read at goes along, so that a kept text knows what it was about.
    """
    fields = [field for form in kept_forms for field in form]
    if not any(name for field in fields if not field.is_hidden for name in _names_of(field)):
        return ()
    return tuple(name for field in fields for name in _names_of(field))


def fill(form: forms.BaseForm, fields: Sequence[tuple[str, str]]) -> None:
    """Show in an unsent form what was kept of it, without saying yet what is wrong with it."""
    if form.is_bound:
        return
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, value in fields:
        data.appendlist(name, value)
    for field in form:
        names = list(_names_of(field))
        widget = field.field.widget
        # A box that is not ticked is not sent at all.
        if any(name in data for name in names) or (
            names and isinstance(widget, forms.CheckboxInput)
        ):
            value = widget.value_from_datadict(data, MultiValueDict(), field.html_name)
            form.initial[field.name] = value


def _names_of(field: forms.BoundField) -> Iterator[str]:
    name, widget = field.html_name, field.field.widget
    if isinstance(widget, _SECRET_WIDGETS) or any(word in name.lower() for word in SECRET_WORDS):
        return
    if field.is_hidden and field.name != "read_version":
        return
    if isinstance(widget, DateParts):
        yield from (f"{name}-{part}" for part in DateParts.PARTS)
    else:
        yield name

"""A form that is taken in once, however often it is sent."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django import forms

from improvement_plans.forms.keeping import MARK, KeepsTyping

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "form_key", MARK})
NOT_WHOLE = "This page was not sent whole. Open it again from the start"


class SentOnce(KeepsTyping):
    """Adds the hidden `form_key`, made anew for each page: give it to `sending.send_once`.

    What comes without a key did not come from one of our pages, and is taken in as something new.
    """

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["form_key"] = forms.UUIDField(
            required=False,
            widget=forms.HiddenInput,
            label="Key of the page",
            initial=uuid.uuid4,
            error_messages={"invalid": NOT_WHOLE},
        )

    def key(self) -> uuid.UUID:
        """The key that the page was made with."""
        found: uuid.UUID | None = self.cleaned_data["form_key"]
        if found is None:
            found = self.cleaned_data["form_key"] = uuid.uuid4()
        return found

    def digest(self) -> str:
        """A fingerprint of what was typed, so that the same key with other words is noticed."""
        typed = [
            (name, value)
            for name in sorted(self.data)
            if name not in NOT_TYPED
            for value in self.data.getlist(name)
        ]
        return hashlib.sha256(repr(typed).encode("utf-8", "surrogatepass")).hexdigest()

    def typed_values(self) -> dict[str, Any]:
        """The cleaned values without what the page added by itself."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("form_key", "read_version")
        }

    def begin_anew(self) -> None:
        """Give the form another key, so that what it holds now can be sent as something new."""
        self.data = self.data.copy()
        self.data["form_key"] = str(uuid.uuid4())

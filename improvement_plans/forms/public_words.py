"""Forms whose words everybody will read: they show what was found, and ask why it may stay."""

from __future__ import annotations

from typing import Any

from django import forms

from buddy_portal.design.forms import NhsForm
from improvement_plans.public_words import PublicWords


class ShowsFindings(NhsForm):
    """Shows what could say who somebody is in a text that is on its way to the public."""

    findings: tuple[str, ...] = ()
    asks_why = False

    def show_findings(self, words: PublicWords) -> None:
        self.findings = tuple(words.findings)


class AsksWhyItMayStay(ShowsFindings):
    """Asks for the reason as well. The person decides; it is kept on record."""

    def ask_why(self, words: PublicWords) -> None:
        self.show_findings(words)
        self.asks_why = bool(self.findings)
        if self.asks_why:
            self.fields["kept_reason"] = self._prepared(
                "kept_reason",
                forms.CharField(
                    label="Why may these words stay?",
                    max_length=300,
                    required=False,
                    help_text="For example: the name is that of a ward. Kept on record.",
                ),
            )

    def kept_reason(self) -> str:
        """Why what was found may stay."""
        return str(self.cleaned_data.get("kept_reason", ""))

    def typed_text(self, name: str) -> str:
        """What was typed into a field, no longer than it may be."""
        field: Any = self.fields[name]
        return str(self.data.get(name, ""))[: field.max_length]

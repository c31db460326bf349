"""Forms about people: finding, inviting, giving and ending roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from buddy_portal.accounts.forms.sign_in import HINT_FOR_NEW, NOT_THE_SAME
from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import PROGRAMME_ROLES, Role
from buddy_portal.design.forms import NhsForm

ROLE_HINTS = {
    Role.PROGRAMME_LEAD.value: "Runs schemes, pairs trusts, signs reports off",
    Role.PROGRAMME_ANALYST.value: "Imports and checks; reads everything",
    Role.ADMINISTRATOR.value: "Looks after people and reference data",
    Role.TRUST_LEAD.value: "Applies for the trust, writes and updates its plan",
    Role.TEAM_MEMBER.value: "Updates the actions they own",
    Role.SPONSOR.value: "Backs the application and approves the plan",
    Role.OBSERVER.value: "Reads",
}


class PeopleFilterForm(NhsForm):
    method = "get"
    submit_text = "Find"
    search = forms.CharField(label="Name or e-mail address", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "Any role"), *Role.choices]
    )
    trust_code = forms.ChoiceField(label="Trust", required=False)

    def __init__(self, *args: Any, trusts: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["trust_code"].choices = [("", "Any trust"), *trusts.items()]  # type: ignore[attr-defined]


class SeatForm(NhsForm):
    """Which role, and where. The trust is asked for where there is a choice."""

    nouns = {"role": "a role", "trust_code": "a trust"}
    choice_hints = {"role": ROLE_HINTS}
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    trust_code = forms.ChoiceField(
        label="Trust",
        required=False,
        help_text="For roles in a trust. Leave empty for the programme.",
    )

    def __init__(
        self, *args: Any, roles: list[Role], trusts: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["trust_code"].choices = [("", "Choose a trust"), *trusts.items()]  # type: ignore[attr-defined]
        if not PROGRAMME_ROLES & set(roles):
            self.fields["trust_code"].help_text = ""
        if len(trusts) == 1 and not PROGRAMME_ROLES & set(roles):
            self.initial.setdefault("trust_code", next(iter(trusts)))


class AddRoleForm(SeatForm):
    submit_text = "Give this role"


class InviteForm(SeatForm):
    nouns = {**SeatForm.nouns, "name": "their full name", "email": "their e-mail address"}
    submit_text = "Send invitation"
    name = forms.CharField(label="Full name", max_length=150)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Their own work address. The invitation is a link that works once.",
    )
    field_order = ("name", "email", "role", "trust_code")


class ReasonForm(NhsForm):
    """Before a right is taken away or given back: why, for whoever reads the trail later."""

    nouns = {"reason": "a reason"}
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit trail.",
    )

    def __init__(self, *args: Any, button: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.submit_text = button  # type: ignore[misc]  # one form, the button names the act


class ConfirmForm(NhsForm):
    """A form with nothing but its button."""

    def __init__(self, *args: Any, button: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.submit_text = button  # type: ignore[misc]  # one form, the button names the act


class NameForm(NhsForm):
    nouns = {"name": "your full name"}
    submit_text = "Save name"
    name = forms.CharField(
        label="Full name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class NewAccountForm(NameForm):
    """Somebody who accepts an invitation and has no account yet."""

    nouns = {
        **NameForm.nouns,
        "password1": "a password",
        "password2": "the password again",
    }
    submit_text = "Accept and sign in"
    password1 = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        help_text=HINT_FOR_NEW,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Password again",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, again = cleaned.get("password1"), cleaned.get("password2")
        if not first:
            return cleaned
        try:
            validate_password(first, User(email=self.email, name=cleaned.get("name", "")))
        except ValidationError as problem:
            self.add_error("password1", problem)
        if again and first != again:
            self.add_error("password2", NOT_THE_SAME)
        return cleaned

"""The forms of the door: allauth's own checks, with our controls and our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from buddy_portal.design.forms import FormHabits

ADDRESS = "E-mail address"
HINT_FOR_NEW = (
    "At least 12 characters. Three or more words that do not belong together are easy to remember "
    "and hard to guess."
)
NOT_THE_SAME = "The two passwords are not the same. Type the new password twice"


class SignInForm(FormHabits, account.LoginForm):
    nouns = {"login": "your e-mail address", "password": "your password"}
    submit_text = "Sign in"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = ADDRESS
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class ResetPasswordForm(FormHabits, account.ResetPasswordForm):
    nouns = {"email": "your e-mail address"}
    submit_text = "Send me a link"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = ADDRESS
        self.fields["email"].widget.attrs["autocomplete"] = "username"


class TypedTwice:
    """Says in our words what is wrong when the two new passwords differ."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if "password2" in self.errors:  # type: ignore[attr-defined]
            given, again = cleaned.get("password1"), self.data.get("password2")  # type: ignore[attr-defined]
            if given and again and given != again:
                self.errors["password2"] = self.error_class([NOT_THE_SAME])  # type: ignore[attr-defined]
        return cleaned


class NewPassword(TypedTwice, FormHabits):
    """The two fields of a new password."""

    nouns = {
        "oldpassword": "your current password",
        "password1": "a new password",
        "password2": "the new password again",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in {
            "oldpassword": "Current password",
            "password1": "New password",
            "password2": "New password again",
        }.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = HINT_FOR_NEW if name == "password1" else ""


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    submit_text = "Change password"


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    submit_text = "Set password"


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    submit_text = "Set new password"


class ConfirmPasswordForm(FormHabits, account.ReauthenticateForm):
    nouns = {"password": "your password"}
    submit_text = "Go on"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class _Code(FormHabits):
    nouns = {"code": "the code"}
    submit_text = "Go on"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["code"]
        field.label = "Code from your authenticator app, or a recovery code"
        field.widget.attrs.update({"inputmode": "numeric", "width": 10})
        field.widget.attrs.pop("placeholder", None)


class CodeForm(_Code, mfa.AuthenticateForm):
    """The second factor at sign-in."""


class ConfirmCodeForm(_Code, mfa.ReauthenticateForm):
    """The second factor before something that matters."""


class AddAppForm(_Code, totp.ActivateTOTPForm):
    submit_text = "Add the app"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = "Code that the app shows now"

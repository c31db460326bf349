"""Forms for evidence: a file, checked by its content, or a link; and taking one away."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from buddy_portal.design.form_fields import FileUpload
from buddy_portal.design.forms import NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.uploads.child import check_apart
from improvement_plans.uploads.kinds import MOST_BYTES, CheckedFile, NotTaken


class EvidenceForm(SentOnce, NhsForm):
    """What it shows, the file or the link, and the declaration."""

    submit_text = "Add evidence"
    nouns = {"shows": "what it shows"}

    shows = forms.CharField(
        label="What does it show?",
        max_length=300,
        help_text="In one line, such as “Audit of 7 wards: 92% of patients have the card”.",
    )
    file = FileUpload(
        label="File",
        kinds=("pdf", "docx", "xlsx", "png", "jpg", "jpeg"),
        most_bytes=MOST_BYTES,
        noun="a file",
        required=False,
        help_text="PDF, Word, Excel, PNG or JPEG, up to 10 MB. From pictures we take away where "
        "and when they were made.",
    )
    link = forms.URLField(
        label="Or a link",
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message="Enter a full web address, like https://www.example.nhs.uk",
            )
        ],
        help_text="To a page that the people of this plan can open.",
    )
    no_patient_data = forms.BooleanField(
        label="Nobody’s patient data is in it: no name, number, date of birth or face of a patient"
    )

    def clean_file(self) -> CheckedFile | None:
        """The file as it may be kept."""
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        try:
            return check_apart(sent.name, sent.read())
        except NotTaken as refused:
            raise ValidationError(refused.sentence) from None

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if "@" in link.split("//", 1)[-1].split("/", 1)[0]:
            raise ValidationError("Enter a link without a name or password in it")
        return link

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in found and "link" in found and bool(found["file"]) == bool(found["link"]):
            both = bool(found["file"])
            self.add_error(
                "link" if both else "file",
                "Give a file or a link, not both" if both else "Choose a file, or enter a link",
            )
        return found

    def digest(self) -> str:
        """The content belongs to what was sent."""
        file: CheckedFile | None = self.cleaned_data["file"]
        held = hashlib.sha256(file.content).hexdigest() if file else ""
        return hashlib.sha256(f"{super().digest()}{held}".encode()).hexdigest()


class RemoveEvidenceForm(SentOnce, NhsForm):
    """Taking evidence away, with a reason."""

    submit_text = "Remove this evidence"
    submit_variant = "warning"
    nouns = {"reason": "why it is removed"}

    reason = forms.CharField(
        label="Why is it removed?",
        max_length=500,
        help_text="The reason stays on view. Do not repeat patient data in it.",
    )


class VerifyEvidenceForm(SentOnce, NhsForm):
    """Saying that a piece of evidence shows what it is said to show."""

    submit_text = "It shows this"

    saw = forms.CharField(
        label="What did you see?",
        widget=forms.Textarea,
        max_length=500,
        required=False,
        help_text="Such as “Counted 52 of 58 notes with the card”. You can leave it empty.",
    )

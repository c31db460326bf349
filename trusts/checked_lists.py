"""A list of trusts between its check and its import: in the form, signed, so nothing is stored."""

from __future__ import annotations

import base64
import binascii
import datetime
from dataclasses import dataclass

from django.core import signing

from trusts.refusals import FileNotAccepted

SALT = "checked list of trusts"
GOOD_FOR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class CheckedList:
    """The file as it was checked."""

    name: str
    content: bytes


def seal(checked: CheckedList) -> str:
    """The list as text that nobody can change on its way through the browser."""
    text = base64.b85encode(checked.content).decode()
    return signing.dumps({"name": checked.name, "content": text}, salt=SALT, compress=True)


def unseal(sealed: str) -> CheckedList:
    """The list back. Raises FileNotAccepted where it is too old, or not as it was."""
    try:
        found = signing.loads(sealed, salt=SALT, max_age=GOOD_FOR)
        return CheckedList(found["name"], base64.b85decode(found["content"]))
    except (signing.BadSignature, binascii.Error, ValueError):
        raise FileNotAccepted(
            "The check was too long ago. Choose the list again, and import it within an hour.",
            field="file",
        ) from None

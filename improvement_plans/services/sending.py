"""Taking a form in once: a double click, a resent page or a retried request does one thing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable

from django.db import transaction

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.inserts import insert_once
from improvement_plans.models import SentForm

# Nobody sends the same page again after so long.
KEPT = datetime.timedelta(days=30)


class SentAlready(Refusal):
    """This form was taken in before, with other words or from somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "You have sent this page already, and what you sent then is saved. What you typed now "
            "is different: read it again, then send it once more to save this too."
        )


def send_once(*, by: User, key: uuid.UUID, digest: str, act: Callable[[], object]) -> bool:
    """Run `act` unless the form with this key was taken in before; say whether it ran.

    The key and what `act` writes are saved together or not at all: of many identical forms that
    arrive at once, the database lets one in and the others wait for it. A refusal raised by `act`
    leaves no trace, so that the mended form may carry the same key.
    """
    with transaction.atomic():
        if insert_once(SentForm(key=key, by=by, digest=digest), key="key"):
            act()
            return True
        sent = SentForm.objects.get(key=key)
        if sent.by_id != by.pk or sent.digest != digest:
            raise SentAlready
    return False


def forget_old_forms(*, before: datetime.datetime) -> int:
    """Delete the keys of forms sent 30 days before this moment or earlier; say how many."""
    deleted, _by_model = SentForm.objects.filter(at__lte=before - KEPT).delete()
    return deleted

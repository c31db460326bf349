"""Changing the weights and gates of a scheme's pairing: each change is a version of its own."""

from __future__ import annotations

import datetime

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import Scheme
from trusts.pairing_settings import PairingSettings
from trusts.refusals import NothingChanged, ReasonMissing, SettingsOutOfRange
from trusts.services.changes import save_change


@transaction.atomic
def change_pairing_settings(
    *,
    scheme_id: int,
    settings: PairingSettings,
    reason: str,
    read_at: int,
    by: User,
    today: datetime.date,
) -> Scheme:
    """Save new weights and gates as the next version, with the reason.

    Drafts worked out before are out of date by it; pairs that were proposed keep the weights that
    proposed them. Raises StaleVersion where the scheme was changed meanwhile.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    for field, sentence in settings.problems():
        raise SettingsOutOfRange(sentence, field=field)
    if not reason.strip():
        raise ReasonMissing("Enter why the settings change", field="reason")
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme_id)
    if settings == PairingSettings.from_json(scheme.pairing_weights):
        raise NothingChanged("These are the settings that the scheme has already.")
    save_change(
        thing=scheme,
        by=by,
        action="changed the weights of the pairing",
        values={
            "pairing_weights": settings.as_json(),
            "pairing_weights_version": scheme.pairing_weights_version + 1,
        },
        reason=reason.strip(),
        read_at=read_at,
    )
    return scheme

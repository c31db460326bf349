"""The admin site of trusts, schemes and pairs. Importing registers."""

from trusts.admin.pairs import BuddyPairAdmin, PairingDraftAdmin
from trusts.admin.schemes import ParticipationAdmin, SchemeAdmin
from trusts.admin.trusts import TrustAdmin, TrustSuccessionAdmin

__all__ = [
    "BuddyPairAdmin",
    "PairingDraftAdmin",
    "ParticipationAdmin",
    "SchemeAdmin",
    "TrustAdmin",
    "TrustSuccessionAdmin",
]

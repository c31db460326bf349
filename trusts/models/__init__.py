"""Who the trusts are, what their patients said, and who is paired with whom."""

from trusts.models.pairing import CERTAINTY, BuddyPair, PairAnswer, PairingDraft, PairState
from trusts.models.pairing_request import DraftAct, PairingRequest
from trusts.models.replaced import ReplacedScores
from trusts.models.scheme import (
    Participation,
    ParticipationRole,
    ParticipationState,
    Phase,
    Scheme,
    SchemeKind,
)
from trusts.models.sponsor_request import SponsorRequest
from trusts.models.spread import QuestionSpread
from trusts.models.survey import (
    Comparability,
    ImportState,
    Level,
    Question,
    Scale,
    Score,
    Survey,
    SurveyImport,
    SurveyYear,
)
from trusts.models.trust import Trust, TrustSuccession

__all__ = [
    "CERTAINTY",
    "BuddyPair",
    "Comparability",
    "DraftAct",
    "ImportState",
    "Level",
    "PairAnswer",
    "PairState",
    "PairingDraft",
    "PairingRequest",
    "Participation",
    "ParticipationRole",
    "ParticipationState",
    "Phase",
    "Question",
    "QuestionSpread",
    "ReplacedScores",
    "Scale",
    "Scheme",
    "SchemeKind",
    "Score",
    "SponsorRequest",
    "Survey",
    "SurveyImport",
    "SurveyYear",
    "Trust",
    "TrustSuccession",
]

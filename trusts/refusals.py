"""What the rules of schemes, applications and pairs do not allow, each with its sentence."""

from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, StaleVersion, WrongState

__all__ = [
    "AlreadyAnswered",
    "AlreadyBeingWorkedOut",
    "AnswerDateNotAhead",
    "AnswerTooLate",
    "ApplicationChanged",
    "ApplicationNotComplete",
    "ConflictDeclared",
    "DeclinedBefore",
    "DraftOutdated",
    "FileNotAccepted",
    "ImportBuiltUpon",
    "ImportHeld",
    "LeadNotOfTrust",
    "LockContradictsRule",
    "MenteeAlreadyPaired",
    "MentorFull",
    "NameTaken",
    "NotAllowed",
    "NotFound",
    "NotTakingPart",
    "NothingChanged",
    "NothingToPropose",
    "OutsideVolunteering",
    "PairWithItself",
    "PhasesOutOfOrder",
    "PlacesDoNotFitRole",
    "QuestionsNotKnown",
    "ReasonMissing",
    "ResultsMovedOn",
    "RowsRefused",
    "SampleWindowNotClear",
    "ScalesDiffer",
    "SettingsOutOfRange",
    "SponsorNotAgreed",
    "StaleVersion",
    "SurveysDoNotFit",
    "UnknownNeed",
    "UnknownTrust",
    "WrongState",
]


class PhasesOutOfOrder(Refusal):
    """A phase ends before it begins, or begins before an earlier one."""


class SurveysDoNotFit(Refusal):
    """Baseline, follow-up and prior year are not years of one survey in their order."""


class NameTaken(Refusal):
    """Another one has this name."""


class OutsideVolunteering(Refusal):
    """A trust applies before or after the volunteering phase."""


class ApplicationNotComplete(Refusal):
    """An application lacks what the programme needs to decide."""


class ApplicationChanged(WrongState):
    """A sponsor answers about words that are no longer those of the application."""


class PlacesDoNotFitRole(Refusal):
    """A mentor offers no place, or a mentee offers some."""


class LeadNotOfTrust(Refusal):
    """The named lead has no part in the trust."""


class UnknownNeed(Refusal):
    """A priority was given to a question that is not among the trust's results."""


class UnknownTrust(Refusal):
    """A trust is named that the portal does not know."""


class SponsorNotAgreed(Refusal):
    """The executive sponsor has not agreed to the application."""


class ReasonMissing(Refusal):
    """Something that others must understand later was done without a reason."""


class NotTakingPart(Refusal):
    """A trust that was not accepted as mentor or mentee of the scheme."""


class PairWithItself(Refusal):
    """A trust cannot be its own buddy."""


class MenteeAlreadyPaired(Refusal):
    """The mentee has a proposed, agreed or active pair."""


class MentorFull(Refusal):
    """Every place of the mentor is taken."""


class DeclinedBefore(Refusal):
    """One of the two trusts has declined this pair before."""


class ConflictDeclared(Refusal):
    """One of the two trusts has declared a conflict of interest with the other."""


class AnswerDateNotAhead(Refusal):
    """Proposals must leave time to answer."""


class AnswerTooLate(Refusal):
    """The last day to answer has passed."""


class AlreadyAnswered(Refusal):
    """This trust has answered the proposal before."""


class NothingToPropose(Refusal):
    """The draft holds no pair that could be proposed."""


class LockContradictsRule(Refusal):
    """A pair is locked that the rules or a forbidden pair rule out."""


class DraftOutdated(Refusal):
    """What a draft was worked out from has changed since."""


class FileNotAccepted(Refusal):
    """A file that is no table we understand, or holds nothing for the survey year."""


class QuestionsNotKnown(Refusal):
    """A survey year whose questions the portal does not know."""


class RowsRefused(Refusal):
    """Rows of the file are refused, and nobody said why they may be left out."""


class ResultsMovedOn(Refusal):
    """The stored results changed between the check of a file and its import."""


class BeingWritten(Refusal):
    """A worker is keeping the outcome of its work on a file."""


class ImportHeld(Refusal):
    """A published report uses the figures of the import."""


class ImportBuiltUpon(Refusal):
    """A later import changed figures of this one."""


class WouldGiveAway(Refusal):
    """A hidden score could be worked out from what would then be stored."""


class SampleWindowNotClear(Refusal):
    """The sample window of a survey year has one end only, or ends before it begins."""


class ScalesDiffer(Refusal):
    """A question is called comparable or not that two years score on different scales."""


class SettingsOutOfRange(Refusal):
    """Weights of the pairing that do not add up, or a floor outside 0 to 100."""


class AlreadyBeingWorkedOut(Refusal):
    """A worker has a set of this scheme's pairs in hand."""


class NothingChanged(Refusal):
    """What was sent is what is there already."""

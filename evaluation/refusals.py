"""Reasons why a protocol cannot be frozen, an evaluation compiled, or a report published yet."""

from buddy_portal.accounts.refusals import Refusal


class CannotEvaluate(Refusal):
    """What an evaluation needs is not there. Trying again changes nothing."""


class TooEarly(Refusal):
    """A report was to be published before the day that its sign-off set."""


class CheckIsOver(Refusal):
    """The last day to check the facts of a report has passed."""


class FactsNotChecked(Refusal):
    """A report was to be signed off while its facts were still being checked."""


class NameWithdrawn(Refusal):
    """A report names somebody in a way that no longer holds, and was compiled before that."""


class TellsApart(Refusal):
    """A report differs from a public one by a few patients, and was compiled before that one."""


class NothingToFreeze(Refusal):
    """A protocol would settle nothing, or nothing new."""


class ReasonMissing(Refusal):
    """A change that stays on record has no reason."""


class NotOutside(Refusal):
    """Only a trust outside the scheme can be left out of those compared with."""

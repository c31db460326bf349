"""Reasons why an evaluation cannot be compiled, or a report not be published yet."""

from buddy_portal.accounts.refusals import Refusal


class CannotEvaluate(Refusal):
    """What an evaluation needs is not there. Trying again changes nothing."""


class TooEarly(Refusal):
    """A report was to be published before the day that its sign-off set."""

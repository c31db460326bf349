"""Reasons why an evaluation cannot be compiled. The sentence is shown with the run."""

from buddy_portal.accounts.refusals import Refusal


class CannotEvaluate(Refusal):
    """What an evaluation needs is not there. Trying again changes nothing."""

"""What can be wrong with a request to pair trusts. Each error carries a sentence fit to show."""


class MatchingError(ValueError):
    """The request cannot be right as it stands; the message says what to mend."""


class UnreadableInput(MatchingError):
    """The input is not what the method reads: a missing part, or a part of the wrong kind."""


class WrongShape(MatchingError):
    """A table does not have a row for every mentor and a column for every mentee."""


class ScoreNotAllowed(MatchingError):
    """A score is not a whole number within the range the method can keep exact."""


class CapacityNotAllowed(MatchingError):
    """A mentor's capacity is not a whole number of places, 0 or more."""


class DuplicateCode(MatchingError):
    """A trust appears twice among the mentors, or twice among the mentees."""


class UnknownCode(MatchingError):
    """A pair names a trust that is not among the mentors or mentees."""


class PairedWithItself(MatchingError):
    """A trust has a score as its own buddy."""


class LockContradictsGate(MatchingError):
    """A locked pair is one that is not allowed."""


class LockExceedsCapacity(MatchingError):
    """More pairs are locked with a mentor than the mentor has places."""


class PairedTwice(MatchingError):
    """A mentee has more than one mentor among the locked, or among the previous, pairs."""


class FigureOutOfRange(MatchingError):
    """A survey figure, weight or rule lies outside its scale."""

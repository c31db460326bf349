"""Who is evaluated, on which questions, between which surveys."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evaluation.statistics.panel import PanelError

TargetsBy = Mapping[str, Iterable[str]] | Iterable[tuple[str, str]]


class DesignError(PanelError):
    """A scheme that cannot be evaluated as described: the sentence says why."""


@dataclass(frozen=True)
class Design:
    """A scheme's roles, targets and survey years. Make it with `design_of`, which checks it."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    baseline: int
    follow_up: int
    prior: int | None = None

    @property
    def target_cells(self) -> tuple[tuple[str, str], ...]:
        """Every (mentee, question) targeted, by mentee, questions in the order given."""
        return tuple((code, name) for code, names in self.targets.items() for name in names)


def design_of(
    *,
    mentees: Collection[str],
    mentors: Collection[str],
    targets: TargetsBy,
    baseline: int,
    follow_up: int,
    prior: int | None = None,
) -> Design:
    """Check and sort a scheme's description, so that the order it came in never matters.

    targets: mentee -> questions, or (mentee, question) pairs; repeats count once. Raises
    DesignError for years out of order and for targets of a trust that is not a mentee.
    """
    if follow_up <= baseline:
        raise DesignError(f"The follow-up ({follow_up}) must come after the baseline ({baseline}).")
    if prior is not None and prior >= baseline:
        raise DesignError(f"The prior year ({prior}) must come before the baseline ({baseline}).")
    wanted = _by_mentee(targets)
    strangers = sorted(set(wanted) - set(mentees))
    if strangers:
        raise DesignError(f"There are targets for {', '.join(strangers)}, not among the mentees.")
    return Design(
        mentees=tuple(sorted(set(mentees))),
        mentors=tuple(sorted(set(mentors))),
        targets=dict(sorted(wanted.items())),
        baseline=baseline,
        follow_up=follow_up,
        prior=prior,
    )


def _by_mentee(targets: TargetsBy) -> dict[str, tuple[str, ...]]:
    pairs: Iterable[tuple[str, str]]
    if isinstance(targets, Mapping):
        pairs = ((code, question) for code, listed in targets.items() for question in listed)
    else:
        pairs = targets
    collected: dict[str, dict[str, None]] = {}
    for code, question in pairs:
        collected.setdefault(code, {})[question] = None
    return {code: tuple(questions) for code, questions in collected.items()}

"""The jobs that messages can name, registered by the apps that own them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# What a job leaves behind in the database, written in one transaction with the end of its message.
Effect = Callable[[], None]
Work = Callable[..., Effect | None]
GaveUp = Callable[..., None]


class UnknownJob(LookupError):
    """A message names a job that no app registers."""


@dataclass(frozen=True)
class Job:
    """`work` takes the payload by keyword and returns its effect. `gave_up` says so to people.

    `forget` names what is taken out of the payload once the job is done: the text of a mail may
    hold a link that opens an account.
    """

    name: str
    work: Work
    gave_up: GaveUp | None = None
    forget: tuple[str, ...] = ()


_jobs: dict[str, Job] = {}


def register(
    name: str, work: Work, *, gave_up: GaveUp | None = None, forget: tuple[str, ...] = ()
) -> None:
    """Make a job known under a name. Called once, when the owning app is ready."""
    _jobs[name] = Job(name, work, gave_up, forget)


def job_named(name: str) -> Job:
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(name) from None

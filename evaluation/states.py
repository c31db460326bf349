"""The allowed moves of runs and reports, as tables."""

from __future__ import annotations

from collections.abc import Mapping

from buddy_portal.accounts.refusals import WrongState
from evaluation.models import ReportState as P
from evaluation.models import RunState as R

RUN_MOVES: Mapping[R, frozenset[R]] = {
    R.QUEUED: frozenset({R.COMPILING, R.COMPILED, R.FAILED, R.CANCELLED}),
    R.COMPILING: frozenset({R.COMPILED, R.FAILED, R.CANCELLED}),
    R.COMPILED: frozenset(),
    R.FAILED: frozenset({R.QUEUED}),
    R.CANCELLED: frozenset(),
}

# Runs that a worker may still have to do.
OPEN_RUNS = (R.QUEUED, R.COMPILING)

REPORT_MOVES: Mapping[P, frozenset[P]] = {
    P.COMPILED: frozenset({P.FACT_CHECK, P.WITHDRAWN}),
    P.FACT_CHECK: frozenset({P.SIGNED_OFF, P.WITHDRAWN}),
    P.SIGNED_OFF: frozenset({P.PUBLISHED, P.WITHDRAWN}),
    P.PUBLISHED: frozenset({P.CORRECTED, P.WITHDRAWN}),
    P.CORRECTED: frozenset(),
    P.WITHDRAWN: frozenset(),
}
# What the public may see: a withdrawn report keeps its address and says why it is gone.
WAS_PUBLIC = frozenset({P.PUBLISHED, P.CORRECTED})


def check_report_move(current: str, new: P) -> None:
    """Raise WrongState unless a report may go from one state to the other."""
    if new not in REPORT_MOVES[P(current)]:
        raise WrongState(
            f"This report is “{P(current).label.lower()}” and cannot become “{new.label.lower()}”."
        )

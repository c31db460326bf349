"""A made-up scheme of five mentees, for tests."""

from typing import NamedTuple

import numpy as np

from evaluation.simulation.worlds import (
    AFTER,
    BEFORE,
    PRIOR,
    WORLDS,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics import Panel, ScoreRow, evaluate_scheme

QUICK = {"draws": 99, "resamples": 49}


class Given(NamedTuple):
    rows: list[ScoreRow]
    mentees: list[str]
    mentors: list[str]
    targets: dict[str, list[str]]


def world_rows(seed=2, trusts=140, effect=0.0):
    """Rows, mentees, mentors and targets of a made-up scheme of five mentees, 2014 to 2016."""
    rng = np.random.default_rng(seed)
    surveys = draw_surveys(WORLDS["A"], rng)
    roles = draw_roles(surveys, 5, rng)
    flags = choose_targets(surveys, roles.mentees, "worst 5", rng)
    observed = surveys.observed.copy()
    observed[AFTER, roles.mentees] += effect * flags / 100
    rows = [
        ScoreRow(
            f"T{trust:03}",
            2014 + year,
            f"Q{question}",
            int(surveys.answers[year, trust, question]),
            100 * min(1.0, float(observed[year, trust, question])),
        )
        for year in (PRIOR, BEFORE, AFTER)
        for trust in range(trusts)
        for question in range(60)
    ]
    mentees = [f"T{trust:03}" for trust in roles.mentees]
    targets = {
        code: [f"Q{question}" for question in np.flatnonzero(row)]
        for code, row in zip(mentees, flags, strict=True)
    }
    return Given(rows, mentees, [f"T{trust:03}" for trust in roles.mentors], targets)


def evaluate(rows, mentees, mentors, targets, **changed):
    years = {"baseline": 2015, "follow_up": 2016, "prior": 2014}
    return evaluate_scheme(
        Panel.from_rows(rows),
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        **{**years, **QUICK, **changed},
    )


def hide(rows, keep):
    return [row if keep(row) else row._replace(score=None) for row in rows]

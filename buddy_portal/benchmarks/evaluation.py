"""How long a whole report takes to compile, and its PDF alone: 15 pairs, 140 trusts, 3 years."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from buddy_portal.benchmarks.statistics import MENTEES, SEED, scheme_of
from evaluation.inputs import Inputs, PairInput, QuestionInput, TargetInput, YearInput
from evaluation.report.compiling import compile_report
from evaluation.report.content import build_content
from evaluation.report.pdf import make_pdf
from evaluation.report.view import build_view
from evaluation.statistics import ScoreRow
from evaluation.statistics.cohorts import Cohorts

YEARS = (2014, 2015, 2016)
WINDOW = ("2015-08-01", "2016-02-28")


def lines() -> Iterator[dict[str, Any]]:
    """The whole compile against its figures alone, and the PDF against its words and charts."""
    inputs = _inputs(scheme_of(np.random.default_rng(SEED)))
    figures = _seconds(lambda: build_content(inputs))
    whole = _seconds(lambda: compile_report(inputs, progress=lambda _step: None))
    yield _line(f"evaluation: whole compile of {MENTEES} pairs", whole, figures)
    # Another name: typst would hand out the pages that it has just set.
    view = build_view(build_content(replace(inputs, scheme="other scheme")))
    words = _seconds(lambda: build_view(build_content(inputs)))
    yield _line(f"evaluation: PDF of {MENTEES} pairs", _seconds(lambda: make_pdf(view)), words)


def _line(name: str, value: float, floor: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "s", "floor": floor, "ratio": value / floor}


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _inputs(scheme: Cohorts) -> Inputs:
    codes = list(scheme.trusts)
    mentees = [codes[place] for place in scheme.mentees]
    inside = {*scheme.mentees, *scheme.comparators}
    mentors = [code for place, code in enumerate(codes) if place not in inside]
    pairs = tuple(
        _pair(place, mentee, mentors[place % len(mentors)], scheme)
        for place, mentee in enumerate(mentees)
    )
    return Inputs(
        scheme="measured scheme",
        scheme_kind="Buddy scheme",
        window=WINDOW,
        survey="Measured survey",
        attribution="",
        is_fictional=True,
        baseline=YearInput(2015, ("2015-04-01", "2015-06-30"), "before", ()),
        follow_up=YearInput(2016, ("2016-04-01", "2016-06-30"), "after", ()),
        prior=2014,
        pairs=pairs,
        mentors=tuple(sorted(mentors)),
        mentees=tuple(sorted(mentees)),
        questions=tuple(
            QuestionInput(name, f"Question {name}", "", "percent", True, False, "Same number.")
            for name in scheme.questions
        ),
        mergers=(),
        rows=tuple(_rows(scheme)),
    )


def _pair(place: int, mentee: str, mentor: str, scheme: Cohorts) -> PairInput:
    targets = tuple(
        TargetInput(name, name, 80.0, "2016-02-28", 2015, None, None)
        for name, wanted in zip(scheme.questions, scheme.targets[place], strict=True)
        if wanted
    )
    return PairInput(
        pair_id=place,
        mentor_code=mentor,
        mentor=f"Trust {mentor}",
        mentee_code=mentee,
        mentee=f"Trust {mentee}",
        state="Completed",
        stayed=True,
        plan_state="Closed",
        plan_approved=True,
        window=WINDOW,
        targets=targets,
        actions=12,
        actions_complete=9,
    )


def _rows(scheme: Cohorts) -> Iterator[ScoreRow]:
    for year, survey in zip(YEARS, (scheme.prior, scheme.before, scheme.after), strict=True):
        if survey is None:
            continue
        for (trust, question), n in np.ndenumerate(survey.n):
            score = float(100 * survey.p[trust, question]) if n else None
            code, name = scheme.trusts[trust], scheme.questions[question]
            yield ScoreRow(code, year, name, int(n) or None, score)

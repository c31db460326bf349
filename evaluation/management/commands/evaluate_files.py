"""`python manage.py evaluate_files`: recompute an evaluation from CSV files, without a database."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.six_places import to_six_places

MOST_PROBLEMS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Evaluates a scheme from open data files and writes every figure as JSON, in percentage "
        "points and to six places. Needs no database. Scores: org_code,year,question,n,score"
        "[,scale] (score in per cent, or from 0 to 10 where scale says mean; a blank score is "
        "suppressed). Participants: org_code,role (mentor or mentee; excluded for a trust not "
        "compared with). Targets: org_code,question. Files are CSV in UTF-8. Ends with 1, naming "
        "row, column and reason, where a file cannot be used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scores", type=Path, required=True, metavar="S.csv")
        parser.add_argument("--participants", type=Path, required=True, metavar="P.csv")
        parser.add_argument("--targets", type=Path, required=True, metavar="T.csv")
        parser.add_argument("--baseline", type=int, required=True, metavar="Y0")
        parser.add_argument("--follow-up", type=int, required=True, metavar="Y1")
        parser.add_argument("--prior", type=int, metavar="Y", help="an earlier, unselected year")
        parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the draws (0)")
        parser.add_argument("--output", type=Path, required=True, metavar="OUT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        # numpy and scipy are loaded only when the command runs.
        from evaluation.score_files import FileRefused
        from evaluation.statistics import PanelError

        if options["seed"] < 0:
            raise CommandError("The seed is a whole number of 0 or more.")
        try:
            found = _evaluate(options)
        except FileRefused as refusal:
            raise CommandError(_problems(refusal)) from refusal
        except PanelError as refusal:
            raise CommandError(str(refusal)) from refusal
        for note in found["notes"]:
            self.stderr.write(f"Note: {note}")
        _write(options["output"], found)
        self.stdout.write(found["headline"]["verdict"])


def _evaluate(options: dict[str, Any]) -> dict[str, Any]:
    from evaluation.score_files import doubtful_scales, read_participants, read_scores
    from evaluation.statistics import Panel, differences, evaluate_scheme
    from evaluation.statistics.plain_data import plain_evaluation, with_national_change
    from evaluation.unknown_in_scores import unknown_in_scores

    rows = read_scores(options["scores"])
    participants = read_participants(options["participants"])
    panel = Panel.from_rows(rows)
    design: dict[str, Any] = {
        "mentees": participants.mentees,
        "mentors": participants.never_compared_with,
        "targets": _targets(options, participants, panel),
        "baseline": options["baseline"],
        "follow_up": options["follow_up"],
    }
    found = evaluate_scheme(panel, **design, prior=options["prior"], seed=options["seed"])
    plain = plain_evaluation(found)
    plain["cells"] = with_national_change(plain["cells"], differences(panel, **design))
    plain["notes"] += unknown_in_scores(rows, participants, design["targets"])
    plain["notes"] += doubtful_scales(rows)
    return plain


def _targets(options: dict[str, Any], participants: Any, panel: Any) -> list[tuple[str, str]]:
    """The targets, once participants and targets are spelt as the scores spell them."""
    from evaluation.score_files import read_targets, refuse_other_spellings

    codes = (*participants.mentees, *participants.mentors, *participants.excluded)
    refuse_other_spellings(options["participants"], "org_code", codes, panel.trusts)
    targets = read_targets(options["targets"], participants)
    asked = [question for _code, question in targets]
    refuse_other_spellings(options["targets"], "question", asked, panel.questions)
    return targets


def _problems(refusal: Any) -> str:
    shown = [str(problem) for problem in refusal.problems[:MOST_PROBLEMS_SHOWN]]
    hidden = len(refusal.problems) - len(shown)
    if hidden:
        shown.append(f"and {hidden} more.")
    return "\n".join(["Nothing was evaluated.", *shown])


def _write(path: Path, found: dict[str, Any]) -> None:
    """All or nothing: an older file stays as it is until the new one is complete."""
    text = json.dumps(to_six_places(found), indent=2, ensure_ascii=False, allow_nan=False)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(f"{text}\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error

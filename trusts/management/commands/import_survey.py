"""`import_survey`: check a published table of results, and import it on request."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

HELP = (
    "Check a published table of survey results (CSV or .xlsx) against what is stored. Nothing is "
    "stored without --commit. Exit code 0 where the file is, or would be, imported; 1 where a row "
    "or the file is refused."
)


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the table, or the list of questions of a year")
        parser.add_argument("--year", type=int, required=True, help="survey year, such as 2016")
        parser.add_argument("--survey", default="ncpes", help="short name of the survey (ncpes)")
        parser.add_argument("--commit", action="store_true", help="import, if no row is refused")
        parser.add_argument(
            "--leave-out-refused", metavar="REASON", default="", help="import without refused rows"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        from buddy_portal.accounts.refusals import Refusal

        if not 2000 <= options["year"] <= 2100:
            raise CommandError("The survey year must be from 2000 to 2100.")
        try:
            answer = self._answer(options)
        except OSError as problem:
            answer = _refused(f"{options['file']} cannot be read: {problem.strerror}.")
        except Refusal as refusal:
            answer = _refused(refusal.sentence)
        self._say(answer, options)
        if answer["refused"] and not (answer["rows_read"] and options["leave_out_refused"].strip()):
            sys.exit(1)

    def _answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """Check the file; keep what it brings only where it is to be, and may be, imported."""
        from trusts.services import imports, survey_files, survey_years

        reason = options["leave_out_refused"].strip()
        with options["file"].open("rb") as file, transaction.atomic():
            year = survey_years.survey_year_for(
                by=None, year=options["year"], slug=options["survey"]
            )
            if survey_files.file_facts(file, options["file"].name)["family"] == "questions":
                return self._questions(year, file, options)
            what = {"by": None, "survey_year": year, "file": file, "name": options["file"].name}
            done = self._imported(what, reason) if options["commit"] else None
            found = done or imports.check_import(**what)
            if done is None:
                transaction.set_rollback(True)
        counts = {name: found.counts[name] for name in imports.COUNTED if name != "refused"}
        return {
            **counts,
            "refused": [_as_may_be_shown(cell) for cell in found.refused],
            "other_years": found.notes["other_years"],
            "committed": done is not None,
        }

    def _imported(self, what: dict[str, Any], reason: str) -> Any:
        """The import, read once; None where rows are refused, which a check then lists."""
        from trusts.refusals import RowsRefused
        from trusts.services.imports import import_file

        try:
            return import_file(**what, left_out_reason=reason)
        except RowsRefused:
            return None

    def _questions(self, year: Any, file: Any, options: dict[str, Any]) -> dict[str, Any]:
        """Take over a list of questions instead of scores: all of them count as changed."""
        from trusts.services import survey_years

        count = survey_years.import_questions(
            by=None, survey_year=year, file=file, name=options["file"].name
        )
        if not options["commit"]:
            transaction.set_rollback(True)
        counts = {"rows_read": count, "new": 0, "changed": count, "unchanged": 0, "suppressed": 0}
        return {**counts, "refused": [], "other_years": {}, "committed": options["commit"]}

    def _say(self, answer: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        done = "Imported" if answer["committed"] else "Trial run, nothing stored"
        counts = ", ".join(
            f"{name.replace('_', ' ')} {count:,}"
            for name, count in answer.items()
            if name not in ("refused", "other_years", "committed")
        )
        self.stdout.write(f"{done}. {counts}, refused {len(answer['refused']):,}.")
        for year, rows in answer["other_years"].items():
            self.stdout.write(f"Left out, of the {year} survey: {rows:,}.")
        for cell in answer["refused"]:
            where = f"Row {cell['row']:,}, {cell['column']}: {cell['value']!r}. "
            self.stderr.write((where if cell["row"] else "") + cell["reason"])


def _as_may_be_shown(cell: dict[str, Any]) -> dict[str, Any]:
    """A refused cell without the score of so few that nobody may see it."""
    return {**cell, "value": "not shown"} if cell.get("hidden") else cell


def _refused(sentence: str) -> dict[str, Any]:
    """The answer for a file that is refused as a whole: row 0 stands for all of it."""
    whole = {"row": 0, "column": "", "value": "", "reason": sentence}
    counts = dict.fromkeys(("rows_read", "new", "changed", "unchanged", "suppressed"), 0)
    return {**counts, "refused": [whole], "other_years": {}, "committed": False}

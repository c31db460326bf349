"""`import_trusts`: take over lists of trusts and of mergers."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

HELP = (
    "Take over a list of trusts, or of mergers (CSV or .xlsx): new rows are added, known ones "
    "brought up to date. Every row or none: exit code 1 where a row is refused."
)


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="+", help="the list; several are read in turn")
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--json", action="store_true", help="answer as JSON, a line for a file")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["file"]:
            self._import(path, commit=not options["dry_run"], as_json=options["json"])

    def _import(self, path: Path, *, commit: bool, as_json: bool) -> None:
        from trusts.refusals import FileNotAccepted
        from trusts.services.reference import import_trusts
        from trusts.services.survey_files import as_rows

        try:
            with path.open("rb") as file:
                found = import_trusts(by=None, file=file, name=path.name, commit=commit)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
        except FileNotAccepted as refusal:
            raise CommandError(f"{path}: {refusal.sentence}") from None
        counts = {
            "rows_read": found.rows_read,
            "new": found.new,
            "changed": found.changed,
            "unchanged": found.unchanged,
        }
        if as_json:
            self.stdout.write(json.dumps({**counts, "refused": as_rows(found.refused)}))
        else:
            said = ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in counts.items())
            done = "checked, nothing stored" if not commit or found.refused else "imported"
            self.stdout.write(f"{path.name} ({found.family}): {done}. {said}.")
            for cell in found.refused:
                self.stderr.write(f"Row {cell.row:,}, {cell.column}: {cell.value!r}. {cell.reason}")
        if found.refused:
            sys.exit(1)

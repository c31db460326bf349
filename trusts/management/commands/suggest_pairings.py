"""`suggest_pairings`: the best set of pairs for scores in a JSON file, without the database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

HELP = (
    "Suggest buddy pairs for the scores in a JSON file: most mentees matched, then the worst-off "
    "score as high as possible, then the highest total. docs/pairing.md describes both files."
)


class Command(BaseCommand):
    help = HELP
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--input", type=Path, required=True, help="JSON file to read")
        parser.add_argument("--output", type=Path, required=True, help="JSON file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        from trusts.matching.errors import MatchingError

        try:
            written = answer(_read(options["input"]))
        except MatchingError as refusal:
            raise CommandError(str(refusal)) from None
        _write(options["output"], written)


def answer(text: str) -> str:
    """The answer to the problem of a JSON text, as JSON text."""
    from trusts.matching import suggest
    from trusts.matching.exchange import read_problem, solution_data

    found = solution_data(suggest(read_problem(text)))
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not text in UTF-8.") from None
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
    except ValueError:
        raise CommandError(f"{str(path)!r} is not the name of a file.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise CommandError(f"{path} cannot be written: {problem.strerror}.") from None
    except ValueError:
        raise CommandError(f"{str(path)!r} is not the name of a file.") from None

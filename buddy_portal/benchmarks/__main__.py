"""`make bench`: run every module beside this one, or those named on the command line."""

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any

import django

from buddy_portal import benchmarks
from buddy_portal.benchmarks.bars import shortfalls
from buddy_portal.local_services.screen import complain, say

NOT_MEASURES = {"__main__", "bars"}


def modules() -> list[str]:
    """The names of the parts, in alphabetical order."""
    found = pkgutil.iter_modules(benchmarks.__path__)
    return sorted(one.name for one in found if not one.ispkg and one.name not in NOT_MEASURES)


def measure(names: list[str]) -> Iterator[dict[str, Any]]:
    """The lines of the named parts, one part after the other."""
    for name in names:
        yield from importlib.import_module(f"buddy_portal.benchmarks.{name}").lines()


def main(arguments: list[str]) -> int:
    """Print the figures as JSON lines, then the bars that are missed."""
    parser = argparse.ArgumentParser(prog="python -m buddy_portal.benchmarks")
    parser.add_argument("part", nargs="*", help=f"which parts (all of {', '.join(modules())})")
    named = parser.parse_args(arguments).part or modules()
    if unknown := set(named) - set(modules()):
        complain(f"There is no part {', '.join(sorted(unknown))}; see --help.")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.local")
    django.setup()
    measured = []
    for line in measure(named):
        say(json.dumps(line))
        measured.append(line)
    for sentence in shortfalls(measured):
        say(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

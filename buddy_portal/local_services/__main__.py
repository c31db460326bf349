"""`python -m buddy_portal.local_services`: what the Makefile's targets call."""

import argparse
import sys

from buddy_portal.local_services import assets, chromium
from buddy_portal.local_services.places import PROJECT
from buddy_portal.local_services.problems import StartProblem, sentence_for
from buddy_portal.local_services.screen import complain, step


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it did its work, 1 after one sentence about why not."""
    try:
        return _run(_parser().parse_args(arguments))
    except StartProblem as problem:
        complain(str(problem))
    except OSError as error:
        complain(sentence_for(error))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m buddy_portal.local_services")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("assets", help="copy the NHS.UK and htmx files into build/vendor")
    commands.add_parser("chromium", help="find or install the browser of the tests")
    return parser


def _run(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "assets":
            if assets.build(PROJECT / "node_modules", PROJECT / "build" / "vendor"):
                step("assets", "built into build/vendor")
        case "chromium":
            step("browser", f"tests use {chromium.find_or_install()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

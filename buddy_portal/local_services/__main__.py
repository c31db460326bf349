"""`python -m buddy_portal.local_services`: what the Makefile's targets call."""

import argparse
import os
import signal
import sys

from buddy_portal.local_services import assets, chromium
from buddy_portal.local_services.children import end_with_parent
from buddy_portal.local_services.launcher import Launcher
from buddy_portal.local_services.places import PROJECT, project_places
from buddy_portal.local_services.prepare import prepare
from buddy_portal.local_services.problems import StartProblem, sentence_for
from buddy_portal.local_services.screen import complain, step
from buddy_portal.local_services.with_services import with_services


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it did its work, 1 after one sentence about why not."""
    try:
        return _run(_parser().parse_args(arguments))
    except StartProblem as problem:
        complain(str(problem))
    except OSError as error:
        complain(sentence_for(error))
    except KeyboardInterrupt:
        complain("Stopped.")
    return 1


def port(text: str) -> int:
    """A port number as a person typed it."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise StartProblem(f"PORT must be a whole number from 1 to 65535, not {text!r}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m buddy_portal.local_services")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start the portal, its servers and its worker")
    run.add_argument("--port", default="8000", help="where the web process listens (8000)")
    run.add_argument("--reload", action="store_true", help="restart when a source file changes")
    run.add_argument(
        "--end-with-parent", action="store_true", help="stop when the calling process ends"
    )
    commands.add_parser("assets", help="copy the NHS.UK and htmx files into build/vendor")
    commands.add_parser("chromium", help="find or install the browser of the tests")
    prepared = commands.add_parser("prepare", help="migrate; part of `run`")
    prepared.add_argument("--static", action="store_true", help="collect the static files too")
    prepared.add_argument("--demonstration", action="store_true", help="load the demonstration")
    lent = commands.add_parser("with", help="run a command with servers of its own")
    lent.add_argument("argument", nargs=argparse.REMAINDER)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "run":
            if chosen.end_with_parent:
                end_with_parent(signal.SIGTERM, os.getppid())
            Launcher(project_places(), port(chosen.port), reload=chosen.reload).run()
        case "assets":
            assets.copy_fonts(PROJECT / "node_modules", PROJECT / "build" / "fonts")
            if assets.build(PROJECT / "node_modules", PROJECT / "build" / "vendor"):
                step("assets", "built into build/vendor")
        case "chromium":
            step("browser", f"tests use {chromium.find_or_install()}")
        case "prepare":
            prepare(project_places(), static=chosen.static, demonstration=chosen.demonstration)
        case "with":
            return with_services(chosen.argument)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs one command, such as the benchmarks, with a PostgreSQL and a Valkey of its own."""

import os
import subprocess
from collections.abc import Sequence

from buddy_portal.local_services import temporary
from buddy_portal.local_services.places import PROJECT
from buddy_portal.local_services.problems import StartProblem


def with_services(arguments: Sequence[str]) -> int:
    """Run the command and return its code; the servers end with it."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        raise StartProblem("Say which command to run: `... with -- COMMAND`.")
    services = temporary.start(os.environ)
    try:
        environment = {**os.environ, **services.environment}
        done = subprocess.run(  # noqa: S603 - the caller's own command
            command, env=environment, cwd=PROJECT, check=False
        )
    except FileNotFoundError:
        raise StartProblem(f"There is no command {command[0]}.") from None
    finally:
        services.stop()
    return done.returncode

"""The few lines the launcher writes to the terminal."""

import sys


def say(text: str = "") -> None:
    """Write one line at once, so that it is seen while the next step still runs."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def step(name: str, text: str) -> None:
    """Write one step of a start: what it is, then what happens."""
    say(f"  {name:<10} {text}")


def complain(text: str) -> None:
    """Write the sentence that says why nothing was started."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()

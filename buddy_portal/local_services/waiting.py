"""Waiting for something to become true, with an end."""

import time
from collections.abc import Callable


def until(check: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask `check` again and again; True as soon as it is true, False after `seconds`."""
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True

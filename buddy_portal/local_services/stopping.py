"""Ctrl-C, a polite kill and a closed terminal all ask for the same: stop everything, then end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ASKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody asked the launcher to stop."""


class StopSwitch:
    """Remembers that a stop was asked for; the launcher looks between two steps of its work."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Meanwhile signals set the switch instead of ending this process at once."""
        before = {ask: signal.signal(ask, lambda *_: self._asked.set()) for ask in _ASKS}
        try:
            yield
        finally:
            for ask, handler in before.items():
                signal.signal(ask, handler)

    def raise_if_asked(self) -> None:
        if self._asked.is_set():
            raise StopRequested

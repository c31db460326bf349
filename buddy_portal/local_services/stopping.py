"""Ctrl-C, a polite kill and a closed terminal all ask for the same: stop everything, then end."""

import signal
import threading

_ASKS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody asked the launcher to stop."""


class StopSwitch:
    """Remembers that a stop was asked for; the launcher looks between two steps of its work."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def listen(self) -> None:
        """From now on signals set the switch instead of ending this process at once."""
        for ask in _ASKS:
            signal.signal(ask, lambda *_: self._asked.set())

    def raise_if_asked(self) -> None:
        if self._asked.is_set():
            raise StopRequested

"""The running processes: started, noted on disk, watched, replaced when they end, stopped."""

import time
from collections.abc import Sequence
from pathlib import Path

from buddy_portal.local_services import children
from buddy_portal.local_services.children import Child, Command
from buddy_portal.local_services.places import last_line
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.records import write_processes
from buddy_portal.local_services.screen import step

MOST_ENDS = 5
WITHIN = 60.0
"""A process that ends five times in a minute is broken; starting it again helps nobody."""


def ends_too_often(ends: Sequence[float], now: float) -> bool:
    """Whether the ends (seconds) of the last minute are too many."""
    return sum(1 for end in ends if now - end < WITHIN) >= MOST_ENDS


class Roster:
    """The children of one launcher, in the order of their start.

    With `await_change`, the portal's own processes are not started again when they end, but at
    the next change of their code: half-written code ends them at once, again and again.
    """

    def __init__(self, processes: Path, *, await_change: bool = False) -> None:
        self._processes = processes
        self._await_change = await_change
        self._awaiting: set[str] = set()
        self._running: dict[str, Child] = {}
        self._replaceable: set[str] = set()
        self._ends: dict[str, list[float]] = {}

    def start(self, command: Command, *, replaceable: bool = False) -> Child:
        """Start a process; a replaceable one is started again when it ends."""
        child = children.start(command)
        self._running[command.name] = child
        if replaceable:
            self._replaceable.add(command.name)
        self._note()
        return child

    def check(self) -> None:
        """Replace what ended; raise StartProblem for a server or for what ends again and again."""
        for name, child in list(self._running.items()):
            if child.ended() and name not in self._awaiting:
                self._replace(name, child)

    def restart(self) -> None:
        """Stop the portal's own processes and start them anew, with the code as it is now."""
        self._awaiting.clear()
        named = [name for name in self._running if name in self._replaceable]
        children.stop([self._running[name] for name in named])
        for name in named:
            self.start(self._running[name].command, replaceable=True)

    def stop(self) -> None:
        """Stop the portal first, then the servers it needs, the last started first."""
        own = [child for name, child in self._running.items() if name in self._replaceable]
        children.stop(own)
        for name, child in reversed(list(self._running.items())):
            if name not in self._replaceable:
                children.stop([child])
        self._running.clear()
        self._processes.unlink(missing_ok=True)

    def _replace(self, name: str, child: Child) -> None:
        log = child.command.log
        if name not in self._replaceable:
            raise StartProblem(f"{name} ended by itself. {log} ends with: {last_line(log)}")
        if self._await_change:
            step(name, f"ended; the next change starts it again. {log} ends with: {last_line(log)}")
            self._awaiting.add(name)
            return
        ends = self._ends.setdefault(name, [])
        ends.append(time.monotonic())
        if ends_too_often(ends, ends[-1]):
            raise StartProblem(
                f"{name} ended {MOST_ENDS} times within a minute. {log} ends with: {last_line(log)}"
            )
        step(name, f"ended by itself and is started again (see {log})")
        children.kill_group(child.pid)
        self.start(child.command, replaceable=True)

    def _note(self) -> None:
        write_processes(self._processes, {name: c.pid for name, c in self._running.items()})

"""Child processes that end with the launcher, whatever ends the launcher."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buddy_portal.local_services.accounts import Account
from buddy_portal.local_services.waiting import until

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
PATIENCE = 8.0
"""Seconds a process gets to end by itself before its whole group is killed."""


@dataclass(frozen=True)
class Command:
    """What to run and how it wants to be ended."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    account: Account | None = None
    ending: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGTERM
    """Sent by the kernel when the launcher is gone."""


@dataclass(frozen=True)
class Child:
    """A started command."""

    command: Command
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def ended(self) -> bool:
        return self.process.poll() is not None


def end_with_parent(sent: signal.Signals, parent: int) -> None:
    """Ask the kernel to signal this process when its parent ends (Linux; elsewhere nothing)."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)


def start(command: Command) -> Child:
    """Start a command in a session of its own. Call from the main thread only.

    The kernel's signal is bound to the thread that started the child, so a thread that ends
    would take its children with it.
    """
    parent = os.getpid()

    def before() -> None:
        end_with_parent(command.orphaned, parent)

    account = command.account
    with command.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the arguments are ours
            list(command.arguments),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=command.folder,
            env=dict(command.environment),
            start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509 - no threads run here
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    return Child(command, process)


def stop(children: Sequence[Child], patience: float = PATIENCE) -> None:
    """End the children together: each by its own signal, then by force."""
    alive = [child for child in children if not child.ended()]
    for child in alive:
        child.process.send_signal(child.command.ending)
    until(lambda: all(child.ended() for child in alive), seconds=patience)
    for child in alive:
        if not child.ended():
            kill_group(child.pid)
        child.process.wait()


def kill_group(pid: int) -> None:
    """Kill a child and everything it started that is still in its session's group."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def wait_for(child: Child, *, interrupted: Callable[[], None]) -> int:
    """Wait for a command that ends by itself; `interrupted` may raise to give up."""
    try:
        while child.process.poll() is None:
            interrupted()
            until(child.ended, seconds=0.2)
    finally:
        stop([child])
    return child.process.returncode

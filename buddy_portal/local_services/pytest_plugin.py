"""Starts PostgreSQL and Valkey before Django reads its settings, once for a run of pytest.

Loaded by `-p` in pytest.ini. Servers named in the environment win; the workers of pytest-xdist
inherit the addresses from the process that started them and keep apart by a prefix of their own.
"""

import atexit
import os
from collections.abc import Generator

import pytest

from buddy_portal.local_services import temporary
from buddy_portal.local_services.problems import StartProblem

_started: list[temporary.TemporaryServices] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """A wrapper runs before pytest-django's own hook, which reads the settings."""
    prepare_environment()
    return (yield)


def prepare_environment() -> None:
    """Set the addresses of the servers, starting those that are not named."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ["BROKER_KEY_PREFIX"] = f"test-{os.getpid()}-{worker}:"
    # Playwright keeps an event loop in the thread of the test; Django would refuse the ORM there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    try:
        services = temporary.start(os.environ)
    except StartProblem as problem:
        raise pytest.UsageError(str(problem)) from None
    _started.append(services)
    os.environ.update(services.environment)
    atexit.register(stop_services)


def pytest_unconfigure() -> None:
    stop_services()


def stop_services() -> None:
    """End the servers of this run; safe to call twice and in a forked process."""
    while _started:
        _started.pop().stop()

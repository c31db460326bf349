"""The portal as in production. A request that asks for it is told what the page asked for.

`X-Count: statements` gives the number of SQL statements back; with `X-Count: profile` the file
that PROFILE_FILE names takes cProfile's account of the request. Other requests pay one look into
a dictionary for this.
"""

from __future__ import annotations

import cProfile
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from buddy_portal.wsgi import application as portal

Start = Callable[..., Any]


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    asked = environ.get("HTTP_X_COUNT")
    if asked == "statements":
        return _counted(environ, start)
    if asked == "profile":
        return _profiled(environ, start)
    return portal(environ, start)


def _counted(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    statements = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    def start_with_number(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start(status, [*headers, ("X-Statements", str(statements))], *rest)

    with connection.execute_wrapper(count):
        return portal(environ, start_with_number)


def _profiled(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    profile = cProfile.Profile()
    answer = profile.runcall(portal, environ, start)
    profile.dump_stats(os.environ["PROFILE_FILE"])
    return answer

"""Whether the process lives (/healthz), and whether it can serve people (/readyz).

Ready means that a person can open pages and save work: the database answers and has every
migration, and there is room on the disk. A broker that is down, or an outbox that falls behind, is
reported under "degraded" but does not make the portal unready: what people save is kept and its
mails and jobs follow when the broker is back, so taking the web process away would help nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import redis
import structlog
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from buddy_portal.accounts.rules import public
from buddy_portal.outbox.selectors import seconds_behind

logger = structlog.get_logger(__name__)
# Below this the database and the uploads cannot be written safely.
LEAST_FREE_BYTES = 100 * 1024 * 1024
# A message that is due for longer than this is not being delivered.
MOST_SECONDS_BEHIND = 15 * 60
_migrated: set[str] = set()


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    ok: bool
    said: str


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


@public
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when people can work, 503 with the reasons when they cannot."""
    needed = {"database": _found(database), "disk": _found(disk)}
    if needed["database"].ok:
        needed["migrations"] = _found(migrations)
    wanted = {"broker": _found(broker)}
    if all(finding.ok for finding in needed.values()):
        wanted["outbox"] = _found(outbox)
    ready = all(finding.ok for finding in needed.values())
    body = {
        "status": "ready" if ready else "not ready",
        "degraded": [name for name, finding in wanted.items() if not finding.ok],
        "checks": {
            name: {"ok": finding.ok, "said": finding.said}
            for name, finding in {**needed, **wanted}.items()
        },
    }
    return JsonResponse(body, status=200 if ready else 503)


def database() -> Finding:
    """The database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(True, "answers")


def migrations() -> Finding:
    """Every migration has run. Asked until it is true once; a process has one set of migrations."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if left:
            return Finding(False, f"{len(left)} to run: manage.py migrate")
        _migrated.add(name)
    return Finding(True, "all run")


def disk() -> Finding:
    """There is room where the portal writes."""
    folder = settings.VAR_DIR
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding(free >= LEAST_FREE_BYTES, f"{free // (1024 * 1024)} MB free")


def broker() -> Finding:
    """Redis answers within half a second."""
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.3, socket_timeout=0.5
    ) as client:
        client.ping()
    return Finding(True, "answers")


def outbox() -> Finding:
    """The oldest message that is due has not waited long."""
    behind = seconds_behind()
    return Finding(behind <= MOST_SECONDS_BEHIND, f"{behind:.0f} s behind")


def _found(check: Callable[[], Finding]) -> Finding:
    """What the check finds; an error is a finding, its details go to the log and to nobody else."""
    try:
        return check()
    except Exception as error:
        logger.warning("readiness_check_failed", check=check.__name__, error=str(error))
        return Finding(False, type(error).__name__)

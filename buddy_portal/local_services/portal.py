"""The portal's own processes, the same here as in production: web, worker and beat."""

import sys
from pathlib import Path

MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - gunicorn makes unnamed files there
PREPARE = [sys.executable, "-m", "buddy_portal.local_services", "prepare"]


def web(port: int, workers: int = 2) -> list[str]:
    """Gunicorn: loaded once and forked, threads so that connections are kept alive."""
    heartbeat = ["--worker-tmp-dir", str(MEMORY_FOLDER)] if MEMORY_FOLDER.is_dir() else []
    return [
        *(sys.executable, "-m", "gunicorn", "buddy_portal.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(workers)),
        *("--worker-class", "gthread", "--threads", "4", "--keep-alive", "65"),
        *("--preload", "--no-control-socket", "--graceful-timeout", "5", *heartbeat),
    ]


def worker(concurrency: int = 2) -> list[str]:
    """A Celery worker that takes one job at a time for each of its processes."""
    return [
        *(sys.executable, "-m", "celery", "-A", "buddy_portal.celery", "worker"),
        *("--concurrency", str(concurrency), "--prefetch-multiplier", "1"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat(schedule: Path) -> list[str]:
    """Celery's clock, without a pid file: a stale one would stop it from starting."""
    return [
        *(sys.executable, "-m", "celery", "-A", "buddy_portal.celery", "beat"),
        *("--pidfile=", "--schedule", str(schedule)),
    ]

from collections.abc import Callable
from pathlib import Path

from django.apps import AppConfig

JOB = "slow_job"


class SlowJobConfig(AppConfig):
    name = "buddy_portal.tests.outbox.slow_job"
    label = "slow_job"

    def ready(self) -> None:
        from buddy_portal.outbox import jobs

        jobs.register(JOB, work)


def work(*, folder: str) -> Callable[[], None]:
    """Leave a mark for each run, wait for the file `go`, then write one effect."""
    from buddy_portal.accounts.audit import record_event
    from buddy_portal.local_services.waiting import until

    place = Path(folder)
    (place / f"run-{len(list(place.glob('run-*')))}").touch()
    if not until((place / "go").exists, seconds=60):
        raise TimeoutError("nobody let the job go")

    def effect() -> None:
        record_event(by=None, action="slow job done", kind="test", name=folder)

    return effect

"""How much memory an import takes above what the process held before: prints megabytes.

The base is a process that has imported a small table, with everything loaded that an import needs.
The kernel keeps the most that a process ever held (Linux; elsewhere nothing is printed), and begins
anew at the base, so that what the process held before does not count.
"""

import contextlib
import io
import os
import sys
from pathlib import Path

import django

STATUS = Path("/proc/self/status")
RESET = Path("/proc/self/clear_refs")
KILOBYTES = 1024


def above_the_base(file: Path) -> float:
    """Megabytes at the highest, above the base; what was imported is rolled back."""
    from django.db import transaction

    from buddy_portal.benchmarks.imports import small_table, survey_years
    from trusts.services.imports import import_file

    with transaction.atomic():
        small_year, year = survey_years()
        small = io.BytesIO(small_table())
        import_file(by=None, survey_year=small_year, file=small, name="small.csv")
        base = _held("VmRSS")
        _begin_anew()
        with file.open("rb") as table:
            import_file(by=None, survey_year=year, file=table, name=file.name)
        most = _held("VmHWM")
        transaction.set_rollback(True)
    return max(0, most - base) / KILOBYTES


def _begin_anew() -> None:
    """Let the kernel forget the most held so far; proc(5): 5 sets it to what is held now."""
    # Where that is not permitted the figure is at most too high.
    with contextlib.suppress(OSError):
        RESET.write_text("5")


def _held(name: str) -> int:
    """Kilobytes that the kernel tells of this process."""
    lines = (line.split() for line in STATUS.read_text().splitlines())
    return next(int(words[1]) for words in lines if words and words[0] == f"{name}:")


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.local")
    django.setup()
    if STATUS.exists():
        sys.stdout.write(f"{above_the_base(Path(arguments[0])):.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

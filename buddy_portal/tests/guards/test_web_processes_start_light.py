"""The web process pays for heavy libraries when it needs them, not when it starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# Array and document libraries: each costs a start tenths of a second and tens of megabytes.
HEAVY = ("numpy", "scipy", "typst", "python_calamine")
# What a web process imports before its first request: the application, and all addresses.
WEB_PROCESS = "import buddy_portal.wsgi\nimport buddy_portal.urls\n"
ASK = f"import sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))\n"


def heavy_after(source: str) -> list[str]:
    """Which heavy libraries a fresh Python holds after running the source."""
    ended = subprocess.run(
        [sys.executable, "-c", source + ASK],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "buddy_portal.settings.test"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def test_a_web_process_starts_without_the_heavy_libraries():
    assert heavy_after(WEB_PROCESS) == []


@pytest.mark.parametrize(
    ("planted", "library"),
    [
        ("import trusts.matching\n", "numpy"),
        ("import trusts.matching\n", "scipy"),
        ("from scipy import optimize\n", "scipy"),
        ("import typst\n", "typst"),
        ("import python_calamine\n", "python_calamine"),
    ],
)
def test_a_heavy_library_brought_in_at_start_is_found(planted, library):
    assert library in heavy_after(planted)

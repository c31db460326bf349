"""The variables of the settings, their documentation, and production's own checks."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from buddy_portal.settings import environment

EXAMPLE = settings.BASE_DIR / ".env.example"
READS = re.compile(r'environment\.(?:text|switch|number|names)\(\s*"([A-Z_]+)"')


def read_by_settings() -> set[str]:
    files = (settings.BASE_DIR / "buddy_portal" / "settings").glob("*.py")
    return {name for file in files for name in READS.findall(file.read_text())}


def example() -> dict[str, str]:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def test_the_example_lists_exactly_what_the_settings_read():
    assert set(example()) == read_by_settings()


def test_every_variable_of_the_example_has_its_reason():
    """A comment above it, or a variable above it that shares the comment."""
    before = ""
    for line in EXAMPLE.read_text().splitlines():
        if line and line[0] != "#":
            assert before, f"{line} stands without a reason"
        before = line


def test_a_forgotten_variable_would_be_noticed():
    assert "SECRET_KEY" in read_by_settings()
    assert set(example()) - {"SECRET_KEY"} != read_by_settings()


def run_production(
    *arguments: str, without: str = "", **changed: str
) -> subprocess.CompletedProcess:
    variables = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **example(),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": os.environ["REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "buddy_portal.settings.production",
        **changed,
    }
    variables.pop(without, None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_production_passes_djangos_checks_for_deployment():
    checked = run_production("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_a_short_secret_would_be_noticed():
    checked = run_production("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY="short")
    assert checked.returncode != 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_URL"])
def test_production_without_a_variable_stops_with_a_sentence(name):
    stopped = run_production("check", without=name)
    assert stopped.returncode != 0
    assert f"The environment variable {name} is missing. See .env.example" in stopped.stderr


def test_production_only_tightens():
    asked = run_production(
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; "
        "print(s.DEBUG, s.REQUIRE_SECOND_FACTOR, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS)",
        REQUIRE_SECOND_FACTOR="",
    )
    assert asked.stdout.split()[-4:] == ["False", "True", "__Host-session", "31536000"]


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (lambda: environment.switch("TEST_VARIABLE", True), "yse", "on or off, not 'yse'"),
        (lambda: environment.text("TEST_VARIABLE"), " ", "TEST_VARIABLE is missing"),
        (lambda: environment.number("TEST_VARIABLE", 1), "many", "a whole number, not 'many'"),
        (
            lambda: environment.names("TEST_VARIABLE_MISSING"),
            "",
            "TEST_VARIABLE_MISSING is missing",
        ),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(monkeypatch, reader, value, sentence):
    monkeypatch.setenv("TEST_VARIABLE", value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        reader()

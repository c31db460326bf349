from pathlib import Path

import pytest

from buddy_portal.local_services import chromium
from buddy_portal.local_services.problems import StartProblem


@pytest.fixture
def empty_machine(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda _name: None)
    monkeypatch.setattr(chromium, "PLACES", ())


def program(tmp_path: Path) -> Path:
    made = tmp_path / "browser"
    made.write_text("#!/bin/sh\n")
    made.chmod(0o755)
    return made


def test_named_browser_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(program(tmp_path)))
    assert chromium.find() == tmp_path / "browser"


def test_named_browser_that_is_not_there_is_not_replaced_silently(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    assert chromium.find() is None


@pytest.mark.usefixtures("empty_machine")
def test_missing_browser_is_installed_with_its_fonts(tmp_path, monkeypatch):
    asked = []

    def install(*packages: str) -> bool:
        asked.extend(packages)
        monkeypatch.setenv("CHROMIUM", str(program(tmp_path)))
        return True

    found = chromium.find_or_install(install, announce=lambda _text: None)
    assert (found, asked) == (tmp_path / "browser", ["chromium", "fonts-liberation"])


@pytest.mark.usefixtures("empty_machine")
def test_browser_that_cannot_be_installed_names_the_command():
    with pytest.raises(StartProblem, match="sudo apt-get install chromium fonts-liberation"):
        chromium.find_or_install(lambda *_: False, announce=lambda _text: None)

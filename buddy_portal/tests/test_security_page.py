"""Every test that docs/security.md names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = ROOT / "docs" / "security.md"


def named(text: str) -> list[str]:
    return re.findall(r"`([a-z_/]+\.py(?:::[a-z0-9_]+)?)`", text)


def exists(name: str) -> bool:
    path, _, test = name.partition("::")
    file = ROOT / path
    return file.is_file() and (not test or f"def {test}(" in file.read_text())


@pytest.mark.parametrize("name", sorted(set(named(DOCUMENT.read_text()))))
def test_a_test_that_the_page_names_is_there(name):
    assert exists(name)


def test_most_rows_name_a_test():
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| V")]
    assert len(rows) >= 30
    assert [row for row in rows if not named(row)] == [row for row in rows if "V15.2" in row]


@pytest.mark.parametrize("name", ["buddy_portal/tests/no_such.py", f"{Path(__file__).name}::no"])
def test_a_test_that_is_not_there_is_noticed(name):
    assert not exists(name)

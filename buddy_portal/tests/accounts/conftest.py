"""Two trusts that accounts know by name only."""

import pytest

from buddy_portal.accounts import directory

NAMES = {"T1": "Northmoor", "T2": "Calderwick"}


@pytest.fixture(autouse=True)
def trusts(monkeypatch):
    def names(codes):
        return {code: name for code, name in NAMES.items() if codes is None or code in codes}

    monkeypatch.setattr(directory, "_source", [names])

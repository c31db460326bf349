"""The memory of an import is measured, and one that takes too much is told."""

import os

import pytest

from buddy_portal.benchmarks import imports
from buddy_portal.benchmarks.apart import import_memory
from buddy_portal.benchmarks.bars import shortfalls
from trusts.models import Score, SurveyYear
from trusts.services import imports as services
from trusts.surveys.files import MEGABYTE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.access(import_memory.RESET, os.W_OK),
        reason="only Linux tells the most held, and begins anew where it permits it",
    ),
]
PLANTED = 40
"""Megabytes. Above 32 the C library asks the kernel for new room and gives it back at once."""


@pytest.fixture
def file(tmp_path):
    small = tmp_path / "measured.csv"
    small.write_bytes(imports.small_table())
    return small


def hold(megabytes: int) -> None:
    assert len(b"\1" * (megabytes * MEGABYTE))


def test_memory_above_the_base_is_told_and_nothing_stays(file):
    hold(5 * PLANTED)  # before the base: must not count
    assert 0 <= import_memory.above_the_base(file) < PLANTED
    assert not Score.objects.exists()
    assert not SurveyYear.objects.exists()


def test_memory_that_an_import_holds_for_a_moment_is_seen(file, monkeypatch):
    sound = services.import_file

    def holding(**given):
        hold(PLANTED)
        return sound(**given)

    monkeypatch.setattr(services, "import_file", holding)
    assert PLANTED - 1 <= import_memory.above_the_base(file) < 2 * PLANTED


@pytest.mark.parametrize("megabytes, told", [(64, 0), (64.1, 1)])
def test_more_than_the_bar_falls_short(megabytes, told):
    line = {"name": "import: memory above the base, 500,000 rows", "value": megabytes}
    assert len(shortfalls([line])) == told

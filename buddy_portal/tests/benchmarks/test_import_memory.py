"""The memory of an import is measured, and one that takes too much is told."""

import pytest

from buddy_portal.benchmarks import imports
from buddy_portal.benchmarks.apart import import_memory
from buddy_portal.benchmarks.bars import shortfalls
from trusts.models import Score, SurveyYear

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not import_memory.STATUS.exists(), reason="only Linux tells the most held"),
]


def test_memory_above_the_base_is_told_and_nothing_stays(tmp_path):
    file = tmp_path / "measured.csv"
    file.write_bytes(imports.small_table())
    assert 0 <= import_memory.above_the_base(file) < 64
    assert not Score.objects.exists()
    assert not SurveyYear.objects.exists()


@pytest.mark.parametrize("megabytes, told", [(64, 0), (64.1, 1)])
def test_more_than_the_bar_falls_short(megabytes, told):
    line = {"name": "import: memory above the base, 500,000 rows", "value": megabytes}
    assert len(shortfalls([line])) == told

import csv
import itertools
import re

import numpy as np
import pytest
from django.conf import settings

from buddy_portal.demonstration.casting import Cast
from buddy_portal.demonstration.geography import boards
from buddy_portal.demonstration.names import codes, places
from buddy_portal.demonstration.places import make_trusts, trust_names
from trusts.models import Trust

CAST = Cast(tuple(range(12)), tuple(range(20, 29)), ((),) * 12)


def trusts_of(count: int):
    rng = np.random.default_rng(14)
    return make_trusts(trust_names(count, CAST, rng), rng)


@pytest.mark.parametrize("count", [140, 2_574, 2_575, 15_000])
def test_codes_are_made_up_in_form_and_each_is_there_once(count):
    made = codes(count)
    assert len(set(made)) == count
    assert all(re.fullmatch(r"Z[A-Z]\d{2,4}", code) for code in made)


def test_more_trusts_than_codes_are_refused():
    with pytest.raises(ValueError, match="at most"):
        codes(260_000)


def test_fifteen_thousand_trusts_have_names_of_their_own():
    assert len({trust.name for trust in trusts_of(15_000)}) == 15_000


def test_places_never_repeat_where_single_names_run_out():
    made = list(itertools.islice(places(np.random.default_rng(1)), 5_000))
    assert len(set(made)) == 5_000


def test_trusts_that_take_part_have_the_names_of_the_documentation():
    trusts = trusts_of(40)
    assert trusts[0].name == "Northmoor NHS Foundation Trust"
    assert trusts[20].name == "Calderwick NHS Foundation Trust"


def test_every_trust_is_marked_as_fictional_and_has_a_place():
    for trust in trusts_of(140):
        assert trust.is_fictional
        Trust._meta.get_field("ods_code").run_validators(trust.ods_code)
        assert 49 < trust.latitude < 57
        assert -6 < trust.longitude < 3


def test_care_boards_belong_to_one_alliance_and_region():
    made = boards(places(np.random.default_rng(1)))
    assert len({board.code for board in made}) == 42
    assert len({board.alliance for board in made}) == 21
    assert len({board.region for board in made}) == 7


@pytest.mark.real_data
def test_nothing_real_is_among_the_made_up_names():
    folder = settings.REAL_DATA_DIR / "reference"
    if not folder.is_dir():
        pytest.skip(f"no published files in {settings.REAL_DATA_DIR}")
    with (folder / "nhs_trusts_reference_2018_ncpes.csv").open() as file:
        rows = list(csv.DictReader(file))
    real_codes = {row[key] for row in rows for key in ("ods_code", "current_code_2025")}
    real_names = {row[key].lower() for row in rows for key in ("name_2018", "name_2025")}
    real_boards = {row["icb_code"] for row in rows} | {row["icb_name"].lower() for row in rows}
    for trust in trusts_of(2_000):
        assert trust.ods_code not in real_codes
        assert trust.name.lower() not in real_names
        assert not {trust.icb_code, trust.icb_name.lower()} & real_boards
        assert not any(trust.town.lower() in name for name in real_names), trust.town

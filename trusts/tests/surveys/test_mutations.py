"""Damaged tables: never an exception but our refusals, never a figure that breaks a rule."""

import random

import numpy as np
import pytest

from trusts.surveys.columns import Family
from trusts.surveys.files import open_survey_file
from trusts.surveys.reference import read_questions, read_successions, read_trusts
from trusts.surveys.refusals import TableRefused
from trusts.surveys.tables import read_table
from trusts.tests.surveys.making import ADJUSTED, GROUPS, SCORES, as_file, check, csv_text, workbook
from trusts.tests.surveys.mutations import mutated

TABLES = {
    "scores": csv_text(
        SCORES,
        "NM1,Northmoor,2016,Q1,449.0,75.0,False",
        "NM1,Northmoor,2016,Q5,,,True",
        "NM1,Northmoor,2016,Q59,667.0,8.74,False",
        'HM2,Highmere,2016,Q1,"1,882",81.0,False',
        "HM2,Highmere,2015,Q1,12.0,,True",
        "ZQ9,St Penhallow’s,2016,Q44,17.0,,True",
        'All,National,2016,Q1,"52,445",77.0,False',
    ),
    "adjusted": csv_text(
        ADJUSTED,
        "NM1,Q1,502,75.0,78.0,78.061,74.2352,81.4606,73.6563,80.983,as expected,False",
        "NM1,Q5,643,90.0,92.0,91.758,89.3765,93.644,92.722,96.2505,below,False",
        "NM1,Q59,721,8.35,8.45,,8.3524,8.5558,8.6703,8.9373,below,False",
        "HM2,Q1,10,,,,,,,,below Expected Lower Range,True",
        "HM2,Q58,14,32.0,,,,,,,,True",
    ),
    "groups": csv_text(
        GROUPS,
        "NM1,All Cancers,Q1,182,77.0,False",
        "NM1,Breast,Q1,83,96.0,False",
        "NM1,Lung,Q1,65,75.0,False",
        "NM1,Skin,Q1,17,,True",
        "NM1,Brain and CNS,Q1,17,,True",
    ),
}


def refused_or_sound(content: bytes, year: int | None) -> str:
    """Check a table, and that what was accepted obeys every rule."""
    try:
        table = check(content, year=year)
    except TableRefused:
        return "refused"
    scores = table.scores
    assert table.rows_read == len(scores) + table.refused_rows
    assert all(cell.row > 0 and cell.reason for cell in table.refused)
    for values in scores.measures.values():
        given = values[~np.isnan(values)]
        assert ((given >= 0) & (given <= 100)).all()
        assert np.isnan(values[scores.suppressed]).all()
        assert (scores.n[~np.isnan(values)] > 20).all()
    assert (scores.band[scores.suppressed] == -1).all()
    keys = [row.key for row in scores]
    assert len(set(keys)) == len(keys)
    return "read"


@pytest.mark.parametrize("name", TABLES)
def test_undamaged_table_is_read(name):
    assert refused_or_sound(TABLES[name].encode(), 2016) == "read"
    assert check(TABLES[name], year=2016).refused == ()


@pytest.mark.parametrize("seed", range(300))
def test_damaged_table_is_refused_or_sound(seed):
    name = list(TABLES)[seed % 3]

    assert refused_or_sound(mutated(TABLES[name].encode(), seed), (2016, None)[seed % 2])


def test_damage_is_neither_always_refused_nor_never():
    outcomes = [refused_or_sound(mutated(TABLES["scores"].encode(), s), 2016) for s in range(60)]

    assert 10 < outcomes.count("read") < 55


WORKBOOK = workbook(
    [line.split(",") for line in TABLES["groups"].splitlines()], Notes=[["About"], ["this"]]
)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_workbook_is_refused_or_sound(seed):
    chance = random.Random(seed)
    content = bytearray(WORKBOOK)
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)

    assert refused_or_sound(bytes(content), 2018)


REFERENCE = {
    Family.TRUSTS: (
        read_trusts,
        "ods_code,name,town,postcode,lat,lon,foundation_trust\r\n"
        "NM1,Northmoor,Moor,KT16 0PZ,51.5,-0.2,yes\r\nHM2,Highmere,Mere,LA1 4RP,54.0,-2.8,no\r\n",
    ),
    Family.SUCCESSIONS: (
        read_successions,
        "predecessor_code,successor_code,date,type\r\nNM1,HM2,2017-10-01,merger\r\n"
        "ZQ9,HM2,2018-04-02,acquisition\r\n",
    ),
    Family.QUESTIONS: (
        read_questions,
        "survey_year,question,section,text,scale\r\n2018,Q1,GP,How often?,percent positive\r\n"
        "2018,Q59,Overall,How good?,mean 0-10\r\n",
    ),
}


@pytest.mark.parametrize("family", REFERENCE)
@pytest.mark.parametrize("seed", range(40))
def test_damaged_reference_list_is_refused_or_sound(family, seed):
    reader, text = REFERENCE[family]
    content = mutated(text.encode(), seed)
    try:
        with open_survey_file(as_file(content), "list.csv") as file:
            checked = reader(read_table(file, {family}))
    except TableRefused:
        return
    assert checked.rows_read == len(checked.rows) + checked.refused_rows
    assert (checked.refused_rows == 0) == (checked.refused == ())

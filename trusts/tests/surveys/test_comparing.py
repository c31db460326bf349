"""The plain version of the comparison, by which the one in the database is judged."""

from trusts.surveys.scales import Band
from trusts.tests.surveys.comparing import StoredScore, as_stored, compare
from trusts.tests.surveys.making import ADJUSTED, check_scores

ROWS = ("NM1,,2016,Q1,449,75,False", "NM1,,2016,Q2,12,,True", "HM2,,2016,Q1,30,60,False")


def stored_from(table):
    return {row.key: as_stored(row) for row in table.scores}


def counts(difference):
    return (difference.new, difference.changed, difference.unchanged, difference.suppressed)


def test_first_import_is_all_new_but_for_the_suppressed():
    assert counts(compare(check_scores(*ROWS), {})) == (2, 0, 0, 1)


def test_same_file_again_changes_nothing():
    table = check_scores(*ROWS)

    assert counts(compare(table, stored_from(table))) == (0, 0, 2, 1)


def test_every_accepted_row_is_counted_once():
    table = check_scores(*ROWS)

    assert sum(counts(compare(table, stored_from(check_scores(ROWS[0]))))) == len(table.scores)


def test_changed_figures_are_listed_old_and_new():
    before = stored_from(check_scores("NM1,,2016,Q1,448,74.5,False"))
    difference = compare(check_scores(ROWS[0]), before)

    assert counts(difference) == (0, 1, 0, 0)
    assert [(c.row, c.field, c.old, c.new) for c in difference.changes] == [
        (2, "n", 448, 449),
        (2, "score", 74.5, 75.0),
    ]


def test_score_that_becomes_suppressed_is_a_change_to_nothing_and_not_to_zero():
    before = stored_from(check_scores("NM1,,2016,Q2,30,60,False"))
    difference = compare(check_scores(ROWS[1]), before)

    assert counts(difference) == (0, 1, 0, 0)
    assert ("score", 60.0, None) in [(c.field, c.old, c.new) for c in difference.changes]


def test_figures_that_the_table_has_no_column_for_are_left_alone():
    table = check_scores(ROWS[0])
    key = table.scores.key(0)
    before = {key: StoredScore(449, False, 75.0, adjusted=76.0, band=Band.BELOW)}

    assert compare(table, before).unchanged == 1
    assert table.compared == ("n", "suppressed", "score")


def test_band_is_compared_where_the_table_has_ranges():
    row = "NM1,Q1,502,75,78,78.061,74.2352,81.4606,73.6563,80.983,as expected,False"
    table = check_scores(row, header=ADJUSTED)
    before = as_stored(table.scores.at(0))
    below = {table.scores.key(0): StoredScore(**{**_as_dict(before), "band": Band.BELOW})}

    assert [c.field for c in compare(table, below).changes] == ["band"]


def _as_dict(score):
    return {name: getattr(score, name) for name in StoredScore.__dataclass_fields__}

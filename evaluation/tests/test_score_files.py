import pytest

from evaluation.score_files import (
    FileRefused,
    Participants,
    doubtful_scales,
    read_participants,
    read_scores,
    read_targets,
)
from evaluation.statistics import ScoreRow

HEADER = "org_code,year,question,n,score,scale"


def scores_from(tmp_path, *rows, header=HEADER, encoding="utf-8", name="scores.csv"):
    path = tmp_path / name
    path.write_bytes("\n".join([header, *rows]).encode(encoding))
    return read_scores(path)


def refusal(tmp_path, *rows, **how):
    with pytest.raises(FileRefused) as caught:
        scores_from(tmp_path, *rows, **how)
    return [str(problem) for problem in caught.value.problems]


def test_scores_are_read_with_separators_suppression_and_scale(tmp_path):
    assert scores_from(
        tmp_path,
        'RA7,2015,Q1,"1,882",77.5,',
        "RA7,2015,Q2,449.0,64,percent",
        "RA7,2015,Q3,12,,",
        "RA7,2015,Q4,,*,",
        "RA7,2015,Q5,,88,",
        "",
        " RA7 ,2015,Q59,100,8.63,mean",
    ) == [
        ScoreRow("RA7", 2015, "Q1", 1882, 77.5),
        ScoreRow("RA7", 2015, "Q2", 449, 64.0),
        ScoreRow("RA7", 2015, "Q3", 12, None),
        ScoreRow("RA7", 2015, "Q4", None, None),
        ScoreRow("RA7", 2015, "Q5", None, 88.0),
        ScoreRow("RA7", 2015, "Q59", 100, 8.63, "mean"),
    ]


def test_columns_may_come_in_any_order_with_others_between(tmp_path):
    found = scores_from(
        tmp_path, "7,Trust,Q1,RA7,60.5,2015", header="N,name,question,ORG_CODE,Score,year"
    )
    assert found == [ScoreRow("RA7", 2015, "Q1", 7, 60.5)]


def test_byte_order_mark_is_left_out(tmp_path):
    assert len(scores_from(tmp_path, "RA7,2015,Q1,50,60,", encoding="utf-8-sig")) == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("RA7,2015,Q1,50,101,", "score", "“101” is outside the scale from 0 to 100"),
        ("RA7,2015,Q1,50,٣,", "score", "“٣” is not a number"),
        ("RA7,2015,Q1,٥٠,70,", "n", "“٥٠” is not a whole number"),
        ("RA7,2٠15,Q1,50,70,", "year", "“2٠15” is not a year"),
        ("RA7,2015,Q1,50,-0.1,", "score", "outside the scale"),
        ("RA7,2015,Q1,50,10.5,mean", "score", "outside the scale from 0 to 10"),
        ("RA7,2015,Q1,50,NaN,", "score", "“NaN” is not a number"),
        ("RA7,2015,Q1,50,inf,", "score", "“inf” is not a number"),
        ("RA7,2015,Q1,50,1e999,", "score", "“1e999” is outside the scale"),
        ("RA7,2015,Q1,50,seventy,", "score", "“seventy” is not a number"),
        ("RA7,2015,Q1,50,1_0,", "score", "“1_0” is not a number"),
        ("RA7,2015,Q1,-5,60,", "n", "“-5” is not a whole number"),
        ("RA7,2015,Q1,50.5,60,", "n", "“50.5” is not a whole number"),
        ("RA7,2015,Q1,1e999,60,", "n", "“1e999” is not a whole number"),
        ("RA7,2015,Q1,nan,60,", "n", "“nan” is not a whole number"),
        ('RA7,2015,Q1,"1,88",60,', "n", "“1,88” is not a whole number"),
        ("RA7,2015,Q1,0,60,", "n", "n says that nobody answered"),
        ("RA7,15,Q1,50,60,", "year", "“15” is not a year"),
        ("RA7,,Q1,50,60,", "year", "is not a year"),
        (",2015,Q1,50,60,", "org_code", "There is nothing here"),
        ("RA7,2015,,50,60,", "question", "There is nothing here"),
        ("RA7,2015,Q1,50,60,stars", "scale", "“stars” is not a scale"),
    ],
)
def test_impossible_value_is_refused_with_row_column_and_reason(tmp_path, row, column, words):
    [problem] = refusal(tmp_path, "RA7,2015,Q9,50,60,", row)
    assert problem.startswith(f"scores.csv, row 3, column {column}: ")
    assert words in problem


def test_every_row_that_is_wrong_is_named(tmp_path):
    problems = refusal(tmp_path, "RA7,2015,Q1,x,60,", "RA7,2015,Q2,50,60,", "RA7,2015,Q3,5,200,")
    assert [problem.split(":")[0] for problem in problems] == [
        "scores.csv, row 2, column n",
        "scores.csv, row 4, column score",
    ]


def test_same_trust_year_and_question_twice_is_refused(tmp_path):
    [problem] = refusal(tmp_path, "RA7,2015,Q1,50,60,", "RA7,2015,Q1,50,60,")
    assert problem == "scores.csv, row 3: RA7, 2015, Q1 is already in row 2."


def test_question_on_two_scales_is_refused(tmp_path):
    [problem] = refusal(tmp_path, "RA7,2015,Q1,50,6,mean", "RA7,2016,Q1,50,60,percent")
    assert problem.startswith("scores.csv, row 3, column scale")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("org_code,year,question,n", "Missing: score. The header has: org_code, year"),
        ("org_code;year;question;n;score", "Missing: org_code, year, question, n, score"),
        ("org_code,year,question,n,score,n", "names n more than once"),
    ],
)
def test_header_that_is_not_understood_is_refused(tmp_path, header, words):
    [problem] = refusal(tmp_path, "RA7,2015,Q1,50,60", header=header)
    assert words in problem


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("RA7,2015,Q1,50", "There are 4 values, but 6 columns in the header"),
        ("RA7,2015,Q1,50,60,,,", "There are 8 values, but 6 columns"),
        ('RA7,2015,"Q1"x,50,60,', "This row is not CSV"),
        ('RA7,2015,"Q1,50,60,', "This row is not CSV"),
    ],
)
def test_row_of_another_shape_is_refused(tmp_path, row, words):
    [problem] = refusal(tmp_path, row)
    assert problem.startswith("scores.csv, row 2")
    assert words in problem


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("latin-1", "row 2: A letter here is not UTF-8"),
        ("utf-16", "looks like UTF-16"),
        ("utf-16-le", "looks like UTF-16"),
    ],
)
def test_other_encodings_are_refused_in_words(tmp_path, encoding, words):
    [problem] = refusal(tmp_path, "RA7,2015,Qé,50,60,", encoding=encoding)
    assert words in problem


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,\n"])
def test_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "scores.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="The file is empty"):
        read_scores(path)


def test_scores_without_a_row_are_refused(tmp_path):
    assert refusal(tmp_path) == ["scores.csv: There is no row below the header."]


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="cannot be read: No such file"):
        read_scores(tmp_path / "nowhere.csv")


def write(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text)
    return path


def test_participants_are_read_by_role_and_may_have_both(tmp_path):
    path = write(tmp_path, "org_code,role\nRA7,mentor\nRTK,Mentee\nRA7,mentee\n")
    assert read_participants(path) == Participants(("RA7",), ("RTK", "RA7"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("RTK,observer", "row 3, column role: “observer” is not a role"),
        ("RA7,mentor", "row 3: RA7"),
    ],
)
def test_participant_of_unknown_role_or_named_twice_is_refused(tmp_path, row, words):
    with pytest.raises(FileRefused, match=words):
        read_participants(write(tmp_path, f"org_code,role\nRA7,mentor\n{row}\n"))


@pytest.mark.parametrize("roles", [("mentee", "excluded"), ("excluded", "mentee")])
def test_mentee_that_is_excluded_as_well_is_refused_with_both_rows(tmp_path, roles):
    rows = f"RA7,mentor\nRTK,{roles[0]}\nRTK,{roles[1]}\n"
    with pytest.raises(FileRefused) as caught:
        read_participants(write(tmp_path, f"org_code,role\n{rows}"))
    assert [str(problem) for problem in caught.value.problems] == [
        f"file.csv, row 4, column role: RTK is in row 3 as {roles[0]}: a trust is evaluated "
        "as a mentee or left out, not both."
    ]


def test_participants_may_be_none(tmp_path):
    assert read_participants(write(tmp_path, "org_code,role\n")) == Participants((), ())


PARTICIPANTS = Participants(("RA7",), ("RTK",))


def test_targets_are_read_in_their_order(tmp_path):
    path = write(tmp_path, "org_code,question\nRTK,Q2\nRTK,Q1\n")
    assert read_targets(path, PARTICIPANTS) == [("RTK", "Q2"), ("RTK", "Q1")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("RA7,Q1", "row 3, column org_code: RA7 is not a mentee"),
        ("RTK,Q2", "row 3: RTK, Q2 is already in row 2"),
        ("RTK,", "row 3, column question"),
    ],
)
def test_target_of_another_trust_or_given_twice_is_refused(tmp_path, row, words):
    with pytest.raises(FileRefused, match=words):
        read_targets(write(tmp_path, f"org_code,question\nRTK,Q2\n{row}\n"), PARTICIPANTS)


def test_percentages_of_10_or_less_throughout_are_doubted_but_not_changed():
    rows = [ScoreRow("A", 2015, "Q59", 50, 8.6), ScoreRow("A", 2015, "Q1", 50, 60.0)]
    [note] = doubtful_scales(rows)
    assert note.startswith("No score of Q59 is above 10.")
    assert doubtful_scales(rows[1:]) == []

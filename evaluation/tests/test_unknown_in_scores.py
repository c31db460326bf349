"""What participants and targets name, but the scores do not hold, is said and not passed over."""

from evaluation.score_files import Participants
from evaluation.statistics import ScoreRow
from evaluation.tests.test_contract_of_files import run, small_world
from evaluation.unknown_in_scores import unknown_in_scores

ROWS = [
    ScoreRow("RA7", 2015, "Q1", 50, 60.0),
    ScoreRow("RTK", 2015, "Q1", 50, 70.0),
    ScoreRow("RXX", 2015, "Q1", 12, None),
]
TARGETS = [("RTK", "Q1")]


def test_everything_known_needs_no_note():
    assert unknown_in_scores(ROWS, Participants(("RA7",), ("RTK",)), TARGETS) == []


def test_participants_without_a_score_are_named_by_role():
    people = Participants(("ZZ3", "RA7"), ("ZZ2", "RTK", "ZZ1"), ("ZZ4",))
    assert unknown_in_scores(ROWS, people, TARGETS) == [
        "Mentees without a score in the file of scores: ZZ1, ZZ2. Check the codes.",
        "Mentors without a score in the file of scores: ZZ3. Check the codes.",
        "Excluded trusts without a score in the file of scores: ZZ4. Check the codes.",
    ]


def test_trust_with_suppressed_scores_alone_is_named():
    [note] = unknown_in_scores(ROWS, Participants(("RXX",), ("RTK",)), TARGETS)
    assert note.startswith("Mentors without a score in the file of scores: RXX.")


def test_target_question_that_the_scores_do_not_have_is_named_with_its_mentees():
    targets = [("RTK", "Q9"), *TARGETS, ("RA7", "Q9"), ("RTK", "Q8")]
    assert unknown_in_scores(ROWS, Participants((), ("RTK", "RA7")), targets) == [
        "No row of the scores is about Q8, a target of RTK. Check the question.",
        "No row of the scores is about Q9, a target of RA7, RTK. Check the question.",
    ]


def test_command_writes_the_notes_and_its_figures_stay_as_they_were(tmp_path):
    given = small_world()
    plain = run(tmp_path, given)
    found = run(tmp_path, given._replace(mentors=[*given.mentors, "ZZZ"]))
    assert found.pop("notes") == [
        *plain.pop("notes"),
        "Mentors without a score in the file of scores: ZZZ. Check the codes.",
    ]
    assert found == plain

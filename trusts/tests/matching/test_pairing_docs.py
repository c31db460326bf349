from pathlib import Path

import pytest

from trusts.matching import (
    certainty,
    explain,
    override_prices,
    score_pairs,
    suggest,
    whole_points,
)
from trusts.tests.matching.worked_example import inputs

PAGE = (Path(__file__).parents[3] / "docs" / "pairing.md").read_text(encoding="utf-8")


def signed(value):
    return f"{value:+.2f}".replace("-", "−")


def question_rows(why):
    for line in why.questions:
        yield (
            f"| {line.question} | {line.priority} × {line.section_share:.1f} "
            f"| {signed(line.mentee_distance)} | {line.need:.3f} "
            f"| {signed(line.mentor_distance)} | {line.strength:.3f} | {line.covered:.3f} |"
        )
    yield f"| sum | | | {why.need:.3f} | | | {why.covered:.3f} |"


def part_rows(why):
    points = whole_points([part.points for part in why.parts], why.score)
    weights = whole_points([part.weight for part in why.parts], 1000)
    for part, weight, brought in zip(why.parts, weights, points, strict=True):
        share = "not known" if part.share is None else f"{part.share:.1%}"
        yield f"| {part.part} | {share} | {weight} | {brought} |"
    yield f"| score | | | {why.score} |"


def score_rows(scored):
    for mentor, scores in zip(scored.inputs.mentors, scored.value.tolist(), strict=True):
        yield f"| {mentor.code} | {' | '.join(map(str, scores))} |"


def sentences(scored):
    problem = scored.problem()
    solution = suggest(problem)
    price = override_prices(problem, solution).price("BAY", "DEN")
    yield (
        f"{solution.matched} matched, worst-off {solution.worst}, total {solution.total}. "
        f"Choosing BAY for DEN instead would change the worst-off by −{-price.worst_change} "
        f"and the total by −{-price.total_change}, and move {price.moved} other pair."
    )
    first = certainty(scored, problem, solution)[0]
    yield (
        f"In {first.draws} redraws of the survey's chance variation BAY stays with ASH "
        f"{first.kept} times"
    )


def worked_out():
    scored = score_pairs(inputs())
    why = explain(scored, "BAY", "ASH")
    return [*question_rows(why), *part_rows(why), *score_rows(scored), *sentences(scored)]


@pytest.mark.parametrize("line", worked_out())
def test_each_figure_of_the_example_is_on_the_page(line):
    assert line in " ".join(PAGE.split("\n"))


def test_the_page_names_the_command_and_both_files():
    assert "suggest_pairings --input IN.json --output OUT.json" in PAGE

"""Pairing problems and answers as JSON, for people who bring their own scores.

In: {"mentors": [{"code", "capacity"}], "mentees": ["code"], "score": [[whole number or null, ...]
for each mentor], "locked": [[mentor, mentee]], "previous": [[mentor, mentee]]}; null: the pair is
not allowed; `locked` and `previous` may be left out.
Out: {"pairs": [{"mentor", "mentee", "score"}], "unmatched": [{"mentee", "reason"}], "matched",
"worst", "total"}; `worst` is 0 where there is no pair, and `matched` then says so.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

from trusts.matching.errors import UnreadableInput
from trusts.matching.problem import Codes, Mentor, Problem, Solution

NEEDED, OPTIONAL = ("mentors", "mentees", "score"), ("locked", "previous")
SHOWN = 60


def read_problem(text: str) -> Problem:
    """The problem that a JSON text describes. Raises a `MatchingError` that says what is wrong."""
    try:
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_once_each)
    except json.JSONDecodeError as problem:
        raise UnreadableInput(
            f"The input is not JSON: {problem.msg} at line {problem.lineno}, "
            f"column {problem.colno}."
        ) from None
    except RecursionError:
        raise UnreadableInput("The input is nested too deeply to be a pairing problem.") from None
    except ValueError as problem:
        if isinstance(problem, UnreadableInput):
            raise
        raise UnreadableInput("The input holds a number too long to be a score.") from None
    return problem_from(data)


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableInput(f"The input holds {name}, which is not a number JSON knows.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise UnreadableInput(f'The input gives "{twice[0]}" twice in one place; give it once.')
    return read


def problem_from(data: object) -> Problem:
    """The problem that JSON data describes."""
    if not isinstance(data, Mapping):
        raise UnreadableInput(f"The input must be a JSON object; found {_short(data)}.")
    for name in NEEDED:
        if name not in data:
            raise UnreadableInput(f'The input has no "{name}".')
    if unknown := sorted(set(data) - {*NEEDED, *OPTIONAL}):
        raise UnreadableInput(
            f'The input has "{unknown[0]}", which is not one of {", ".join((*NEEDED, *OPTIONAL))}.'
        )
    return Problem(
        mentors=tuple(_mentor(item) for item in _list(data, "mentors")),
        mentees=tuple(_mentee(item) for item in _list(data, "mentees")),
        score=_list(data, "score"),
        locked=_pairs(data, "locked"),
        previous=_pairs(data, "previous"),
    )


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise UnreadableInput(f'"{name}" must be a list; found {_short(value)}.')
    return value


def _mentor(item: object) -> Mentor:
    if not isinstance(item, Mapping) or "code" not in item or "capacity" not in item:
        raise UnreadableInput(
            f'Each of "mentors" must be an object with "code" and "capacity"; found {_short(item)}.'
        )
    return Mentor(_mentee(item["code"], "mentor"), item["capacity"])


def _mentee(item: object, role: str = "mentee") -> str:
    if not isinstance(item, str):
        raise UnreadableInput(f"A {role}'s code must be text, such as RXX; found {_short(item)}.")
    return item


def _pairs(data: Mapping[str, Any], name: str) -> tuple[Codes, ...]:
    pairs = []
    for item in _list(data, name):
        if (
            not isinstance(item, list)
            or len(item) != len(("mentor", "mentee"))
            or not all(isinstance(code, str) for code in item)
        ):
            raise UnreadableInput(
                f"Each of \"{name}\" must be a list of a mentor's and a mentee's code; "
                f"found {_short(item)}."
            )
        pairs.append((item[0], item[1]))
    return tuple(pairs)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."


def solution_data(solution: Solution) -> dict[str, Any]:
    """The solution in the shape of the head of this file."""
    return {
        "pairs": [
            {"mentor": pair.mentor, "mentee": pair.mentee, "score": pair.score}
            for pair in solution.pairs
        ],
        "unmatched": [
            {"mentee": left.mentee, "reason": left.reason} for left in solution.unmatched
        ],
        "matched": solution.matched,
        "worst": solution.worst or 0,
        "total": solution.total,
    }


def digest(problem: Problem) -> str:
    """SHA-256 of the problem, the same in whatever order its trusts and pairs are listed.

    Kept with a set of pairs, it shows later which input the set answers.
    """
    mentors = sorted(problem.mentors)
    mentees = sorted(problem.mentees)
    rows = [problem.mentor_index[mentor.code] for mentor in mentors]
    columns = [problem.mentee_index[code] for code in mentees]
    whole = {
        "mentors": mentors,
        "mentees": mentees,
        "score": problem.table[rows][:, columns].tolist(),
        "locked": sorted(problem.locked),
        "previous": sorted(problem.previous),
    }
    return hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).hexdigest()

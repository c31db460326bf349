"""Small random pairing problems, exhaustive search, and two simpler methods to compare with."""

import random
from collections import Counter

import numpy as np
from scipy.optimize import linear_sum_assignment

from trusts.matching import Mentor, Problem

LAST = "~"  # sorts after every code


def problem_of(score, capacities=None, **rest):
    """A problem with mentors M0, M1 ... and mentees T0, T1 ..., one row of scores a mentor."""
    capacities = capacities or [1] * len(score)
    mentors = tuple(Mentor(f"M{row}", size) for row, size in enumerate(capacities))
    mentees = tuple(f"T{column}" for column in range(len(score[0]) if score else 0))
    return Problem(mentors, mentees, score, **rest)


def pairs_of(solution):
    """The (mentor, mentee) codes of a solution."""
    return [(pair.mentor, pair.mentee) for pair in solution.pairs]


def random_problem(seed):
    """Up to 4 mentors and 5 mentees; few or many allowed pairs, ties, places, locks, a draft."""
    dice = random.Random(seed)
    highest, density = dice.choice([2, 5, 1000]), dice.random()
    mentors = [Mentor(f"M{n}", dice.randint(0, 2)) for n in range(dice.randint(0, 4))]
    mentees = [f"T{n}" for n in range(dice.randint(0, 5))]
    dice.shuffle(mentors)
    dice.shuffle(mentees)
    score = [
        [dice.randint(0, highest) if dice.random() < density else None for _ in mentees]
        for _ in mentors
    ]
    draft = [
        (dice.choice(mentors).code, code) for code in mentees if mentors and dice.random() < 0.5
    ]
    locked = _random_locks(dice, mentors, mentees, score)
    return Problem(mentors, mentees, score, locked, draft)


def _random_locks(dice, mentors, mentees, score):
    places = {mentor.code: mentor.capacity for mentor in mentors}
    locked = []
    for column, mentee in enumerate(mentees):
        free = [
            mentor.code
            for row, mentor in enumerate(mentors)
            if score[row][column] is not None and places[mentor.code]
        ]
        if free and dice.random() < 0.15:
            places[free[0]] -= 1
            locked.append((free[0], mentee))
    return locked


def all_sets(problem):
    """Every set of pairs that respects gates, capacities and locks."""
    locked = {mentee: mentor for mentor, mentee in problem.locked}
    places = {mentor.code: mentor.capacity for mentor in problem.mentors}

    def extend(mentees, taken, pairs):
        if not mentees:
            yield tuple(pairs)
            return
        mentee, rest = mentees[0], mentees[1:]
        if mentee not in locked:
            yield from extend(rest, taken, pairs)
        for mentor in [locked[mentee]] if mentee in locked else sorted(places):
            if problem.score_of(mentor, mentee) is not None and taken[mentor] < places[mentor]:
                now = taken + Counter([mentor])
                yield from extend(rest, now, [*pairs, (mentor, mentee)])

    yield from extend(sorted(problem.mentees), Counter(), [])


def figures(problem, pairs):
    """(matched, worst-off, total) of a set of pairs."""
    scores = [problem.score_of(*pair) for pair in pairs]
    return len(scores), min(scores, default=0), sum(scores)


def kept(pairs, draft):
    """How many of the draft's pairs stand."""
    return len(set(pairs) & set(draft))


def in_code_order(problem, pairs):
    """The mentors in the order of the mentees' codes, to compare equally good sets."""
    mentor_of = {mentee: mentor for mentor, mentee in pairs}
    return [mentor_of.get(mentee, LAST) for mentee in sorted(problem.mentees)]


def exhaustive_best(problem):
    """The best set by looking at all of them."""

    def badness(pairs):
        matched, worst, total = figures(problem, pairs)
        draft = kept(pairs, problem.previous)
        return -matched, -worst, -total, -draft, in_code_order(problem, pairs)

    return sorted(min(all_sets(problem), key=badness), key=lambda pair: pair[1])


def greedy(problem):
    """The simplest method: take the highest remaining score again and again."""
    places = {mentor.code: mentor.capacity for mentor in problem.mentors}
    waiting, pairs = set(problem.mentees), []
    cells = [
        (-problem.table[row, column], mentor.code, mentee)
        for row, mentor in enumerate(problem.mentors)
        for column, mentee in enumerate(problem.mentees)
        if problem.table[row, column] >= 0
    ]
    for _, mentor, mentee in sorted(cells):
        if places[mentor] and mentee in waiting:
            places[mentor] -= 1
            waiting.remove(mentee)
            pairs.append((mentor, mentee))
    return pairs


def highest_total(problem):
    """Most matched, then the highest total, without a guarantee for the worst-off."""
    places = [(row, m.code) for row, m in enumerate(problem.mentors) for _ in range(m.capacity)]
    match_bonus = 1 + int(problem.table.max(initial=0)) * (len(problem.mentees) + 1)
    gain = np.zeros((len(places) + len(problem.mentees), len(problem.mentees)))
    for place, (row, _) in enumerate(places):
        scores = problem.table[row]
        gain[place] = np.where(scores >= 0, scores + match_bonus, 0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [
        (places[row][1], problem.mentees[column])
        for row, column in zip(rows, columns, strict=True)
        if gain[row, column] > 0
    ]

"""The board of real trusts on their published scores, its figures worked out another way.

The second way reads the published file itself and uses neither the portal's tables nor numpy.
"""

from __future__ import annotations

import csv
import datetime
import math
import re
from collections import defaultdict

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trusts.models import Participation, Question
from trusts.services import drafts
from trusts.tests.real_world import SCORES, make_real_world, real_folder

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
TODAY = datetime.date(2015, 1, 15)
OVERALL = "Q59"  # a mean from 0 to 10, which pairing leaves out


def published(year):
    """Question to trust to (proportion, answers), as the file says; hidden results are absent."""
    found = defaultdict(dict)
    with (real_folder() / SCORES).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            shown = row["suppressed"] == "False" and row["score"] and row["n"]
            if row["year"] == str(year) and row["question"] != OVERALL and shown:
                cell = float(row["score"]) / 100, float(row["n"])
                found[row["question"]][row["org_code"]] = cell
    return found


def country_and_spread(cells):
    """The mean weighted by answers, and DerSimonian and Laird's variance between trusts."""
    answers = sum(n for _p, n in cells.values())
    country = sum(p * n for p, n in cells.values()) / answers
    weights = {code: n / (country * (1 - country)) for code, (_p, n) in cells.items()}
    total = sum(weights.values())
    mean = sum(weights[code] * p for code, (p, _n) in cells.items()) / total
    squares = sum(weights[code] * (p - mean) ** 2 for code, (p, _n) in cells.items())
    scale = total - sum(w * w for w in weights.values()) / total
    return country, max(0.0, (squares - (len(cells) - 1)) / scale)


def ramp(distance):
    return min(max((distance - 0.5) / 2, 0.0), 1.0)


def by_hand(year, mentor, mentee, priorities, sections):
    """Need, covered, needs and needs met of one pair, straight from the file."""
    need = covered = 0.0
    needs = met = 0
    figures = published(year)
    for question, cells in figures.items():
        country, tau2 = country_and_spread(cells)
        if not tau2 or mentee not in cells:
            continue
        # Only questions with results that year share a section's weight.
        size = sum(sections[other] == sections[question] for other in figures)

        def shrunk(code, cells=cells, country=country, tau2=tau2):
            p, n = cells[code]
            reliability = tau2 / (tau2 + country * (1 - country) / n)
            return reliability * (p - country) / math.sqrt(tau2)

        wanted = priorities.get(question, 1) / size * ramp(-shrunk(mentee))
        strength = ramp(shrunk(mentor)) if mentor in cells else 0.0
        needs += wanted > 0
        met += bool(wanted and strength)
        need += wanted if mentor in cells else 0.0
        covered += wanted * strength
    return need, covered, needs, met


@pytest.fixture(params=[2017, 2015])
def board(request, client):
    world = make_real_world(request.param)
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
        client.force_login(world.lead)
        yield world, draft


def test_the_board_of_all_real_trusts_opens_and_holds(client, board):
    world, draft = board
    pairs = draft.result["pairs"]
    address = reverse("pairing", kwargs={"scheme_id": world.scheme.pk})
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert len(queries) <= 20
    assert page.count('id="row-') == len(pairs) >= 45
    assert len({pair["mentor"] for pair in pairs}) == len(pairs)
    told = {entry["mentee"] for entry in draft.result["unmatched"]}
    assert {pair["mentee"] for pair in pairs} | told == set(world.mentees)
    assert draft.result["worst"] == min(pair["score"] for pair in pairs)


def test_three_why_pages_agree_with_the_published_file(client, board):
    world, draft = board
    year = world.scheme.baseline.year
    sections = dict(
        Question.objects.filter(survey_year=world.scheme.baseline, scale="percent").values_list(
            "number", "section"
        )
    )
    ranked = sorted(draft.result["pairs"], key=lambda pair: (pair["score"], pair["mentee"]))
    for pair in (ranked[0], ranked[len(ranked) // 2], ranked[-1]):
        codes = {"mentor": pair["mentor"], "mentee": pair["mentee"]}
        address = reverse("why_pair", kwargs={"scheme_id": world.scheme.pk, **codes})
        page = client.get(address).content.decode()
        chosen = Participation.objects.get(scheme=world.scheme, trust__ods_code=pair["mentee"])
        need, covered, needs, met = by_hand(
            year, **codes, priorities=chosen.priorities, sections=sections
        )
        foot = re.search(r"Sum of (\d+) questions.*?</tfoot>", page, flags=re.DOTALL)
        figures = re.findall(r">(\d+\.\d{3})<", foot.group())
        assert [float(figure) for figure in figures] == [
            pytest.approx(need, abs=0.0011),
            pytest.approx(covered, abs=0.0011),
        ]
        assert int(foot.group(1)) == needs
        assert f"is strong in {met} of the {needs} things" in page
        assert f"it covers {100 * covered / need:.0f}%" in page

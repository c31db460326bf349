import time

import pytest

from buddy_portal.benchmarks import load
from buddy_portal.benchmarks.bars import BARS, shortfalls
from buddy_portal.benchmarks.pages import serving_bare

OK = load.Answered(10.0)


def test_visits_begin_on_their_timetable_and_a_failure_is_told():
    with serving_bare() as bare:
        visits = [lambda server: server.get("/")] * 19 + [lambda server: server.get("/nowhere/")]
        found = load.run(bare, visits, a_second=100)
    assert [bool(each.problem) for each in found] == [False] * 19 + [True]
    assert "/nowhere/ answered 404, not 200" in found[-1].problem


def test_wait_counts_from_the_moment_a_visit_was_due(monkeypatch):
    """One visitor alone, each visit twice as long as the time between two: the last waits most."""
    monkeypatch.setattr(load, "VISITORS", 1)
    with serving_bare() as bare:
        found = load.run(bare, [lambda _server: time.sleep(0.02)] * 10, a_second=100)
    assert found[-1].waited >= 100
    assert found[-1].waited > found[0].waited


def test_summary_names_what_nineteen_of_twenty_wait_and_every_bar():
    slow = [load.Answered(float(wait)) for wait in range(1, 101)]
    found = {line["name"]: line for line in load.summary(slow, [OK] * 100)}
    assert found["load: 20 requests a second: p95"]["value"] == pytest.approx(95.95)
    assert found["load: 20 requests a second: p95"]["ratio"] == pytest.approx(9.595)
    assert found.keys() >= {name for name in BARS if name.startswith("load: ")}


def test_one_failed_visit_misses_the_bar_with_its_reason():
    found = list(load.summary([OK] * 99 + [load.Answered(1.0, "/plans/ answered 500")], [OK] * 9))
    assert found[-1]["first"] == "/plans/ answered 500"
    assert len(shortfalls(found)) == 1

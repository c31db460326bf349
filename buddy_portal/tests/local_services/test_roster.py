import json
import signal
import sys
from pathlib import Path

import pytest

from buddy_portal.local_services.children import Command
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.roster import Roster, ends_too_often
from buddy_portal.local_services.waiting import until

WAIT = "import time; time.sleep(60)"


def command(tmp_path: Path, name: str, script: str = WAIT) -> Command:
    return Command(name, [sys.executable, "-c", script], {}, tmp_path / f"{name}.log", tmp_path)


@pytest.fixture
def roster(tmp_path):
    made = Roster(tmp_path / "pids.json")
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("ends", "now", "too_often"),
    [
        ([], 0, False),
        ([1, 2, 3, 4], 5, False),
        ([1, 2, 3, 4, 5], 5, True),
        ([1, 50, 51, 52, 53], 62, False),
    ],
)
def test_ends_too_often_counts_the_last_minute(ends, now, too_often):
    assert ends_too_often(ends, now) is too_often


def test_running_processes_are_noted_with_their_start(tmp_path, roster):
    child = roster.start(command(tmp_path, "valkey"))
    noted = json.loads((tmp_path / "pids.json").read_text())
    assert noted["valkey"]["pid"] == child.pid
    assert noted["valkey"]["started"]


def test_killed_web_process_is_started_again(tmp_path, roster, capsys):
    killed = roster.start(command(tmp_path, "web"), replaceable=True)
    killed.process.kill()
    killed.process.wait()
    roster.check()
    noted = json.loads((tmp_path / "pids.json").read_text())
    assert noted["web"]["pid"] != killed.pid
    assert "web        ended by itself and is started again" in capsys.readouterr().out


def test_process_that_keeps_ending_stops_the_portal(tmp_path, roster):
    broken = command(tmp_path, "web", "raise SystemExit('it is broken')")
    roster.start(broken, replaceable=True)
    with pytest.raises(StartProblem, match=r"5 times within a minute.*it is broken"):
        until(lambda: roster.check() is not None, seconds=30, every=0.01)


def test_server_that_ends_stops_the_portal_with_the_name_of_its_log(tmp_path, roster):
    server = roster.start(command(tmp_path, "postgres", "raise SystemExit('PANIC')"))
    server.process.wait()
    with pytest.raises(StartProblem, match=r"postgres ended by itself.*postgres\.log.*PANIC"):
        roster.check()


def test_stop_leaves_nothing_running_and_no_list(tmp_path):
    roster = Roster(tmp_path / "pids.json")
    started = [
        roster.start(command(tmp_path, "postgres")),
        roster.start(command(tmp_path, "web"), replaceable=True),
    ]
    roster.stop()
    assert [child.process.returncode for child in started] == [-signal.SIGTERM] * 2
    assert not (tmp_path / "pids.json").exists()


def test_half_written_code_waits_for_the_next_change(tmp_path, capsys):
    roster = Roster(tmp_path / "pids.json", await_change=True)
    broken = roster.start(command(tmp_path, "web", "raise SystemExit('typo')"), replaceable=True)
    broken.process.wait()
    roster.check()
    roster.check()
    said = capsys.readouterr().out
    roster.restart()
    noted = json.loads((tmp_path / "pids.json").read_text())
    roster.stop()
    assert said.count("the next change starts it again") == 1
    assert noted["web"]["pid"] != broken.pid


def test_reload_replaces_the_portal_and_keeps_the_servers(tmp_path, roster):
    server = roster.start(command(tmp_path, "postgres"))
    web = roster.start(command(tmp_path, "web"), replaceable=True)
    roster.restart()
    noted = json.loads((tmp_path / "pids.json").read_text())
    assert noted["postgres"]["pid"] == server.pid
    assert noted["web"]["pid"] != web.pid

import json
import subprocess
import sys

import pytest

from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.records import (
    end_leftovers,
    held,
    hold,
    start_time,
    write_processes,
)

DEAF = (
    "import signal, time; signal.signal(2, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


@pytest.fixture
def left_behind():
    """A server that an earlier launcher left, which does not listen to a polite signal."""
    with subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_second_launcher_is_refused_and_told_of_the_first(tmp_path):
    with (
        hold(tmp_path / "lock", "process 7, http://127.0.0.1:8000"),
        pytest.raises(StartProblem, match=r"already runs .*\(process 7, http://127.0.0.1:8000\)"),
    ):
        hold(tmp_path / "lock", "process 8")


def test_lock_is_free_after_its_holder(tmp_path):
    hold(tmp_path / "lock", "first").close()
    with hold(tmp_path / "lock", "second"):
        assert (tmp_path / "lock").read_text() == "second"


def test_held_tells_whether_a_launcher_runs(tmp_path):
    lock = tmp_path / "lock"
    before = held(lock)
    with hold(lock, "x"):
        during = held(lock)
    assert (before, during, held(lock)) == (False, True, False)


def test_leftover_that_does_not_listen_is_killed(tmp_path, left_behind):
    noted = tmp_path / "pids.json"
    write_processes(noted, {"valkey": left_behind.pid})
    assert end_leftovers(noted, grace=0.1, patience=0.2) == ["valkey"]
    assert start_time(left_behind.pid) == ""
    assert not noted.exists()


def test_process_that_took_over_the_number_is_left_alone(tmp_path, left_behind):
    noted = tmp_path / "pids.json"
    noted.write_text(json.dumps({"valkey": {"pid": left_behind.pid, "started": "1"}}))
    assert end_leftovers(noted, grace=0.1) == []
    assert left_behind.poll() is None


@pytest.mark.parametrize(
    "written", ["", '{"web": {"pid": 1', '{"web": 5}', '["web"]', '{"web": {}}']
)
def test_half_written_list_of_processes_is_no_error(tmp_path, written):
    noted = tmp_path / "pids.json"
    noted.write_text(written)
    assert end_leftovers(noted, grace=0.1) == []


def test_missing_list_of_processes_is_no_error(tmp_path):
    assert end_leftovers(tmp_path / "pids.json", grace=0.1) == []


def test_ended_process_that_nobody_collected_counts_as_gone():
    zombie = subprocess.Popen([sys.executable, "-c", "pass"], stdout=subprocess.PIPE)
    assert zombie.stdout is not None
    zombie.stdout.read()
    zombie.stdout.close()
    while start_time(zombie.pid):
        pass
    assert zombie.wait() == 0

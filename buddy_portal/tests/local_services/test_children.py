import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from buddy_portal.local_services import children
from buddy_portal.local_services.children import Command
from buddy_portal.local_services.places import PROJECT
from buddy_portal.local_services.records import start_time
from buddy_portal.local_services.waiting import until

WAIT = "import time; time.sleep(60)"
DEAF = f"import signal; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); {WAIT}"
PARENT = """
import sys
from pathlib import Path
from buddy_portal.local_services import children
from buddy_portal.local_services.children import Command
log = Path(sys.argv[1])
made = Command("child", [sys.executable, "-c", sys.argv[2]], {}, log, Path("/"))
print(children.start(made).pid, flush=True)
import time; time.sleep(60)
"""


def command(tmp_path: Path, script: str, name: str = "child") -> Command:
    return Command(name, [sys.executable, "-c", script], {}, tmp_path / f"{name}.log", tmp_path)


def test_child_writes_to_its_log(tmp_path):
    child = children.start(command(tmp_path, "print('hello')"))
    child.process.wait()
    assert (tmp_path / "child.log").read_text() == "hello\n"


def test_child_gets_only_the_environment_it_is_given(tmp_path):
    child = children.start(command(tmp_path, "import os; print(os.environ.get('HOME'))"))
    child.process.wait()
    assert (tmp_path / "child.log").read_text() == "None\n"


def test_stop_ends_a_child_by_its_signal(tmp_path):
    child = children.start(command(tmp_path, WAIT))
    children.stop([child])
    assert child.process.returncode == -signal.SIGTERM


def test_stop_kills_a_child_that_does_not_listen(tmp_path):
    child = children.start(command(tmp_path, DEAF))
    assert until(lambda: "deaf" in (tmp_path / "child.log").read_text(), seconds=20)
    children.stop([child], patience=0.1)
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_child_ends_when_its_launcher_is_killed(tmp_path):
    launcher = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log"), WAIT],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    with launcher:
        assert launcher.stdout is not None
        pid = int(launcher.stdout.readline())
        assert start_time(pid)
        launcher.kill()
    assert until(lambda: not start_time(pid), seconds=20)


def test_kill_of_a_group_that_is_gone_is_no_error(tmp_path):
    child = children.start(command(tmp_path, "pass"))
    child.process.wait()
    children.kill_group(child.pid)
    assert child.ended()


def test_waiting_for_a_command_can_be_given_up(tmp_path):
    class GivenUp(Exception):
        pass

    def give_up() -> None:
        raise GivenUp

    child = children.start(command(tmp_path, WAIT))
    with pytest.raises(GivenUp):
        children.wait_for(child, interrupted=give_up)
    assert child.ended()


def test_waiting_for_a_command_returns_its_code(tmp_path):
    child = children.start(command(tmp_path, "raise SystemExit(3)"))
    assert children.wait_for(child, interrupted=lambda: None) == 3


def test_orphan_of_an_ended_parent_does_not_start():
    asked = "import os; from buddy_portal.local_services.children import end_with_parent as e;"
    script = f"{asked} import signal; e(signal.SIGTERM, os.getppid() + 1); print('went on')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert (done.returncode, done.stdout) == (
        (1, "") if sys.platform == "linux" else (0, "went on\n")
    )


def test_start_time_of_this_process_does_not_change():
    assert start_time(os.getpid()) == start_time(os.getpid()) != ""

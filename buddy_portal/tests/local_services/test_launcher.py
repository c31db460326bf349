import signal
import socket
from contextlib import closing

import pytest

from buddy_portal.local_services import __main__ as commands
from buddy_portal.local_services import launcher, portal, readiness, static_files
from buddy_portal.local_services.launcher import Launcher, check_port
from buddy_portal.local_services.places import Places
from buddy_portal.local_services.problems import StartProblem
from buddy_portal.local_services.reloading import matters
from buddy_portal.local_services.stopping import StopRequested, StopSwitch
from buddy_portal.local_services.valkey import free_port


@pytest.fixture
def busy_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_busy_port_is_one_sentence_with_a_way_out(busy_port):
    with pytest.raises(StartProblem, match=rf"Port {busy_port} is in use.*PORT={busy_port + 1}"):
        check_port(busy_port)


def test_free_port_is_accepted():
    assert check_port(free_port()) is None


def test_port_that_this_account_may_not_use_is_one_sentence(monkeypatch):
    class Refused(socket.socket):
        def bind(self, _address):
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(launcher.socket, "socket", Refused)
    with pytest.raises(StartProblem, match="may not listen on port 80"):
        check_port(80)


@pytest.mark.parametrize("typed", ["", "abc", "0", "65536", "-1", "80.5", "８０"])
def test_port_that_is_none_is_one_sentence(typed):
    with pytest.raises(StartProblem, match="whole number from 1 to 65535"):
        commands.port(typed)


def test_refused_start_leaves_no_traceback(tmp_path, monkeypatch, busy_port, capsys):
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    assert commands.main(["run", "--port", str(busy_port)]) == 1
    written = capsys.readouterr()
    assert written.err.count("\n") == 1
    assert f"Port {busy_port} is in use" in written.err


def test_system_error_leaves_no_traceback(monkeypatch, capsys):
    def full():
        raise OSError(28, "No space left on device", "/x")

    monkeypatch.setattr(commands, "project_places", full)
    assert commands.main(["run"]) == 1
    assert capsys.readouterr().err.startswith("The disk is full")


def test_demonstration_is_on_unless_switched_off(tmp_path):
    places = Places(tmp_path)
    assert Launcher(places, 8000, environment={}).is_demonstration
    assert not Launcher(places, 8000, environment={"DEMONSTRATION": "off"}).is_demonstration


def test_settings_that_a_person_chose_are_kept(tmp_path):
    chosen = {"DJANGO_SETTINGS_MODULE": "my.settings", "PORTAL_URL": "http://my.example"}
    made = Launcher(Places(tmp_path), 8000, environment=dict(chosen)).environment
    assert chosen.items() <= made.items()
    assert made["VAR_DIR"] == str(tmp_path)


def test_stop_switch_raises_only_after_it_was_asked():
    switch = StopSwitch()
    switch.raise_if_asked()
    switch._asked.set()
    with pytest.raises(StopRequested):
        switch.raise_if_asked()


def test_stop_switch_hears_a_signal_and_gives_it_back():
    before = signal.getsignal(signal.SIGTERM)
    switch = StopSwitch()
    with switch.listening():
        signal.raise_signal(signal.SIGTERM)
    with pytest.raises(StopRequested):
        switch.raise_if_asked()
    assert signal.getsignal(signal.SIGTERM) == before


def test_web_process_is_gunicorn_with_connections_kept_alive():
    arguments = portal.web(8000)
    assert "--preload" in arguments
    assert "--no-control-socket" in arguments
    assert arguments[arguments.index("--keep-alive") + 1] == "65"


def test_readiness_of_a_silent_port_says_so():
    assert readiness.ask(free_port()).startswith("no answer")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/p/trusts/models.py", True),
        ("/p/templates/base.html", True),
        ("/p/trusts/tests/test_models.py", False),
        ("/p/trusts/__pycache__/models.py", False),
        ("/p/trusts/notes.txt", False),
    ],
)
def test_changes_that_restart_the_portal(path, expected):
    assert matters(path) is expected


def test_static_files_are_collected_again_only_after_a_change(tmp_path):
    source = tmp_path / "static" / "portal.css"
    source.parent.mkdir()
    source.write_text("a{}")
    before = static_files.mark(tmp_path)
    assert static_files.mark(tmp_path) == before
    source.write_text("a{color:red}")
    assert static_files.mark(tmp_path) != before


def test_collected_files_are_no_sources(tmp_path):
    before = static_files.mark(tmp_path)
    collected = tmp_path / "var" / "static" / "portal.css"
    collected.parent.mkdir(parents=True)
    collected.write_text("a{}")
    assert static_files.mark(tmp_path) == before


def test_static_files_without_their_manifest_are_not_current(tmp_path):
    stamp = tmp_path / "stamp"
    stamp.write_text(static_files.mark())
    assert not static_files.are_current(stamp, tmp_path / "static")

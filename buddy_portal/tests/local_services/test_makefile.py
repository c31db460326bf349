import re
import subprocess

import pytest

from buddy_portal.local_services.places import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE)


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_make_alone_lists_every_target():
    listed = [line.split()[0] for line in make().stdout.splitlines()[1:]]
    assert listed == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_in_the_developers_guide(target):
    assert f"`make {target}`" in (PROJECT / "docs" / "developing.md").read_text(encoding="utf-8")


def test_the_readme_names_how_to_run_and_test():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_an_old_python_is_one_sentence():
    refused = make("PYTHON=", "run")
    assert refused.returncode != 0
    assert "Python 3.11 or newer is needed" in refused.stderr


def test_ci_runs_every_gate():
    gates = ("lint", "types", "layers", "templates", "migrations", "deploy-check", "test")
    assert f"check: {' '.join(gates)} " in MAKEFILE
    assert "make check" in (PROJECT / ".ci" / "run").read_text()

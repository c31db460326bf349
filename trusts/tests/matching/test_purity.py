import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def modules_after(statement):
    """The top-level modules that a fresh Python holds after the statement."""
    program = f"{statement}; import sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_pairing_method_is_imported_without_django():
    assert "django" not in modules_after("from trusts.matching import suggest, override_prices")


def test_the_app_is_imported_without_numpy_or_scipy():
    assert not {"numpy", "scipy"} & modules_after("import trusts, trusts.apps")


def test_the_command_is_imported_without_numpy_or_scipy():
    loaded = modules_after("import trusts.management.commands.suggest_pairings")
    assert not {"numpy", "scipy"} & loaded


def test_a_planted_import_is_seen():
    assert {"django", "numpy"} <= modules_after("import django, numpy")

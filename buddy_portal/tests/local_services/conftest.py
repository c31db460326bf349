import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that other accounts may enter: as root, PostgreSQL runs as `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="buddy-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)

"""Static files under hashed names: scripts still find each other, and the favicon is served."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from buddy_portal.design.storage import HashedFiles

BASE = Path(settings.BASE_DIR)
needs_build = pytest.mark.skipif(
    not (BASE / "build" / "vendor" / "nhsuk").is_dir(), reason="make assets has not been run"
)


@pytest.fixture(scope="module")
def hashed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Our own files and those of NHS.UK as collectstatic leaves them: name -> hashed name."""
    tmp_path = tmp_path_factory.mktemp("static")
    shutil.copytree(BASE / "static", tmp_path, dirs_exist_ok=True)
    shutil.copytree(BASE / "build" / "vendor", tmp_path, dirs_exist_ok=True)
    storage = HashedFiles(location=str(tmp_path))
    names = [
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    ]
    result = {}
    for original, name, done in storage.post_process({name: (storage, name) for name in names}):
        assert not isinstance(done, Exception), (original, done)
        if name and original != name and not name.endswith((".gz", ".br")):
            result[original] = (tmp_path / name).read_text("utf-8", "ignore")
    return result


@needs_build
def test_our_script_imports_the_hashed_nhsuk_module(hashed):
    assert re.search(
        r'from "\.\./nhsuk/nhsuk-frontend\.min\.[0-9a-f]{12}\.js"', hashed["js/portal.js"]
    )


@needs_build
def test_style_sheets_name_only_files_that_are_there(hashed):
    for name, text in hashed.items():
        if name.endswith(".css"):
            assert not re.search(r"url\((?!['\"]?(data:|[^)]*\.[0-9a-f]{12}\.|#))", text), name


def test_favicon_leads_to_the_icon():
    response = Client().get("/favicon.ico")
    assert response.status_code == 308
    assert response["Location"] == "/static/nhsuk/images/favicon.ico"


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_literal_error_pages_name_files_that_exist(name):
    text = (BASE / "templates" / "errors" / f"{name}.html").read_text(encoding="utf-8")
    ours = [
        found for found in re.findall(r"STATIC_URL([^\"]+)", text) if not found.startswith("nhsuk/")
    ]
    assert ours
    assert all((BASE / "static" / found).is_file() for found in ours)

"""The documented database role of the web process, for tests of what it may not do."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

SCRIPT = settings.BASE_DIR / "docs" / "web-database-role.sql"


@pytest.fixture
def as_web_role(db: None) -> Iterator[None]:
    """The role is made inside the test's transaction, and is gone with it.

    Ask for it after what makes the rows: from then on the test itself has no more rights.
    """
    with connection.cursor() as cursor:
        cursor.execute(SCRIPT.read_text())
        cursor.execute("SET LOCAL ROLE buddy_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

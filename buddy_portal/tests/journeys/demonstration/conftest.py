"""The demonstration, loaded once for all tests of this folder.

The tests read only. So they share one database, which is emptied after the last of them; the
database fixtures are replaced by ones that neither roll back nor empty anything between two tests.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections

from .visitors import Walks

PASSWORD = "for the demonstration only"
TRUSTS = 40
"""Fewer than `make run` loads; the schemes, pairs, plans and reports are the same in number."""


@pytest.fixture(scope="package")
def demonstration(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("demo_data", trusts=TRUSTS, yes_fictional_data_here=True, verbosity=0)
        yield
        call_command("flush", verbosity=0, interactive=False)
        connections.close_all()


@pytest.fixture
def transactional_db(demonstration: None, django_db_blocker) -> Iterator[None]:
    """What `live_server` asks for: its threads see the same committed rows.

    The walks ask for it too, so that all of these tests run one after the other.
    """
    with django_db_blocker.unblock():
        yield
        # While a browser runs, this is not the connection that the database is dropped by.
        connections.close_all()


@pytest.fixture(autouse=True)
def marked_as_demonstration(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.fixture(scope="package")
def _walks() -> Walks:
    return Walks()


@pytest.fixture
def walks(transactional_db: None, _walks: Walks) -> Walks:
    """What each visitor reaches; a walk is taken when a test first asks for it."""
    return _walks

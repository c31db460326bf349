"""One small demonstration, loaded once for a module of tests and rolled back after it."""

import datetime
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

TODAY = datetime.date(2026, 5, 20)
PASSWORD = "bamo-dutu-fihe-kola"


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration with 30 trusts as on 20 May 2026."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        with override_settings(DEMONSTRATION=True):
            call_command("demo_data", trusts=30, today=str(TODAY))
            yield
        transaction.set_rollback(True)

"""Lets the tests, and only the tests, empty the append-only tables between two of them.

Tests that commit are followed by a TRUNCATE of every table. The triggers that refuse it let it
pass where this setting is on, for that one transaction.
"""

from collections.abc import Iterator
from unittest import mock

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

ALLOW = "SET LOCAL buddy.tests_may_truncate = 'on'"


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> Iterator[None]:
    original = DatabaseOperations.execute_sql_flush

    def flush(operations: DatabaseOperations, statements: list[str]) -> None:
        original(operations, [ALLOW, *statements])

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", flush):
        yield

"""Statements that PostgreSQL plans once in a connection, not anew for every page.

To plan a statement over ten tables takes PostgreSQL one to ten milliseconds; to run it for one
person, a tenth of that. `PREPARE` keeps the plan for as long as the connection lasts, and `EXECUTE`
fills in what differs between two people. Nothing that a statement answers is kept.

The plan is made without looking at what is filled in. These statements find rows by keys, codes and
days through indexes, for whomever they are filled in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg2.extensions import AsIs

LARGEST = 2**63 - 1
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""The names of the statements that each connection has a plan of."""


class PlannedOnce:
    """One statement; `types` has the type of each place to fill in, and None for a constant."""

    def __init__(self, sql: str, parameters: Sequence[Any], types: Sequence[str | None]) -> None:
        numbers = iter(range(1, len(types) + 1))
        places = [
            constant if kind is None else AsIs(f"${next(numbers)}")
            for constant, kind in zip(parameters, types, strict=True)
        ]
        with connection.cursor() as cursor:
            self.body = cursor.mogrify(sql, places).decode()
        filled_in = [kind for kind in types if kind is not None]
        digest = hashlib.blake2b(f"{filled_in} {self.body}".encode(), digest_size=12)
        self.name = f"portal_{digest.hexdigest()}"
        self.types = _in_brackets(filled_in)
        self.asked = f"EXECUTE {self.name} {_in_brackets('%s' for _ in filled_in)}"

    def execute(self, cursor: Any, values: Sequence[Any]) -> None:
        """Run it, filled in, after its plan was made if this connection has none."""
        known = _known.setdefault(cursor.db.connection, set())
        if self.name not in known:
            self._make_plan()
            known.add(self.name)
        cursor.execute(self.asked, values)

    def _make_plan(self) -> None:
        """By the driver itself: this belongs to the connection, not to what a page asks."""
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")
            cursor.execute(f"PREPARE {self.name} {self.types} AS {self.body}")


def fits(values: Iterable[Any]) -> bool:
    """Whether PostgreSQL can hold each number in the type of a key."""
    return all(type(value) is not int or abs(value) <= LARGEST for value in values)


def _in_brackets(parts: Iterable[str]) -> str:
    """An empty list may not stand in brackets."""
    listed = ", ".join(parts)
    return f"({listed})" if listed else ""

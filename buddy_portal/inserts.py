"""Rows that are added often: each by one statement, which PostgreSQL plans once in a connection.

Django's `create` puts its statement together anew for each row, and `get_or_create` takes four
where one decides as well: a row is added unless there is one with its key. What `save` does around
a new row is done here too: the signals, and fields that fill themselves in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models import Field, Model
from django.db.models.signals import post_save, pre_save

from buddy_portal.planned_once import PlannedOnce
from buddy_portal.prepared_objects import ALIAS


def insert(one: Model) -> None:
    """Add a new row."""
    _insert(one, "")


def insert_once(one: Model, *, key: str) -> bool:
    """Add a new row unless there is one with the same value in the unique field `key`.

    Of several transactions that add the same key at once the database lets one in; the others wait
    for its end. Says whether the row was added; `one` has its primary key only then.
    """
    return _insert(one, key)


def _insert(one: Model, key: str) -> bool:
    kind, database = type(one), connections[ALIAS]
    about = {"sender": kind, "instance": one, "raw": False, "using": ALIAS, "update_fields": None}
    pre_save.send(**about)
    statement = _statement(kind, key)
    values = [
        field.get_db_prep_save(field.pre_save(one, add=True), database)
        for field in statement.fields
    ]
    with database.cursor() as cursor:
        if settings.DATABASE_KEEPS_PLANS:
            statement.planned.execute(cursor, values)
        else:
            cursor.execute(statement.sql, values)
        added = cursor.fetchone()
    if added is None:
        return False
    one.pk = added[0]
    one._state.adding, one._state.db = False, ALIAS
    post_save.send(**about, created=True)
    return True


class _Statement:
    """The statement that adds a row of one model."""

    def __init__(self, kind: type[Model], key: str) -> None:
        about, quoted = kind._meta, connections[ALIAS].ops.quote_name
        self.fields: list[Field[Any, Any]] = [
            field for field in about.concrete_fields if not field.primary_key
        ]
        columns = ", ".join(quoted(str(field.column)) for field in self.fields)
        places = ", ".join("%s" for _ in self.fields)
        unique: Any = about.get_field(key) if key else None
        unless = f"ON CONFLICT ({quoted(unique.column)}) DO NOTHING " if key else ""
        # All names are those of the model.
        self.sql = (
            f"INSERT INTO {quoted(about.db_table)} ({columns}) VALUES ({places}) "  # noqa: S608
            f"{unless}RETURNING {quoted(str(about.pk.column))}"
        )
        types = [str(field.db_type(connections[ALIAS])) for field in self.fields]
        self.planned = PlannedOnce(self.sql, [None] * len(types), types)


@lru_cache(maxsize=100)
def _statement(kind: type[Model], key: str) -> _Statement:
    return _Statement(kind, key)

"""Queries that Django puts together once in each process; each call only fills them in.

To put a wide statement together takes Django one to four milliseconds, to send it and to read its
few rows a tenth of that. A function marked `prepared` is called with stand-ins for its arguments
the first time they have a shape; the statement is kept, and every call runs it with what it was
called with. Nothing that the database answers is kept.

    @prepared
    def risks_to_review(access: Access, on: datetime.date) -> QuerySet[Risk]: ...

    for risk in risks_to_review(access, today): ...

Such a function puts its arguments into the query and does nothing else with them. What decides
which statement it is (the roles of a person, not the trusts where they hold them) is the shape of
an argument: each shape has a statement of its own. The function asks no clock. A list is one of
keys or of texts, for `__in`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet, Value
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
)
from django.db.transaction import TransactionManagementError

from buddy_portal.planned_once import PlannedOnce, fits
from buddy_portal.prepared_objects import ALIAS, Met, Objects

Parameters = ParamSpec("Parameters")
Row = TypeVar("Row")
Read = Callable[[Any], Any]
_LIST = re.compile(r"IN \(SELECT unnest\((%s::\w+\[\])\)\)")
SOME = "(given)"
"""What a stand-in shows in the place of a text that is not known; never part of a statement."""
PREPARED: list[Prepared[Any, Any]] = []
"""All there are, so that one test can look at each of them."""


class NotPrepared(Exception):
    """A function cannot be prepared: what it does with its arguments is more than filling in."""


class Shaped(Protocol):
    """An argument with a shape of its own, and a stand-in for all that have this shape."""

    @property
    def shape(self) -> tuple[Any, ...]: ...

    def stand_in(self, argument: str) -> Any: ...


class Given(Value):
    """Stands in a query for what an argument will be, or for what is read from it."""

    def __init__(self, argument: str, field: models.Field[Any, Any], read: Read | None = None):
        super().__init__(argument, output_field=field)
        self.read = read

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    @property
    def db_type(self) -> str:
        """The type of the place that is filled in."""
        return str(self.output_field.db_type(connections[ALIAS]))

    def of(self, arguments: dict[str, Any]) -> Any:
        found = arguments[self.value]
        return found if self.read is None else self.read(found)


class GivenList(Given):
    """The same for a list, as the right side of `__in`: of texts, or of numbers (`bigint`)."""

    def __init__(self, argument: str, read: Read | None = None, kind: str = "text"):
        super().__init__(argument, models.CharField(), read)
        self.kind = kind

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"(SELECT unnest(%s::{self.kind}[]))", [self]

    @property
    def db_type(self) -> str:
        return f"{self.kind}[]"

    def of(self, arguments: dict[str, Any]) -> list[str]:
        return list(super().of(arguments))


class GivenArray(GivenList):
    """The same as the right side of a lookup on an array column."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def listed(texts: Iterable[str]) -> Any:
    """Texts for a lookup on an array column, as in `codes__overlap=listed(codes)`."""
    if isinstance(texts, GivenList):
        return GivenArray(texts.value, texts.read, texts.kind)
    return list(texts)


_FIELDS: dict[type, type[models.Field[Any, Any]]] = {
    int: models.BigIntegerField,
    str: models.CharField,
    datetime.date: models.DateField,
    datetime.datetime: models.DateTimeField,
}


def shape_of(value: Any) -> Any:
    """What decides which statement an argument leads to."""
    kind = type(value)
    if kind in _FIELDS:
        return kind
    if kind is list:
        return (list, type(value[0])) if value else list
    return getattr(value, "shape", (value,))


def stand_in(argument: str, value: Any) -> Any:
    """What the function is called with while it is prepared: a value that is a shape is itself."""
    if hasattr(value, "shape"):
        return cast(Shaped, value).stand_in(argument)
    if type(value) is list and value:
        return GivenList(argument, kind="bigint" if type(value[0]) is int else "text")
    field = _FIELDS.get(type(value))
    return Given(argument, field()) if field else value


@dataclass(frozen=True)
class Statement:
    """A statement with the places to fill in, and how its rows are read."""

    sql: str
    parameters: tuple[Any, ...]
    read: Callable[[Sequence[tuple[Any, ...]]], list[Any]]
    locks: bool = False
    """Whether the rows are locked until the transaction ends."""

    def run(self, arguments: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        database = connections[ALIAS]  # each look through `connection` costs as much as a row
        if self.locks and not database.in_atomic_block:
            raise TransactionManagementError("A row can be locked in a transaction only.")
        with database.cursor() as cursor:
            self._execute(cursor, arguments)
            return self.read(cursor.fetchall())

    def _execute(self, cursor: Any, arguments: dict[str, Any]) -> None:
        given = [each.of(arguments) for each in self.parameters if isinstance(each, Given)]
        if settings.DATABASE_KEEPS_PLANS and fits(given):
            self.planned.execute(cursor, given)
            return
        values = iter(given)
        cursor.execute(
            self.sql,
            [next(values) if isinstance(each, Given) else each for each in self.parameters],
        )

    @cached_property
    def planned(self) -> PlannedOnce:
        """The same statement, for connections that keep its plan."""
        types = [each.db_type if isinstance(each, Given) else None for each in self.parameters]
        return PlannedOnce(self.sql, self.parameters, types)


NO_ROWS = Statement("", (), list)
"""Of a query of which Django knows that nothing can fit it."""


class Prepared(Generic[Parameters, Row]):
    """A function that gives a queryset, called for its rows. See the head of this module."""

    def __init__(self, put_together: Callable[Parameters, QuerySet[Any, Row]]) -> None:
        self.names = put_together.__code__.co_varnames[: put_together.__code__.co_argcount]
        self._kept: dict[tuple[Any, ...], Statement] = {}
        self.put_together = put_together
        update_wrapper(self, put_together)
        PREPARED.append(self)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> list[Row]:
        arguments = dict(zip(self.names, args, strict=False)) | kwargs
        shape = tuple([(name, shape_of(value)) for name, value in arguments.items()])
        statement = self._kept.get(shape)
        if statement is None:
            statement = self._kept[shape] = self.statement_for(arguments)
        return statement.run(arguments)

    def statement_for(self, arguments: dict[str, Any]) -> Statement:
        """The statement for arguments of the shape of these, put together now."""
        given = {name: stand_in(name, value) for name, value in arguments.items()}
        call = cast(Callable[..., QuerySet[Any, Row]], self.put_together)
        return statement_of(call(**given))


def prepared(
    put_together: Callable[Parameters, QuerySet[Any, Row]],
) -> Prepared[Parameters, Row]:
    """Mark a function of which the queryset differs between calls in its arguments only."""
    return Prepared(put_together)


def statement_of(queryset: QuerySet[Any, Any]) -> Statement:
    """What a queryset with stand-ins asks the database, and how it reads the answer."""
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # private, and needed
        raise NotPrepared("Other rows are not fetched by a prepared query: prefetch them after it.")
    compiler = queryset.query.get_compiler(ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return NO_ROWS
    if any(type(each) is str and each == SOME for each in parameters):
        raise NotPrepared("A text that only stands for another has become part of the statement.")
    make = _READERS.get(queryset._iterable_class)
    if make is None:
        raise NotPrepared("A prepared query gives objects, or rows by values_list.")
    return Statement(
        _LIST.sub(r"= ANY(\1)", sql),
        tuple(parameters),
        make(compiler),
        queryset.query.select_for_update,
    )


def hold(one: models.Model, name: str, rows: list[Any]) -> None:
    """Let `one.name.all()` give these rows, as after `prefetch_related`."""
    manager = getattr(one, name)
    held = manager.get_queryset() if rows else manager.model._default_manager.none()
    held._result_cache, held._prefetch_done = rows, True
    for row in rows:
        manager.field.set_cached_value(row, one)
    vars(one).setdefault("_prefetched_objects_cache", {})[name] = held


def _converter(compiler: Any) -> Read:
    """Does to the values of rows what Django does to them; mostly nothing."""
    converters = compiler.get_converters([column[0] for column in compiler.select])
    if not converters:
        return lambda rows: rows
    return lambda rows: compiler.apply_converters(rows, converters)


def _reads_tuples(compiler: Any) -> Read:
    converted = _converter(compiler)
    return lambda rows: [tuple(row) for row in converted(rows)]


def _reads_single_values(compiler: Any) -> Read:
    converted = _converter(compiler)
    return lambda rows: [row[0] for row in converted(rows)]


def _reads_objects(compiler: Any) -> Read:
    """Objects with what they point at and what was annotated."""
    objects = Objects(compiler.klass_info, compiler.select)
    annotations = list((compiler.annotation_col_map or {}).items())
    converted = _converter(compiler)

    def read(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        met: Met = {}
        found = []
        for row in converted(rows):
            one = objects.of(row, met)
            for name, place in annotations:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


_READERS: dict[Any, Callable[[Any], Read]] = {
    ModelIterable: _reads_objects,
    ValuesListIterable: _reads_tuples,
    FlatValuesListIterable: _reads_single_values,
}

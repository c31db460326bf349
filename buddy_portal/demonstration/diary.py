"""A made-up past, written by the portal's own services as if on the days it tells of.

Services take the day as an argument but read the clock for moments ("submitted at"). The diary
notes between which two readings of the clock each entry was written, and at the end moves every
moment in the database that lies between them to the entry's own. What the database keeps as it was
written (see WRITTEN_ONCE) gets its moment as it is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models.signals import pre_save
from django.utils import timezone
from psycopg2.sql import SQL, Identifier

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.outbox import mail
from evaluation.models import Protocol, Report
from improvement_plans.models import MeetingPaper, PlanVersion

Moment = datetime.datetime
# Things whose moments cannot be changed afterwards.
WRITTEN_ONCE: tuple[type[models.Model], ...] = (
    *(AuditEvent, Protocol, Report),
    *(MeetingPaper, PlanVersion),
)
APPS = ("accounts", "trusts", "improvement_plans", "evaluation", "outbox")


@dataclass
class Diary:
    """Entries in the order they were written: clock before, clock after, moment told of."""

    entries: list[tuple[Moment, Moment, Moment]] = field(default_factory=list)
    _now: Moment | None = None
    _began: Moment | None = None

    @contextmanager
    def at(self, day: datetime.date, hour: int = 10, minute: int = 0) -> Iterator[datetime.date]:
        """Write what happens inside as of this day and time (Europe/London); gives the day."""
        moment = datetime.datetime.combine(day, datetime.time(hour, minute))
        self._now = timezone.make_aware(moment)
        began = self._began = timezone.now()
        try:
            yield day
        finally:
            self.entries.append((began, timezone.now(), self._now))
            self._now = self._began = None

    @contextmanager
    def open(self) -> Iterator[Diary]:
        """Keep the diary: no mail goes out about a past that nobody lived."""
        for model in WRITTEN_ONCE:
            pre_save.connect(self._date, sender=model)
        try:
            with mail.withheld():
                yield self
        finally:
            for model in WRITTEN_ONCE:
                pre_save.disconnect(self._date, sender=model)
        self.settle()

    def settle(self) -> None:
        """Move every moment that an entry wrote to the moment that the entry tells of."""
        if not self.entries:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE diary (began timestamptz PRIMARY KEY, "
                "ended timestamptz, moment timestamptz) ON COMMIT DROP"
            )
            rows = [entry for entry in self.entries if entry[0] < entry[1]]
            cursor.executemany("INSERT INTO diary VALUES (%s, %s, %s)", rows)
            cursor.execute("ANALYZE diary")
            for model in _models():
                self._settle_table(cursor, model)
            cursor.execute("DROP TABLE diary")
        self.entries.clear()

    def _settle_table(self, cursor: Any, model: type[models.Model]) -> None:
        table, key = model._meta.db_table, model._meta.pk.column
        for moments in _moments(model):
            statement = SQL(
                "UPDATE {table} SET {moments} = found.moment FROM (SELECT row.{key}, entry.moment "
                "FROM {table} row CROSS JOIN LATERAL (SELECT ended, moment FROM diary "
                "WHERE began <= row.{moments} ORDER BY began DESC LIMIT 1) entry "
                "WHERE row.{moments} <= entry.ended) found WHERE {table}.{key} = found.{key}"
            ).format(
                table=Identifier(table), key=Identifier(key), moments=Identifier(moments.column)
            )
            cursor.execute(statement.as_string(cursor.cursor))

    def _date(self, *, instance: models.Model, **_signal: object) -> None:
        """Date what this entry writes; what an earlier one wrote has its moment already."""
        if self._now is None or self._began is None:
            return
        for moment in _moments(type(instance)):
            written = getattr(instance, moment.attname)
            if written is not None and written >= self._began:
                setattr(instance, moment.attname, self._now)


def _models() -> list[type[models.Model]]:
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if model not in WRITTEN_ONCE]


def _moments(model: type[models.Model]) -> list[models.DateTimeField]:
    return [f for f in model._meta.concrete_fields if isinstance(f, models.DateTimeField)]

"""Making objects of the rows of a prepared query: what is the same for all rows is done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState

ALIAS = "default"
Met = dict[tuple[int, Any], Model]
"""Objects that were already made of the same answer, by where they stand in it and their key."""


class Objects:
    """Objects of one model, with those that they point at.

    As in unpickling, the values of a row are put into a new object as they are, which costs a
    fourth of `Model.__init__`; the models here have no receiver that waits for an object to be
    made. Two rows that point at the same row point at the same object.
    """

    def __init__(self, info: dict[str, Any], select: Sequence[tuple[Any, ...]]) -> None:
        places = info["select_fields"]
        self.begin, self.end = places[0], places[-1] + 1
        columns = [column[0].target for column in select[self.begin : self.end]]
        self.names = [field.attname for field in columns]
        self.key = self.begin + [field.primary_key for field in columns].index(True)
        self.model: type[Model] = info["model"]
        self.related = [
            (Objects(one, select), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", [])
        ]

    def of(self, row: Sequence[Any], met: Met) -> Model:
        """The object of a row."""
        one = self.model.__new__(self.model)
        held = one.__dict__
        held["_state"] = state = ModelState()
        state.adding, state.db = False, ALIAS
        held.update(zip(self.names, row[self.begin : self.end], strict=True))
        for related, set_here, set_there in self.related:
            _point_at(one, related.met_or_made(row, met), set_here, set_there)
        return one

    def met_or_made(self, row: Sequence[Any], met: Met) -> Model | None:
        """The object that another one points at, if it points at any."""
        key = row[self.key]
        if key is None:
            return None
        place = (self.begin, key)
        if place not in met:
            met[place] = self.of(row, met)
        return met[place]


def _point_at(
    one: Model,
    other: Model | None,
    set_here: Callable[[Any, Any], None],
    set_there: Callable[[Any, Any], None],
) -> None:
    set_here(one, other)
    if other is not None:
        set_there(other, one)

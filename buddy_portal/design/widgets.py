"""Controls that Django does not have: a date in three parts, a number with its unit."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True)
class TypedDate:
    """A date just as somebody typed it, part by part, so that a wrong one can be shown again."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, value: object) -> TypedDate:
        """From a date, or from one written 2015-02-09; anything else is empty."""
        if isinstance(value, str):
            try:
                value = datetime.date.fromisoformat(value)
            except ValueError:
                return cls()
        if isinstance(value, datetime.date):
            return cls(str(value.day), str(value.month), str(value.year))
        return cls()

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that were left empty."""
        return tuple(part for part in DateParts.PARTS if not getattr(self, part))


class DateParts(forms.Widget):
    """Three short inputs, named like the field with -day, -month and -year."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate:
        parts = {part: str(data.get(f"{name}-{part}") or "").strip() for part in self.PARTS}
        return TypedDate(**parts)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.PARTS)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}-day" if id_ else id_


class AffixedInput(forms.TextInput):
    """A short input with words before or after it, such as "%" or "days"."""

    def __init__(
        self, *, prefix: str | None = None, suffix: str | None = None, width: int = 5
    ) -> None:
        super().__init__(attrs={"inputmode": "decimal", "width": width})
        self.prefix = prefix
        self.suffix = suffix

"""Fields that our forms need and Django does not have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from buddy_portal.design import dates
from buddy_portal.design.widgets import AffixedInput, DateParts, TypedDate
from buddy_portal.design.wording import noun_of, subject_of

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
Day = datetime.date | Callable[[], datetime.date] | None


class WrongParts(ValidationError):
    """A fault of a date that lies in some of its parts."""

    def __init__(self, sentence: str, *, code: str, parts: Iterable[str]) -> None:
        super().__init__(sentence, code=code)
        self.parts = tuple(parts)


class DateInThreeParts(forms.Field):
    """A date asked for as day, month and year; gives a `datetime.date`, or None when left empty.

    `earliest` and `latest` are days, or functions that give one. A month may be typed as a number
    or a name. What was typed is shown again as it was. In a form's data the parts are named
    `NAME-day`, `NAME-month` and `NAME-year`.

        due_on = DateInThreeParts(label="Due date", noun="a due date", earliest=starts_on)
    """

    widget = DateParts

    def __init__(
        self, *, earliest: Day = None, latest: Day = None, noun: str = "", **options: Any
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.noun = noun
        options.setdefault("help_text", "For example, 9 2 2015")
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, datetime.date):
            return value
        typed = value if isinstance(value, TypedDate) else TypedDate.of(value)
        if len(typed.missing) == len(DateParts.PARTS):
            return None
        if typed.missing:
            words = " and ".join(f"a {part}" for part in typed.missing)
            sentence = f"{subject_of(self)} must include {words}"
            raise WrongParts(sentence, code="part", parts=typed.missing)
        return self._real_date(typed)

    def validate(self, value: datetime.date | None) -> None:
        if value is None:
            if self.required:
                raise ValidationError(self._required_sentence(), code="required")
            return
        self._check_range(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or None)
        except ValidationError:
            return True

    def _required_sentence(self) -> str:
        said = str(self.error_messages["required"])
        standard = str(forms.Field.default_error_messages["required"])
        return said if said != standard else f"Enter {noun_of(self)}"

    def _real_date(self, typed: TypedDate) -> datetime.date:
        """The date that the parts make, or the sentence about the part that is wrong."""
        subject = subject_of(self)
        if not re.fullmatch(r"[0-9]{4}", typed.year) or typed.year == "0000":
            raise WrongParts(
                f"The year of {noun_of(self)} must have 4 digits, like 2015",
                code="year",
                parts=["year"],
            )
        month = _month_number(typed.month)
        if not month:
            sentence = f"{subject} must have a month from 1 to 12"
            raise WrongParts(sentence, code="month", parts=["month"])
        day = int(typed.day) if re.fullmatch(r"[0-9]{1,2}", typed.day) else 0
        try:
            return datetime.date(int(typed.year), month, day)
        except ValueError:
            name = MONTHS[month - 1].capitalize()
            raise WrongParts(
                f"{subject} must have a day that exists in {name} {typed.year}",
                code="day",
                parts=["day"],
            ) from None

    def _check_range(self, value: datetime.date) -> None:
        earliest, latest = _now(self.earliest), _now(self.latest)
        after, before = dates.day(earliest), dates.day(latest)
        early, late = bool(earliest and value < earliest), bool(latest and value > latest)
        if (early or late) and earliest and latest:
            sentence = f"{subject_of(self)} must be between {after} and {before}"
        elif early:
            sentence = f"{subject_of(self)} must be {after} or later"
        elif late:
            sentence = f"{subject_of(self)} must be {before} or earlier"
        else:
            return
        raise WrongParts(sentence, code="range", parts=DateParts.PARTS)


def _month_number(typed: str) -> int:
    """1 to 12 for a number or a name of at least three letters; 0 for anything else."""
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if 1 <= int(typed) <= 12 else 0
    word = typed.lower()
    if len(word) < 3:
        return 0
    return next(
        (n for n, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0
    )


def _now(day: Day) -> datetime.date | None:
    return day() if callable(day) else day


class NumberWithSuffix(forms.DecimalField):
    """A number with its unit beside it: `target = NumberWithSuffix(suffix="%", max_value=100)`.

    A unit, blanks and thousands separators that somebody types along are understood.
    """

    def __init__(
        self,
        *,
        suffix: str | None = None,
        prefix: str | None = None,
        width: int = 5,
        noun: str = "",
        **options: Any,
    ) -> None:
        self.suffix = suffix
        self.noun = noun
        options.setdefault("max_digits", 9)
        options.setdefault("decimal_places", 2)
        options.setdefault("widget", AffixedInput(prefix=prefix, suffix=suffix, width=width))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _bare_number(value, self.suffix or "")
        return super().to_python(value)


class WholeNumber(forms.IntegerField):
    """A whole number, with its unit if it has one: `WholeNumber(suffix="trusts", min_value=1)`."""

    def __init__(
        self, *, suffix: str | None = None, width: int = 4, noun: str = "", **options: Any
    ) -> None:
        self.suffix = suffix
        self.noun = noun
        options.setdefault("widget", AffixedInput(suffix=suffix, width=width))
        options.setdefault("max_value", 1_000_000_000)
        super().__init__(**options)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _bare_number(value, self.suffix or "")
        return super().to_python(value)


def _bare_number(typed: str, suffix: str) -> str:
    """ "1,234 %" as "1234", "−3" as "-3"; anything stranger is left for the field to refuse."""
    text = typed.strip().replace("−", "-")
    if suffix:
        text = text.removesuffix(suffix).strip()
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    return text


class FileUpload(forms.FileField):
    """A file from the person's computer; what is in it is checked by whoever reads it.

    `kinds` are the endings that are let through ("csv", "xlsx"), `most_bytes` the largest size.
    """

    def __init__(
        self, *, kinds: tuple[str, ...], most_bytes: int, noun: str = "", **options: Any
    ) -> None:
        self.kinds = kinds
        self.most_bytes = most_bytes
        self.noun = noun
        options.setdefault("max_length", 150)
        accept = ",".join(f".{kind}" for kind in kinds)
        options.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(**options)

    def to_python(self, data: Any) -> File[Any] | None:
        file = super().to_python(data)
        if file is None:
            return None
        name = str(file.name or "")
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if ending not in self.kinds:
            wanted = " or ".join(kind.upper() for kind in self.kinds)
            raise ValidationError(f"The file must be a {wanted} file", code="kind")
        if (file.size or 0) > self.most_bytes:
            limit = f"{self.most_bytes / 1024 / 1024:g} MB"
            raise ValidationError(f"The file must be smaller than {limit}", code="size")
        return file

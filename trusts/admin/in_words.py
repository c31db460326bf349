"""What is kept as structured data, shown in the admin site as words and tables: to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

NONE = "None"
LONGEST_CHANGE = 400
Words = Callable[[Any], str]


class HistoryInWords(SimpleHistoryAdmin):
    """A history whose list of changes says structured data in words: `in_words` by field."""

    in_words: ClassVar[Mapping[str, Words]] = {}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        return _InWords(self.model, historical_record, self.in_words)


class _InWords(HistoricalRecordContextHelper):
    def __init__(self, model: Any, record: Any, in_words: Mapping[str, Words]) -> None:
        super().__init__(model, record, max_displayed_delta_change_chars=LONGEST_CHANGE)
        self.in_words = in_words

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        shown = super().prepare_delta_change_value(change, value)
        return self.in_words[change.field](shown) if change.field in self.in_words else shown


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString | str:
    """A plain table whose first column names the row; "None" where it has no row."""
    body = [
        (cells[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in cells[1:])))
        for cells in rows
    ]
    if not body:
        return NONE
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
        format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', body),
    )


def lines(texts: Iterable[str]) -> SafeString | str:
    """A list, a line each; "None" where there is none."""
    found = [(text,) for text in texts]
    if not found:
        return NONE
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", found))

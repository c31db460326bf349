"""The history of what is kept as structured data, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

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

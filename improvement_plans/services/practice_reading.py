"""Whether a practice is still the text that its reviewer read."""

from __future__ import annotations

from buddy_portal.accounts.refusals import StaleVersion
from improvement_plans.models import Practice

TEXTS = (
    *("title", "problem", "what_we_did", "effort"),
    *("result", "result_n", "adapting", "contact"),
)


class ChangedSinceRead(StaleVersion):
    """The text was changed after the reviewer opened it: `current` now, `typed` as it was read."""

    def __init__(self, current: dict[str, object], read: dict[str, object]) -> None:
        super().__init__(current, read)
        self.sentence = (
            "This practice was changed after you opened it. Both texts are shown below. "
            "Read the new one, then answer again."
        )


def require_read(practice: Practice, read_at: int | None) -> None:
    """Raise, with both texts, where a locked practice is no longer at the version that was read.

    None stands for a caller that shows no text, such as the demonstration.
    """
    if read_at is None or read_at == practice.version:
        return
    before = practice.history.filter(version=read_at).order_by("-history_date").first()
    read = {name: getattr(before, name) if before else "" for name in TEXTS}
    raise ChangedSinceRead({name: getattr(practice, name) for name in TEXTS}, read)

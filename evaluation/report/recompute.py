"""How anyone works the report's figures out again."""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]


def command(content: Content) -> str:
    """The one command that recomputes the report from the package's files."""
    prior = f" --prior {content['prior']}" if content["prior"] else ""
    return (
        "python manage.py evaluate_files --scores scores.csv --participants participants.csv "
        f"--targets targets.csv --baseline {content['baseline']['year']} "
        f"--follow-up {content['follow_up']['year']}{prior} --output recomputed.json"
    )

"""Log lines as JSON: what happened and the request's id, never personal data."""

import json
import logging
from datetime import UTC, datetime

import structlog


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with the id of the request or job it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        known = structlog.contextvars.get_contextvars()
        line.update({key: known[key] for key in ("request_id", "job_id") if key in known})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

"""The smallest valid comments."""

import datetime
import hashlib

from improvement_plans.models import CommentImport, CommentImportState, Insight, InsightSource
from trusts.models import Trust

DAY = datetime.date(2026, 3, 2)


def make_insight(trust: Trust, excerpt: str = "I waited for hours.", **fields: object) -> Insight:
    values = {"source": InsightSource.SURVEY, "said_on": DAY, **fields}
    values.setdefault("excerpt_digest", hashlib.sha256(excerpt.encode()).hexdigest())
    return Insight.objects.create(trust=trust, excerpt=excerpt, **values)


def make_import(trust: Trust, **fields: object) -> CommentImport:
    values = {"state": CommentImportState.SAVED, "file_name": "a.csv", "sha256": "0" * 64}
    return CommentImport.objects.create(trust=trust, **{**values, **fields})

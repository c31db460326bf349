"""How fast 10,000 comments are checked, saved, searched and counted.

The floor of an import writes the same words into a bare table with the same kind of search column
and index, without reading, checking or looking for names. The floor of a page's question is the
same question put to the database by hand. All of it is rolled back.
"""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.delivery import deliver
from buddy_portal.outbox.models import Message
from improvement_plans.coding.framework import THEMES
from improvement_plans.comment_files.checking import Given
from improvement_plans.models import CodingState, CommentImport, Insight
from improvement_plans.selectors.insight import InsightQuery, insights_found
from improvement_plans.selectors.insight_themes import counts_of
from improvement_plans.services.comment_imports import bring_comments, save_comments
from trusts.models import Trust

NUMBER = 10_000
TIMES = 9
FIRST_DAY = datetime.date(2024, 1, 1)
TODAY = datetime.date(2026, 1, 1)
CODE = "ZZC01"
_PARTS = (
    ("The nurse", "The doctor", "Somebody at the desk", "The team", "The porter", "The helpline"),
    ("explained", "did not explain", "forgot", "remembered", "changed", "asked about"),
    (
        "my treatment",
        "the scan",
        "the next appointment",
        "my tablets",
        "the parking",
        "the results",
    ),
    ("while I waited", "kindly", "in a hurry", "twice", "on the telephone", "in the corridor"),
)
LIST_SQL = """
SELECT id FROM improvement_plans_insight, websearch_to_tsquery('english', %s) AS asked
WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, said_on DESC, id DESC LIMIT 50
"""
COUNT_SQL = """
SELECT unnest(themes) AS theme, count(*) FROM improvement_plans_insight
WHERE coding_state = 'coded' GROUP BY 1
"""


def seed_comments(trust: Trust, number: int = NUMBER, *, coded: bool = True) -> None:
    """Write so many synthetic comments of a trust, coded where asked, for any measurement."""
    chance = random.Random(7)  # noqa: S311 - synthetic words, the same each time
    keys = [theme.key for theme in THEMES]
    Insight.objects.bulk_create(
        (
            Insight(
                trust=trust,
                source="survey",
                said_on=FIRST_DAY + datetime.timedelta(days=place % 700),
                service=f"Service {place % 12}",
                excerpt=words,
                excerpt_digest=f"{place:064d}",
                themes=chance.sample(keys, 2) if coded else [],
                sentiment=chance.randint(1, 5) if coded else None,
                coding_state=CodingState.CODED if coded else CodingState.UNCODED,
            )
            for place, words in enumerate(synthetic_words(number))
        ),
        batch_size=1_000,
    )


def synthetic_words(number: int) -> Iterator[str]:
    """So many comments that name nobody, no two alike."""
    chance = random.Random(3)  # noqa: S311 - synthetic words, the same each time
    for place in range(number):
        said = " ".join(chance.choice(part) for part in _PARTS)
        more = " ".join(chance.choice(part) for part in _PARTS)
        yield f"{said}. {more}, on visit {place}."


def lines() -> Iterator[dict[str, Any]]:
    """Import, list, search and counts of 10,000 comments, each against its floor."""
    call_command("migrate", interactive=False, verbosity=0)  # a new machine has no tables yet
    with transaction.atomic():
        trust = Trust.objects.create(ods_code=CODE, name="Measured trust")
        floor = _bare()
        yield _line(f"comments: {NUMBER:,} checked and saved", _import(trust), floor)
        Insight.objects.all().delete()
        seed_comments(trust)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE improvement_plans_insight")
        access = Access(user_id=1, trusts={CODE: frozenset({Role.TRUST_LEAD})})
        yield _line(
            f"comments: the best 50 of {NUMBER:,} for two words",
            _median(lambda: list(insights_found(access, InsightQuery(q="scan results"))[:50])),
            _median(lambda: _ask(LIST_SQL, ["scan results"])),
        )
        yield _line(
            f"comments: {NUMBER:,} counted by theme",
            _median(lambda: counts_of(access, InsightQuery(), by="theme")),
            _median(lambda: _ask(COUNT_SQL, [])),
        )
        transaction.set_rollback(True)


def _line(name: str, value: float, floor: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "s", "floor": floor, "ratio": value / floor}


def _import(trust: Trust) -> float:
    """By the portal's own way: brought, checked by a worker, saved by a worker."""
    nurse = User.objects.create(email="measured@test.example", name="Measured")
    Membership.objects.create(
        user=nurse, role=Role.TRUST_LEAD, trust_code=CODE, starts_on=FIRST_DAY
    )
    content = "\n".join(synthetic_words(NUMBER)).encode()
    given = Given("survey", FIRST_DAY)
    start = time.perf_counter()
    batch = bring_comments(by=nurse, trust=trust, given=given, content=content, today=TODAY)
    _deliver()
    save_comments(by=nurse, batch=CommentImport.objects.get(pk=batch.pk))
    _deliver()
    return time.perf_counter() - start


def _deliver() -> None:
    for message in Message.objects.filter(done_at=None, failed_at=None):
        deliver(message.pk)


def _bare() -> float:
    """The same words into a bare table with the same search column and index."""
    rows = list(synthetic_words(NUMBER))
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare_comments (id serial PRIMARY KEY, excerpt text, words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('english', excerpt)) STORED) ON COMMIT DROP"
        )
        cursor.execute("CREATE INDEX ON bare_comments USING gin (words)")
        cursor.execute(
            "INSERT INTO bare_comments (excerpt) SELECT unnest(%s::text[])",
            [rows],
        )
    return time.perf_counter() - start


def _ask(sql: str, values: list[str]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[TIMES // 2]

"""The rows of every table as a count and a digest, so that a restored database can be compared."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from buddy_portal.backups.manifest import TableDigest

# Values are written the same way on every server, whatever its own settings are.
_PLAIN = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def table_digests(cursor: CursorWrapper) -> dict[str, TableDigest]:
    """Count and digest of every table as this transaction sees it."""
    for setting in _PLAIN:
        cursor.execute(setting)
    return {name: _digest(cursor, name) for name in table_names(cursor)}


def table_names(cursor: CursorWrapper) -> list[str]:
    cursor.execute(_TABLES)
    return [name for (name,) in cursor.fetchall()]


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether nobody has an account in this database yet, or it has no tables at all."""
    with connection.cursor() as cursor:
        if "accounts_user" not in table_names(cursor):
            return not table_names(cursor)
        cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
        return bool(cursor.fetchone()[0])


def _digest(cursor: CursorWrapper, table: str) -> TableDigest:
    quoted = cursor.db.ops.quote_name(table)
    cursor.execute(
        f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {quoted} t"  # noqa: S608 - a name out of the catalogue, quoted
    )
    rows, digest = cursor.fetchone()
    return TableDigest(int(rows), str(digest))

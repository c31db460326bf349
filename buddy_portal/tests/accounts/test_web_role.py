"""The documented database role of the web process: what it may do, and what it may not."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from buddy_portal.accounts.models import AuditEvent

pytestmark = pytest.mark.django_db
SCRIPT = settings.BASE_DIR / "docs" / "web-database-role.sql"


@pytest.fixture
def as_web_role():
    """The role is made inside the test's transaction, and is gone with it."""
    AuditEvent.objects.create(actor="x", action="x")
    with connection.cursor() as cursor:
        cursor.execute(SCRIPT.read_text())
        cursor.execute("SET LOCAL ROLE buddy_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET actor = 'y'",
        "DELETE FROM accounts_auditevent",
        "TRUNCATE accounts_auditevent",
        "ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_append_only",
        "DROP TRIGGER audit_append_only ON accounts_auditevent",
        "UPDATE evaluation_reportfile SET name = 'y'",
        "DELETE FROM evaluation_reportfile",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_role_is_refused(as_web_role, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM accounts_auditevent",
        "INSERT INTO accounts_auditevent "
        "(at, actor, action, object_kind, object_id, object_name, trust_code, changes, reason, "
        "request_id) VALUES (now(), 'x', 'x', '', '', '', '', '{}', '', '')",
        "UPDATE accounts_user SET name = 'y'",
        "DELETE FROM django_session",
        "INSERT INTO accounts_counts VALUES ('a', 'b', now())",
        "UPDATE trusts_trust SET name = 'y'",
    ],
)
def test_the_role_does_its_daily_work(as_web_role, statement):
    run(statement)

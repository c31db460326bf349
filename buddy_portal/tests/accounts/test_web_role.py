"""The documented database role of the web process: what it may do, and what it may not."""

import pytest
from django.db import DatabaseError, connection, transaction

from buddy_portal.accounts.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    AuditEvent.objects.create(actor="x", action="x")


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
def test_the_role_is_refused(event, as_web_role, statement):
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
def test_the_role_does_its_daily_work(event, as_web_role, statement):
    run(statement)

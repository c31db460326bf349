"""The table in which tries and used codes are counted: Django's cache table."""

from django.db import migrations

TABLE = """
CREATE TABLE accounts_counts (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_counts_expires ON accounts_counts (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_audit_by_action")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE accounts_counts")]

"""Every statement that changes what pages of survey results read leaves its mark in a small table.

See docs/decisions/0009-kept-pages.md.
"""

from django.db import migrations

TABLES = (
    "trusts_trust",
    "trusts_trustsuccession",
    "trusts_survey",
    "trusts_surveyyear",
    "trusts_question",
    "trusts_questionspread",
    "trusts_comparability",
    "trusts_score",
)
# A row is held by the transaction that marked it until it ends. Another transaction then takes the
# next row, or adds one, so that nobody waits and the table stays as small as the number of
# transactions that ever wrote at the same time.
MARK = """
CREATE TABLE trusts_edition (
    slot integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO trusts_edition DEFAULT VALUES;
CREATE FUNCTION mark_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE trusts_edition SET token = DEFAULT WHERE slot =
        (SELECT slot FROM trusts_edition ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO trusts_edition DEFAULT VALUES;
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION mark_edition();
"""
FORGET = "DROP FUNCTION mark_edition(); DROP TABLE trusts_edition;"


class Migration(migrations.Migration):
    dependencies = [("trusts", "0008_pairing_requests_and_history")]
    operations = [
        migrations.RunSQL(MARK, FORGET),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER mark_edition ON {table}"
            )
            for table in TABLES
        ),
    ]

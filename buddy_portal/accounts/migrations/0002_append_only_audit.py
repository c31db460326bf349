"""The audit trail is append-only for everybody, the owner of the tables included."""

from django.db import migrations

# Tests that commit must be able to flush; nothing but the test settings sets the switch.
FUNCTIONS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('buddy.tests_may_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON accounts_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""
UNDO = """
DROP TRIGGER audit_append_only ON accounts_auditevent;
DROP TRIGGER audit_never_emptied ON accounts_auditevent;
DROP FUNCTION refuse_change();
DROP FUNCTION refuse_truncate();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS, UNDO)]

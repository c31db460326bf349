"""A published report is replaced or withdrawn with a reason; nothing else of it ever changes."""

from django.db import migrations, models
from django.utils import timezone

# A person may be deleted, and is then forgotten here.
FREEZE = """
CREATE TRIGGER published_reports_frozen BEFORE UPDATE ON evaluation_report
    FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND (
        OLD.published_at IS DISTINCT FROM NEW.published_at
        OR OLD.compiled_by_name IS DISTINCT FROM NEW.compiled_by_name
        OR OLD.compiled_at IS DISTINCT FROM NEW.compiled_at
        OR OLD.signed_off_by_name IS DISTINCT FROM NEW.signed_off_by_name
        OR OLD.signed_off_at IS DISTINCT FROM NEW.signed_off_at
        OR OLD.not_before IS DISTINCT FROM NEW.not_before
        OR (NEW.compiled_by_id IS NOT NULL
            AND OLD.compiled_by_id IS DISTINCT FROM NEW.compiled_by_id)
        OR (NEW.signed_off_by_id IS NOT NULL
            AND OLD.signed_off_by_id IS DISTINCT FROM NEW.signed_off_by_id)
        OR ((OLD.state, OLD.reason) IS DISTINCT FROM (NEW.state, NEW.reason)
            AND NOT (OLD.state = 'published' AND NEW.state IN ('corrected', 'withdrawn')))))
    EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0007_protocol_day_and_summary"),
        ("accounts", "0002_append_only_audit"),
    ]
    operations = [
        migrations.AlterField(
            model_name="report",
            name="compiled_at",
            field=models.DateTimeField(default=timezone.now, editable=False),
        ),
        migrations.RunSQL(FREEZE, "DROP TRIGGER published_reports_frozen ON evaluation_report")
    ]

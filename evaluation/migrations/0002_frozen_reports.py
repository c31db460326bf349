"""What was compiled never changes; what was published is never deleted."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER report_files_append_only BEFORE UPDATE OR DELETE ON evaluation_reportfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER report_files_never_emptied BEFORE TRUNCATE ON evaluation_reportfile
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE TRIGGER reports_kept BEFORE DELETE ON evaluation_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER report_content_frozen
    BEFORE UPDATE OF run_id, scheme_id, slug, version, title, content ON evaluation_report
    FOR EACH ROW
    WHEN (OLD.content IS DISTINCT FROM NEW.content OR OLD.run_id IS DISTINCT FROM NEW.run_id
        OR OLD.scheme_id IS DISTINCT FROM NEW.scheme_id OR OLD.slug IS DISTINCT FROM NEW.slug
        OR OLD.version IS DISTINCT FROM NEW.version OR OLD.title IS DISTINCT FROM NEW.title)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reports_never_emptied BEFORE TRUNCATE ON evaluation_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""
UNDO = """
DROP TRIGGER report_files_append_only ON evaluation_reportfile;
DROP TRIGGER report_files_never_emptied ON evaluation_reportfile;
DROP TRIGGER reports_kept ON evaluation_report;
DROP TRIGGER report_content_frozen ON evaluation_report;
DROP TRIGGER reports_never_emptied ON evaluation_report;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_initial"),
        ("accounts", "0002_append_only_audit"),
    ]
    operations = [migrations.RunSQL(FREEZE, UNDO)]

"""Checked comments with all that is stored of them later; papers of meetings that stay as sent."""

from django.db import migrations, models

from improvement_plans.insight_words import digest_of, tidy

# A person may be deleted, and is then forgotten here; nothing else of a paper ever changes.
FREEZE = """
CREATE TRIGGER meeting_papers_frozen BEFORE UPDATE OF id, meeting_id, part, number, as_at, sent_at,
    sent_to, facts, pdf, workbook, sha256 ON improvement_plans_meetingpaper
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER meeting_papers_kept BEFORE DELETE ON improvement_plans_meetingpaper
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER meeting_papers_never_emptied BEFORE TRUNCATE ON improvement_plans_meetingpaper
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
"""
UNDO = """
DROP TRIGGER meeting_papers_frozen ON improvement_plans_meetingpaper;
DROP TRIGGER meeting_papers_kept ON improvement_plans_meetingpaper;
DROP TRIGGER meeting_papers_never_emptied ON improvement_plans_meetingpaper;
"""


def fill_digests(apps, _editor):
    """Rows that wait to be saved now: a week's at most."""
    staged = apps.get_model("improvement_plans", "StagedComment")
    for row in staged.objects.iterator():
        row.excerpt, row.masked = tidy(row.excerpt), tidy(row.masked)
        row.digest = digest_of(row.excerpt)
        row.masked_digest = digest_of(row.masked) if row.masked else ""
        row.save(update_fields=["excerpt", "masked", "digest", "masked_digest"])


class Migration(migrations.Migration):
    dependencies = [
        ("improvement_plans", "0018_collaboratives"),
        ("accounts", "0002_append_only_audit"),
    ]
    operations = [
        migrations.AddField(
            model_name="stagedcomment",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stagedcomment",
            name="masked_digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(fill_digests, migrations.RunPython.noop),
        migrations.RunSQL(FREEZE, UNDO),
    ]

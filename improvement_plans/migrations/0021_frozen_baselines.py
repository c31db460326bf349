"""What was approved stays in the database as it was: versions of plans, and their baselines."""

from django.db import migrations, models
from django.utils import timezone

# A person may be deleted, and is then forgotten here; nothing else of a version ever changes.
# An aim's baseline is free again when the programme opens the plan again. Approving always keeps a
# version, so an aim without one was never approved.
FREEZE = """
CREATE TRIGGER plan_versions_frozen
    BEFORE UPDATE OF id, plan_id, number, at, why, content ON improvement_plans_planversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_versions_kept BEFORE DELETE ON improvement_plans_planversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER plan_versions_never_emptied BEFORE TRUNCATE ON improvement_plans_planversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
CREATE FUNCTION keep_baseline() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM improvement_plans_plan
        WHERE id = OLD.plan_id AND baselines_frozen_at IS NOT NULL
    ) AND EXISTS (SELECT FROM improvement_plans_planversion WHERE plan_id = OLD.plan_id) THEN
        RAISE EXCEPTION 'the baselines of an approved plan stay as they were approved'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER baselines_frozen BEFORE UPDATE ON improvement_plans_aim
    FOR EACH ROW
    WHEN (OLD.baseline IS DISTINCT FROM NEW.baseline
        OR OLD.baseline_n IS DISTINCT FROM NEW.baseline_n
        OR OLD.question_id IS DISTINCT FROM NEW.question_id
        OR OLD.tumour_group IS DISTINCT FROM NEW.tumour_group
        OR OLD.own_measure_id IS DISTINCT FROM NEW.own_measure_id
        OR OLD.plan_id IS DISTINCT FROM NEW.plan_id)
    EXECUTE FUNCTION keep_baseline();
CREATE TRIGGER baselines_kept BEFORE DELETE ON improvement_plans_aim
    FOR EACH ROW EXECUTE FUNCTION keep_baseline();
"""
UNDO = """
DROP TRIGGER plan_versions_frozen ON improvement_plans_planversion;
DROP TRIGGER plan_versions_kept ON improvement_plans_planversion;
DROP TRIGGER plan_versions_never_emptied ON improvement_plans_planversion;
DROP TRIGGER baselines_frozen ON improvement_plans_aim;
DROP TRIGGER baselines_kept ON improvement_plans_aim;
DROP FUNCTION keep_baseline();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("improvement_plans", "0020_divided_no_more"),
        ("accounts", "0002_append_only_audit"),
    ]
    operations = [
        migrations.AlterField(
            model_name="planversion",
            name="at",
            field=models.DateTimeField(default=timezone.now, editable=False),
        ),
        migrations.RunSQL(FREEZE, UNDO),
    ]

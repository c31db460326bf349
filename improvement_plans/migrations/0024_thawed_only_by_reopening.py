"""Frozen baselines thaw only where the programme opens an approved plan again."""

from django.db import migrations

# Without this, two statements would change an approved baseline: one that takes the day of freezing
# away, in whatever state the plan is, and then the change. An aim put in later would be a baseline
# that nobody approved.
GUARD = """
CREATE FUNCTION keep_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF OLD.state = 'approved' AND NEW.state = 'changes_requested'
        AND NOT EXISTS (
            SELECT FROM improvement_plans_planstep WHERE plan_id = OLD.id AND to_state = 'active'
        )
    THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM improvement_plans_planversion WHERE plan_id = OLD.id) THEN
        RAISE EXCEPTION 'the baselines of an approved plan stay frozen until it is opened again'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER baselines_stay_frozen BEFORE UPDATE ON improvement_plans_plan
    FOR EACH ROW
    WHEN (OLD.baselines_frozen_at IS NOT NULL AND NEW.baselines_frozen_at IS NULL)
    EXECUTE FUNCTION keep_frozen();
CREATE FUNCTION refuse_late_aim() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM improvement_plans_plan
        WHERE id = NEW.plan_id AND baselines_frozen_at IS NOT NULL
    ) AND EXISTS (SELECT FROM improvement_plans_planversion WHERE plan_id = NEW.plan_id) THEN
        RAISE EXCEPTION 'an approved plan takes no further aim until it is opened again'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER aims_before_approval BEFORE INSERT ON improvement_plans_aim
    FOR EACH ROW EXECUTE FUNCTION refuse_late_aim();
"""
UNDO = """
DROP TRIGGER baselines_stay_frozen ON improvement_plans_plan;
DROP TRIGGER aims_before_approval ON improvement_plans_aim;
DROP FUNCTION keep_frozen();
DROP FUNCTION refuse_late_aim();
"""


class Migration(migrations.Migration):
    dependencies = [("improvement_plans", "0023_ended_groups")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

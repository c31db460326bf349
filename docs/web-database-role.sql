-- The role of the web process and the workers: they read and write, but they change neither the
-- audit trail nor a report's files nor the papers of meetings nor versions of plans, and they alter
-- no table. Run it as the owner of the database, after the first `migrate`, then give the role a
-- password. Run the GRANT and REVOKE lines again after each upgrade: they are safe to repeat.
CREATE ROLE buddy_web LOGIN;
GRANT USAGE ON SCHEMA public TO buddy_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO buddy_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO buddy_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO buddy_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO buddy_web;
REVOKE UPDATE, DELETE ON accounts_auditevent FROM buddy_web;
REVOKE UPDATE, DELETE ON evaluation_reportfile FROM buddy_web;
REVOKE UPDATE, DELETE ON improvement_plans_meetingpaper FROM buddy_web;
GRANT UPDATE (sent_by_id) ON improvement_plans_meetingpaper TO buddy_web;
REVOKE UPDATE, DELETE ON improvement_plans_planversion FROM buddy_web;
GRANT UPDATE (by_id) ON improvement_plans_planversion TO buddy_web;
REVOKE DELETE ON evaluation_report FROM buddy_web;
REVOKE DELETE ON evaluation_protocol FROM buddy_web;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM buddy_web;

"""Addresses of improvement plans."""

from django.urls import include, path

from improvement_plans.views import (
    actions,
    course,
    deciding,
    drivers,
    evidence,
    keeping,
    log,
    partners,
    plans,
    writing,
)

PLAN = "plans/<int:plan_id>/"
AIM = f"{PLAN}aims/<int:aim_id>/"
DRIVER = f"{PLAN}drivers/<int:driver_id>/"
IDEA = f"{PLAN}ideas/<int:idea_id>/"
RISK = f"{PLAN}risks/<int:risk_id>/"
ACTION = "actions/<int:action_id>/"
urlpatterns = [
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/start/<int:pair_id>/", plans.plan_start, name="plan_start"),
    path(PLAN, plans.plan_detail, name="plan_detail"),
    path(f"{PLAN}edit/", writing.plan_edit, name="plan_edit"),
    path(f"{PLAN}submit/", deciding.plan_submit, name="plan_submit"),
    path(f"{PLAN}decide/", deciding.plan_decide, name="plan_decide"),
    path(f"{PLAN}comment/", deciding.plan_comment, name="plan_comment"),
    path(f"{PLAN}reopen/", deciding.plan_reopen, name="plan_reopen"),
    path(f"{PLAN}versions/", plans.plan_versions, name="plan_versions"),
    path(f"{PLAN}midpoint/start/", course.midpoint_start, name="midpoint_start"),
    path(f"{PLAN}midpoint/finish/", course.midpoint_finish, name="midpoint_finish"),
    path(f"{PLAN}more-time/ask/", course.extension_ask, name="extension_ask"),
    path(f"{PLAN}more-time/decide/", course.extension_decide, name="extension_decide"),
    path(f"{PLAN}extend/", course.plan_extend, name="plan_extend"),
    path(f"{PLAN}close/", deciding.plan_close, name="plan_close"),
    path(f"{PLAN}conclude/", deciding.plan_conclude, name="plan_conclude"),
    path(f"{PLAN}withdraw/", deciding.plan_withdraw, name="plan_withdraw"),
    path(f"{PLAN}partners/invite/", partners.guest_invite, name="guest_invite"),
    path(f"{PLAN}partners/naming/", partners.guest_credit, name="guest_credit"),
    path(f"{PLAN}partners/<int:user_id>/end/", partners.guest_end, name="guest_end"),
    path(f"{PLAN}aims/new/", writing.aim_new, name="aim_new"),
    path(f"{AIM}edit/", writing.aim_edit, name="aim_edit"),
    path(f"{AIM}remove/", writing.aim_remove, name="aim_remove"),
    path(f"{PLAN}drivers/", drivers.driver_list, name="driver_list"),
    path(f"{AIM}drivers/new/", drivers.driver_new, name="driver_new"),
    path(f"{DRIVER}edit/", drivers.driver_edit, name="driver_edit"),
    path(f"{DRIVER}remove/", drivers.driver_remove, name="driver_remove"),
    path(f"{DRIVER}ideas/new/", drivers.idea_new, name="idea_new"),
    path(f"{IDEA}edit/", drivers.idea_edit, name="idea_edit"),
    path(f"{IDEA}remove/", drivers.idea_remove, name="idea_remove"),
    path(f"{PLAN}contacts/", log.contact_list, name="contact_list"),
    path(f"{PLAN}contacts/new/", log.contact_new, name="contact_new"),
    path(f"{PLAN}contacts/<int:contact_id>/edit/", log.contact_edit, name="contact_edit"),
    path(f"{PLAN}risks/", log.risk_list, name="risk_list"),
    path(f"{PLAN}risks/new/", log.risk_new, name="risk_new"),
    path(f"{RISK}edit/", log.risk_edit, name="risk_edit"),
    path(f"{RISK}close/", log.risk_close, name="risk_close"),
    path(f"{PLAN}actions/new/", writing.action_new, name="action_new"),
    path(ACTION, actions.action_detail, name="action_detail"),
    path(f"{ACTION}edit/", writing.action_edit, name="action_edit"),
    path(f"{ACTION}remove/", writing.action_remove, name="action_remove"),
    path(f"{ACTION}update/", actions.action_update, name="action_update"),
    path(f"{ACTION}review/", actions.action_review, name="action_review"),
    path(f"{ACTION}end/", actions.action_end, name="action_end"),
    path(f"{ACTION}embed/", actions.action_embed, name="action_embed"),
    path(f"{ACTION}move-date/", actions.action_move_date, name="action_move_date"),
    path(f"{ACTION}evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("evidence/<int:evidence_id>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:evidence_id>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("check-in/", actions.check_in, name="check_in"),
    path("drafts/keep/", keeping.draft_keep, name="draft_keep"),
    path("drafts/throw-away/", keeping.draft_discard, name="draft_discard"),
    path("", include("improvement_plans.personal_urls")),
    path("practices/", include("improvement_plans.practice_urls")),
]

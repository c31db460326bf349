"""Addresses of the evaluation."""

from django.urls import path

from evaluation.views import (
    fact_checks,
    programme,
    protocols,
    public,
    readiness,
    report_texts,
    team_surveys,
)

SCHEME = "evaluations/schemes/<int:scheme_id>/"
REPORT = "evaluations/reports/<int:report_id>/"
urlpatterns = [
    path("evaluations/", programme.evaluation_list, name="evaluation_list"),
    path("evaluations/new/", programme.evaluation_new, name="evaluation_new"),
    path("evaluations/runs/<int:run_id>/", programme.run_detail, name="run_detail"),
    path(SCHEME, readiness.evaluation_readiness, name="evaluation_readiness"),
    path(f"{SCHEME}compile/", readiness.evaluation_compile, name="evaluation_compile"),
    path(f"{SCHEME}protocol/", protocols.evaluation_protocol, name="evaluation_protocol"),
    path(f"{SCHEME}protocol/freeze/", protocols.protocol_freeze, name="protocol_freeze"),
    path(f"{SCHEME}protocol/leave-out/", protocols.protocol_exclude, name="protocol_exclude"),
    path(
        f"{SCHEME}protocol/leave-out/<int:exclusion_id>/back/",
        protocols.protocol_include,
        name="protocol_include",
    ),
    path(
        "evaluations/runs/<int:run_id>/cancel/",
        readiness.evaluation_cancel,
        name="evaluation_cancel",
    ),
    path(REPORT, programme.report_detail, name="report_detail"),
    path(f"{REPORT}files/<slug:kind>/", programme.report_file, name="report_file"),
    path(f"{REPORT}sign-off/", programme.report_sign_off, name="report_sign_off"),
    path(f"{REPORT}publish/", programme.report_publish, name="report_publish"),
    path(f"{REPORT}withdraw/", programme.report_withdraw, name="report_withdraw"),
    path(f"{REPORT}fact-check/", fact_checks.fact_check_overview, name="fact_check_overview"),
    path(f"{REPORT}fact-check/send/", fact_checks.fact_check_open, name="fact_check_open"),
    path(
        "evaluations/fact-comments/<int:comment_id>/",
        fact_checks.fact_comment_reply,
        name="fact_comment_reply",
    ),
    path("evaluations/words/<int:scheme_id>/", report_texts.report_words, name="report_words"),
    path("evaluations/team-surveys/", team_surveys.team_survey_list, name="team_survey_list"),
    path("evaluations/team-surveys/new/", team_surveys.team_survey_new, name="team_survey_new"),
    path(
        "evaluations/team-surveys/<int:survey_id>/",
        team_surveys.team_survey_detail,
        name="team_survey_detail",
    ),
    path(
        "evaluations/team-surveys/<int:survey_id>/invite/",
        team_surveys.team_survey_invite,
        name="team_survey_invite",
    ),
    path("team-survey/<uuid:token>/", team_surveys.team_survey_answer, name="team_survey_answer"),
    path("fact-checks/<int:check_id>/", fact_checks.fact_check, name="fact_check"),
    path("reports/", public.report_list, name="report_list"),
    path("reports/feed.atom", public.report_feed, name="report_feed"),
    path("reports/<slug:slug>/", public.public_report, name="public_report"),
    path("reports/<slug:slug>/summary/", public.public_summary, name="public_summary"),
    path("reports/<slug:slug>/v<int:version>/", public.public_report, name="public_version"),
    path(
        "reports/<slug:slug>/v<int:version>/<slug:kind>/",
        public.public_report_file,
        name="public_report_file",
    ),
]

"""Addresses of trusts, schemes, applications, pairing and pairs."""

from django.urls import path

from trusts.views import (
    decisions,
    how_sure,
    imports,
    pairing,
    pairs,
    participations,
    reference,
    schemes,
    sponsor,
    survey_explore,
    surveys,
    trusts,
    why,
)

urlpatterns = [
    path("schemes/", schemes.scheme_list, name="scheme_list"),
    path("schemes/new/", schemes.scheme_create, name="scheme_create"),
    path("schemes/<int:scheme_id>/", schemes.scheme_detail, name="scheme_detail"),
    path("schemes/<int:scheme_id>/change/", schemes.scheme_edit, name="scheme_edit"),
    path("schemes/<int:scheme_id>/comparability/", schemes.comparability, name="comparability"),
    path(
        "schemes/<int:scheme_id>/comparability/<str:number>/",
        schemes.comparability_edit,
        name="comparability_edit",
    ),
    path(
        "schemes/<int:scheme_id>/applications/",
        participations.participation_list,
        name="participation_list",
    ),
    path(
        "schemes/<int:scheme_id>/apply/",
        participations.application_start,
        name="application_start",
    ),
    path(
        "schemes/<int:scheme_id>/apply/<str:ods_code>/",
        participations.application_edit,
        name="application_edit",
    ),
    path(
        "applications/<int:participation_id>/",
        participations.participation_detail,
        name="participation_detail",
    ),
    path(
        "applications/<int:participation_id>/send/",
        participations.application_send,
        name="application_send",
    ),
    path(
        "applications/<int:participation_id>/agree/",
        decisions.application_agree,
        name="application_agree",
    ),
    path(
        "applications/<int:participation_id>/ask-sponsor/",
        sponsor.application_ask_sponsor,
        name="application_ask_sponsor",
    ),
    path("sponsor-agreement/<uuid:token>/", sponsor.sponsor_agreement, name="sponsor_agreement"),
    path(
        "applications/<int:participation_id>/record-agreement/",
        decisions.application_record_agreement,
        name="application_record_agreement",
    ),
    path(
        "applications/<int:participation_id>/decide/",
        decisions.application_decide,
        name="application_decide",
    ),
    path(
        "applications/<int:participation_id>/withdraw/",
        decisions.participation_withdraw,
        name="participation_withdraw",
    ),
    path("trusts/", trusts.trust_list, name="trust_list"),
    path("trusts/import/", reference.trust_import, name="trust_import"),
    path("trusts/import/confirm/", reference.trust_import_confirm, name="trust_import_confirm"),
    path("trusts/<str:ods_code>/", trusts.trust_detail, name="trust_detail"),
    path("pairing/", pairing.pairing_list, name="pairing_list"),
    path("pairing/<int:scheme_id>/", pairing.pairing, name="pairing"),
    path("pairing/<int:scheme_id>/suggest/", pairing.pairing_suggest, name="pairing_suggest"),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/act/",
        pairing.pairing_act,
        name="pairing_act",
    ),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/how-sure/",
        how_sure.pairing_how_sure,
        name="pairing_how_sure",
    ),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/swap/<str:mentee>/",
        pairing.pairing_swap,
        name="pairing_swap",
    ),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/forbid/<str:mentor>/<str:mentee>/",
        pairing.pairing_forbid,
        name="pairing_forbid",
    ),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/save/",
        pairing.pairing_save,
        name="pairing_save",
    ),
    path(
        "pairing/<int:scheme_id>/drafts/<int:draft_id>/send/",
        pairing.pairing_send,
        name="pairing_send",
    ),
    path(
        "pairing/<int:scheme_id>/why/<str:mentor>/<str:mentee>/",
        why.why_pair,
        name="why_pair",
    ),
    path("pairs/<int:pair_id>/", pairs.pair_detail, name="pair_detail"),
    path("pairs/<int:pair_id>/answer/<str:ods_code>/", pairs.pair_answer, name="pair_answer"),
    path("pairs/<int:pair_id>/record-answer/", pairs.pair_record_answer, name="pair_record_answer"),
    path("pairs/<int:pair_id>/sign/<str:ods_code>/", pairs.pair_sign, name="pair_sign"),
    path(
        "pairs/<int:pair_id>/record-signatures/",
        pairs.pair_record_signatures,
        name="pair_record_signatures",
    ),
    path("pairs/<int:pair_id>/end/", pairs.pair_end, name="pair_end"),
    path("pairs/<int:pair_id>/complete/", pairs.pair_complete, name="pair_complete"),
    path("survey-results/", surveys.survey_results, name="survey_results"),
    path("survey-results/upload/", imports.survey_upload, name="survey_upload"),
    path("survey-results/imports/", imports.import_list, name="import_list"),
    path("survey-results/imports/<int:import_id>/", imports.import_detail, name="import_detail"),
    path(
        "survey-results/imports/<int:import_id>/import/",
        imports.import_confirm,
        name="import_confirm",
    ),
    path(
        "survey-results/imports/<int:import_id>/roll-back/",
        imports.import_roll_back,
        name="import_roll_back",
    ),
    path("survey-results/years/new/", surveys.survey_year_create, name="survey_year_create"),
    path("survey-results/years/<int:year_id>/", survey_explore.survey_year, name="survey_year"),
    path(
        "survey-results/years/<int:year_id>/change/",
        surveys.survey_year_edit,
        name="survey_year_edit",
    ),
    path(
        "survey-results/years/<int:year_id>/questions/<str:number>/",
        survey_explore.question_results,
        name="question_results",
    ),
]

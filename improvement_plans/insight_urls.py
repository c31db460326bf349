"""Addresses of what patients said."""

from django.urls import path

from improvement_plans.views import coding, comment_imports, insight, insight_writing

INSIGHT = "<int:insight_id>/"
BATCH = "import/<int:batch_id>/"
urlpatterns = [
    path("", insight.insight_list, name="insight_list"),
    path("themes/", insight.insight_themes, name="insight_themes"),
    path("new/", insight_writing.insight_new, name="insight_new"),
    path("import/", comment_imports.comments_import, name="comments_import"),
    path(BATCH, comment_imports.comments_batch, name="comments_batch"),
    path(f"{BATCH}rest/", comment_imports.comments_decide_rest, name="comments_decide_rest"),
    path(f"{BATCH}save/", comment_imports.comments_save, name="comments_save"),
    path(f"{BATCH}stop/", comment_imports.comments_stop, name="comments_stop"),
    path(f"{BATCH}throw-away/", comment_imports.comments_discard, name="comments_discard"),
    path(f"{BATCH}undo/", comment_imports.comments_undo, name="comments_undo"),
    path("coding/", coding.coding_overview, name="coding_overview"),
    path("coding/next/", coding.coding_next, name="coding_next"),
    path(INSIGHT, insight.insight_detail, name="insight_detail"),
    path(f"{INSIGHT}code/", coding.insight_code, name="insight_code"),
    path(f"{INSIGHT}reconcile/", coding.insight_reconcile, name="insight_reconcile"),
    path(f"{INSIGHT}second/", coding.insight_second, name="insight_second"),
    path(f"{INSIGHT}edit/", insight_writing.insight_edit, name="insight_edit"),
    path(f"{INSIGHT}link/", insight_writing.insight_link, name="insight_link"),
    path(f"{INSIGHT}delete/", insight_writing.insight_delete, name="insight_delete"),
]

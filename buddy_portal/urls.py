"""Every address of the portal. Each app lists its own; names do not change (docs/commands.md)."""

from django.contrib import admin
from django.urls import include, path

from buddy_portal import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("buddy_portal.home.urls")),
    path("", include("buddy_portal.accounts.urls")),
    path("", include("buddy_portal.design.urls")),
    path("", include("buddy_portal.outbox.urls")),
    path("", include("improvement_plans.urls")),
    path("", include("evaluation.urls")),
    path("", include("trusts.urls")),
]

handler400 = "buddy_portal.design.error_pages.bad_request"
handler403 = "buddy_portal.design.error_pages.not_allowed"
handler404 = "buddy_portal.design.error_pages.not_found"
# allauth's rate limits answer with this one.
handler429 = "buddy_portal.design.error_pages.too_many"
handler500 = "buddy_portal.faults.server_error"

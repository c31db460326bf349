"""Every address of the portal. Each app lists its own; names do not change (docs/contracts)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("buddy_portal.design.urls")),
]

handler400 = "buddy_portal.design.error_pages.bad_request"
handler403 = "buddy_portal.design.error_pages.not_allowed"
handler404 = "buddy_portal.design.error_pages.not_found"
handler500 = "buddy_portal.design.error_pages.server_error"

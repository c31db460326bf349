"""Every address of the portal. Each app lists its own; names do not change (docs/contracts)."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]

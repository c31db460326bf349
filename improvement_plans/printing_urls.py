"""Addresses of a plan on paper."""

from django.urls import path

from improvement_plans.views import printing

PRINT = "plans/<int:plan_id>/print/"
urlpatterns = [
    path(PRINT, printing.plan_print, name="plan_print"),
    path(f"{PRINT}plan.pdf", printing.plan_pdf, name="plan_pdf"),
    path(f"{PRINT}summary.pdf", printing.plan_summary, name="plan_summary"),
    path(f"{PRINT}plan.xlsx", printing.plan_workbook, name="plan_workbook"),
    path(f"{PRINT}poster/", printing.plan_poster, name="plan_poster"),
]

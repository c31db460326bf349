"""Addresses of measures, their figures and PDSA cycles."""

from django.urls import path

from improvement_plans.views import cycles, figures, measures, rebasing

PLAN = "plans/<int:plan_id>/"
MEASURE = "measures/<int:measure_id>/"
FIGURE = f"{MEASURE}figures/<int:point_id>/"
CYCLE = "cycles/<int:cycle_id>/"
urlpatterns = [
    path(f"{PLAN}measures/", measures.measure_list, name="measure_list"),
    path(f"{PLAN}measures/new/", measures.measure_new, name="measure_new"),
    path(MEASURE, measures.measure, name="measure"),
    path(f"{MEASURE}edit/", measures.measure_edit, name="measure_edit"),
    path(f"{MEASURE}define/", rebasing.measure_redefine, name="measure_redefine"),
    path(f"{MEASURE}rebase/", rebasing.measure_rebase, name="measure_rebase"),
    path(f"{MEASURE}limits/", rebasing.measure_limits, name="measure_limits"),
    path(f"{MEASURE}rebases/<int:rebase_id>/undo/", rebasing.rebase_undo, name="rebase_undo"),
    path(f"{MEASURE}stop/", measures.measure_stop, name="measure_stop"),
    path(f"{MEASURE}remove/", measures.measure_remove, name="measure_remove"),
    path(f"{MEASURE}comment/", measures.measure_comment, name="measure_comment"),
    path(f"{MEASURE}figures/add/", figures.figure_add, name="figure_add"),
    path(f"{MEASURE}figures/paste/", figures.figure_paste, name="figure_paste"),
    path(FIGURE, figures.figure_correct, name="figure_correct"),
    path(f"{FIGURE}remove/", figures.figure_remove, name="figure_remove"),
    path(f"{PLAN}cycles/", cycles.cycle_list, name="cycle_list"),
    path(f"{PLAN}ideas/<int:idea_id>/cycles/new/", cycles.cycle_new, name="cycle_new"),
    path(CYCLE, cycles.cycle, name="cycle"),
    path(f"{CYCLE}edit/", cycles.cycle_edit, name="cycle_edit"),
    path(f"{CYCLE}begin/", cycles.cycle_begin, name="cycle_begin"),
    path(f"{CYCLE}did/", cycles.cycle_did, name="cycle_did"),
    path(f"{CYCLE}decide/", cycles.cycle_decide, name="cycle_decide"),
    path(f"{CYCLE}remove/", cycles.cycle_remove, name="cycle_remove"),
]

"""Tags of runs and reports."""

from __future__ import annotations

from buddy_portal.design.tags import Tag
from evaluation.models import ReportState, RunState

RUN_TAGS = {
    RunState.QUEUED: Tag("Waiting", "grey", "ring"),
    RunState.COMPILING: Tag("Compiling", "blue", "ring"),
    RunState.COMPILED: Tag("Compiled", "blue", "tick"),
    RunState.FAILED: Tag("Stopped", "amber", "triangle"),
    RunState.CANCELLED: Tag("Cancelled", "grey", "cross"),
}
REPORT_TAGS = {
    ReportState.COMPILED: Tag("Not signed off", "amber", "triangle"),
    ReportState.FACT_CHECK: Tag("Fact check", "amber", "triangle"),
    ReportState.SIGNED_OFF: Tag("Signed off", "blue", "tick"),
    ReportState.PUBLISHED: Tag("Published", "green", "disc"),
    ReportState.CORRECTED: Tag("Corrected since", "grey", "ring"),
    ReportState.WITHDRAWN: Tag("Withdrawn", "grey", "cross"),
}

"""The evaluation: runs, and the reports that they compile."""

from evaluation.models.report import Report, ReportFile, ReportState
from evaluation.models.run import EvaluationRun, RunState

__all__ = ["EvaluationRun", "Report", "ReportFile", "ReportState", "RunState"]

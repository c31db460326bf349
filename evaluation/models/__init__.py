"""The evaluation: runs, the reports that they compile, and who checks their facts."""

from evaluation.models.fact_check import FactAnswer, FactCheck, FactComment, TrustCheck
from evaluation.models.report import Report, ReportFile, ReportState
from evaluation.models.run import EvaluationRun, RunState

__all__ = [
    "EvaluationRun",
    "FactAnswer",
    "FactCheck",
    "FactComment",
    "Report",
    "ReportFile",
    "ReportState",
    "RunState",
    "TrustCheck",
]

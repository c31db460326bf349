"""The evaluation: protocols, runs, the reports that they compile, and who checks their facts."""

from evaluation.models.fact_check import FactAnswer, FactCheck, FactComment, TrustCheck
from evaluation.models.protocol import ComparatorExclusion, Protocol
from evaluation.models.report import Report, ReportFile, ReportState
from evaluation.models.run import EvaluationRun, RunState

__all__ = [
    "ComparatorExclusion",
    "EvaluationRun",
    "FactAnswer",
    "FactCheck",
    "FactComment",
    "Protocol",
    "Report",
    "ReportFile",
    "ReportState",
    "RunState",
    "TrustCheck",
]

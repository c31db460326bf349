"""The evaluation: protocols, runs, the reports that they compile, and who checks their facts."""

from evaluation.models.fact_check import FactAnswer, FactCheck, FactComment, TrustCheck
from evaluation.models.protocol import ComparatorExclusion, Protocol
from evaluation.models.report import Report, ReportFile, ReportState
from evaluation.models.report_text import ReportText
from evaluation.models.run import EvaluationRun, RunState
from evaluation.models.team_survey import (
    TeamSurvey,
    TeamSurveyAnswer,
    TeamSurveyInvitation,
    TeamSurveyItem,
)

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
    "ReportText",
    "RunState",
    "TeamSurvey",
    "TeamSurveyAnswer",
    "TeamSurveyInvitation",
    "TeamSurveyItem",
    "TrustCheck",
]

"""Improvement plans: what a pair sets out to do, and how it goes."""

from improvement_plans.models.action import (
    Action,
    ActionState,
    Claim,
    DueDateChange,
    ProgressUpdate,
    Review,
    ReviewAnswer,
)
from improvement_plans.models.commitment import (
    Commitment,
    CommitmentSource,
    CommitmentState,
    CommitmentUpdate,
    Recommendation,
    RecommendationAnswer,
)
from improvement_plans.models.contact import Contact, ContactKind
from improvement_plans.models.draft import FormDraft
from improvement_plans.models.driver import ChangeIdea, Driver, IdeaState
from improvement_plans.models.engagement import (
    ConcernedGroup,
    EngagementEvent,
    EventCount,
    EventKind,
    EventState,
    Facilitator,
    Population,
)
from improvement_plans.models.escalation import SponsorReply
from improvement_plans.models.evidence import Evidence, EvidenceContent
from improvement_plans.models.involvement import (
    AdviceOutcome,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
)
from improvement_plans.models.measure import (
    ChartKind,
    DataPoint,
    Direction,
    EnteredAs,
    Frequency,
    Measure,
    MeasureDefinition,
    MeasureKind,
    MeasureUnit,
    Rebase,
)
from improvement_plans.models.partner import Credit, PlanGuest
from improvement_plans.models.pdsa import (
    CycleDecision,
    CycleScale,
    CycleState,
    PdsaCycle,
    PredictionMet,
)
from improvement_plans.models.plan import Aim, Plan, PlanState
from improvement_plans.models.practice import (
    AdoptionState,
    Effort,
    Practice,
    PracticeAdoption,
    PracticeState,
    PracticeThanks,
)
from improvement_plans.models.record import (
    ActionStep,
    ExtensionRequest,
    PlanComment,
    PlanStep,
    PlanVersion,
    SentForm,
)
from improvement_plans.models.reminder import CalendarLink, ReminderWishes, SentReminder
from improvement_plans.models.risk import Impact, Likelihood, Risk
from improvement_plans.models.sustainability import (
    Level,
    Moment,
    StillDone,
    SustainabilityCheck,
    SustainabilityLevel,
)

__all__ = [
    "Action",
    "ActionState",
    "ActionStep",
    "AdoptionState",
    "AdviceOutcome",
    "Aim",
    "CalendarLink",
    "ChangeIdea",
    "ChartKind",
    "Claim",
    "Commitment",
    "CommitmentSource",
    "CommitmentState",
    "CommitmentUpdate",
    "ConcernedGroup",
    "Contact",
    "ContactKind",
    "Credit",
    "CycleDecision",
    "CycleScale",
    "CycleState",
    "DataPoint",
    "Direction",
    "Driver",
    "DueDateChange",
    "Effort",
    "EngagementEvent",
    "EnteredAs",
    "EventCount",
    "EventKind",
    "EventState",
    "Evidence",
    "EvidenceContent",
    "ExtensionRequest",
    "Facilitator",
    "FormDraft",
    "Frequency",
    "GroupAdvice",
    "GroupMember",
    "IdeaState",
    "Impact",
    "InvolvementGroup",
    "Level",
    "Likelihood",
    "Measure",
    "MeasureDefinition",
    "MeasureKind",
    "MeasureUnit",
    "Moment",
    "PdsaCycle",
    "Plan",
    "PlanComment",
    "PlanGuest",
    "PlanState",
    "PlanStep",
    "PlanVersion",
    "Population",
    "Practice",
    "PracticeAdoption",
    "PracticeState",
    "PracticeThanks",
    "PredictionMet",
    "ProgressUpdate",
    "Rebase",
    "Recommendation",
    "RecommendationAnswer",
    "ReminderWishes",
    "Review",
    "ReviewAnswer",
    "Risk",
    "SentForm",
    "SentReminder",
    "SponsorReply",
    "StillDone",
    "SustainabilityCheck",
    "SustainabilityLevel",
]

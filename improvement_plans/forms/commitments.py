"""Forms for commitments, the board paper, and recommendations to alliances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.design.dates import day
from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from improvement_plans.forms.listening import NONE, BelongsForm, choose
from improvement_plans.forms.sending import SentOnce
from improvement_plans.listening.states import COMMITMENT_MOVES
from improvement_plans.models import (
    Commitment,
    CommitmentSource,
    CommitmentState,
    EngagementEvent,
    Plan,
    Recommendation,
    RecommendationAnswer,
)
from improvement_plans.planned_days import FIRST_DAY, LAST_DAY
from trusts.models import Scheme, Trust

DID_HELP = "In words for those who told you. A lead reads it before it is public. Name no patient."


class CommitmentForm(SentOnce, CarriesVersion, BelongsForm):
    """A promise: what people said, what is promised, who owns it, by when."""

    submit_text = "Save commitment"
    nouns = {
        "belongs": "whose commitment it is",
        "source": "where it comes from",
        "said": "what people said",
        "text": "what is promised",
        "owner": "an owner",
        "due": "a due date",
    }
    layout = (
        "belongs",
        Section("What people said", "source", "event", "source_words", "said"),
        Section("What is promised", "text", "owner", "due", "plan"),
        "form_key",
        "read_version",
    )

    source = forms.ChoiceField(
        label="Where does it come from?",
        choices=CommitmentSource.choices,
        widget=forms.RadioSelect,
    )
    event = forms.ChoiceField(label="Event", required=False)
    source_words = forms.CharField(
        label="If no event: which survey or letter?", max_length=200, required=False
    )
    said = forms.CharField(
        label="What did people say?",
        widget=forms.Textarea,
        max_length=1000,
        help_text="In their words, shortened. Name nobody.",
    )
    text = forms.CharField(label="What do you promise?", max_length=300)
    owner = forms.ChoiceField(label="Who owns it?")
    due = DateInThreeParts(label="By when?", noun="a due date", earliest=FIRST_DAY, latest=LAST_DAY)

    def __init__(
        self,
        *args: Any,
        trusts: Sequence[Trust],
        schemes: Sequence[Scheme],
        plans: Sequence[Plan],
        events: Sequence[EngagementEvent],
        owners: Iterable[User],
        commitment: Commitment | None = None,
        **options: Any,
    ) -> None:
        if commitment is not None:
            options["initial"] = _held(commitment)
        super().__init__(*args, read_version=commitment.version if commitment else 1, **options)
        self.offer_places(trusts, schemes, plans)
        listed = [(str(each.pk), f"{each.title}, {day(each.on)}") for each in events]
        choose(self, "event", [NONE, *listed])
        choose(self, "owner", [("", "Choose"), *((str(u.pk), u.name) for u in owners)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == CommitmentSource.EVENT and not cleaned.get("event"):
            self.add_error("event", "Choose the event that it comes from")
        return cleaned

    def words(self) -> dict[str, Any]:
        """The values that the commitment itself holds."""
        names = ("source", "source_words", "said", "text", "due")
        return {name: self.cleaned_data[name] for name in names}


def _held(commitment: Commitment) -> dict[str, Any]:
    names = ("source", "source_words", "said", "text", "due")
    owner = f"trust:{commitment.trust_id}" if commitment.trust_id else ""
    return {
        **{name: getattr(commitment, name) for name in names},
        "belongs": owner or f"scheme:{commitment.scheme_id}",
        "event": str(commitment.event_id or ""),
        "plan": str(commitment.plan_id or ""),
        "owner": str(commitment.owner_id or ""),
    }


class TellForm(SentOnce, CarriesVersion, NhsForm):
    """How a commitment is going."""

    submit_text = "Save"
    nouns = {"state": "how it is going", "note": "what happened"}

    state = forms.ChoiceField(label="How is it going?", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What happened?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="For the record and the board paper. Where it is not possible now, say why.",
    )
    did = forms.CharField(
        label="What did you do?",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text=DID_HELP,
    )

    def __init__(self, *args: Any, commitment: Commitment, **options: Any) -> None:
        held = {"state": commitment.state, "did": commitment.did}
        super().__init__(*args, read_version=commitment.version, initial=held, **options)
        now = CommitmentState(commitment.state)
        allowed = [state for state in CommitmentState if state in {now, *COMMITMENT_MOVES[now]}]
        choose(self, "state", [(state.value, state.label) for state in allowed])


class PublishForm(CarriesVersion, SentOnce, NhsForm):
    """The words that the public reads."""

    submit_text = "Publish"
    nouns = {"did": "what you did"}

    did = forms.CharField(
        label="What did you do?", widget=forms.Textarea, max_length=1000, help_text=DID_HELP
    )


class BoardPaperForm(NhsForm):
    """Of whom, and as at which day."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Make the board paper"
    nouns = {"whose": "whose commitments", "on": "the day"}

    whose = forms.ChoiceField(label="Whose commitments?")
    on = DateInThreeParts(label="As they stood on", noun="the day", latest=timezone.localdate)

    def __init__(
        self, *args: Any, trusts: Sequence[Trust], programme: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        everybody = [("all", "Everybody’s, with the programme’s own")] if programme else []
        choose(self, "whose", [*everybody, *((each.ods_code, each.name) for each in trusts)])


class RecommendationForm(SentOnce, BelongsForm):
    """What an alliance is asked to do."""

    submit_text = "Save recommendation"
    nouns = {
        "belongs": "the scheme",
        "alliance": "the alliance",
        "text": "what you recommend",
        "made_on": "the day it was made",
        "answer_by": "the day to answer by",
    }
    layout = ("belongs", "alliance", "text", "event", "made_on", "answer_by", "form_key")

    alliance = forms.ChoiceField(label="Cancer Alliance")
    text = forms.CharField(label="What do you recommend?", widget=forms.Textarea, max_length=1000)
    event = forms.ChoiceField(
        label="At which event did it come up?",
        required=False,
        help_text="Leave it as it is where it came from no event.",
    )
    made_on = DateInThreeParts(
        label="Made on", noun="the day it was made", latest=timezone.localdate
    )
    answer_by = DateInThreeParts(
        label="Answer asked for by",
        noun="the day to answer by",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
    )

    def __init__(
        self,
        *args: Any,
        schemes: Sequence[Scheme],
        alliances: Sequence[str],
        events: Sequence[EngagementEvent],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["belongs"].label = "Scheme"
        del self.fields["plan"]
        choose(self, "belongs", [(f"scheme:{each.pk}", each.name) for each in schemes])
        choose(self, "event", event_choices(events))
        choose(self, "alliance", [("", "Choose"), *((name, name) for name in alliances)])

    def words(self) -> dict[str, Any]:
        """The values that the recommendation itself holds."""
        names = ("alliance", "text", "made_on", "answer_by")
        return {name: self.cleaned_data[name] for name in names}


class FromEventForm(SentOnce, NhsForm):
    """The event at which a recommendation came up."""

    submit_text = "Save"

    event = forms.ChoiceField(label="At which event did it come up?", required=False)

    def __init__(self, *args: Any, events: Sequence[EngagementEvent], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "event", event_choices(events))


def event_choices(events: Sequence[EngagementEvent]) -> list[tuple[str, str]]:
    """Events by title and day, after "none"."""
    return [NONE, *((str(each.pk), f"{each.title}, {day(each.on)}") for each in events)]


class AnswerForm(SentOnce, CarriesVersion, NhsForm):
    """What an alliance answered."""

    submit_text = "Save the answer"
    nouns = {
        "answer": "the answer",
        "answer_words": "what they said",
        "answered_by": "who answered",
        "answered_on": "the day of the answer",
    }

    answer = forms.ChoiceField(
        label="Answer", choices=RecommendationAnswer.choices, widget=forms.RadioSelect
    )
    answer_words = forms.CharField(
        label="What did they say?", widget=forms.Textarea, max_length=2000
    )
    answered_by = forms.CharField(
        label="Who answered?", max_length=150, help_text="A role, such as “Managing director”."
    )
    answered_on = DateInThreeParts(
        label="When?", noun="the day of the answer", latest=timezone.localdate
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **options: Any) -> None:
        names = ("answer", "answer_words", "answered_by", "answered_on")
        held = {name: getattr(recommendation, name) for name in names}
        super().__init__(*args, read_version=recommendation.version, initial=held, **options)

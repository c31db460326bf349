"""Forms of collaboratives: cohorts, teams, sessions, reports, abstracts, priorities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.listening import choose
from improvement_plans.forms.sending import SentOnce
from improvement_plans.measures.ceiling import STAGE_WORDS
from improvement_plans.models import (
    Cohort,
    Gathering,
    GatheringKind,
    Priority,
    PriorityLevel,
    ProjectTeam,
)
from improvement_plans.selectors.collaboratives import trusts_with_typed_codes
from trusts.models import Trust

ANY = ("", "Any")
MOST_PEOPLE = 10_000
MOST_ORGANISATIONS = 20


class SaysThings(SentOnce, CarriesVersion, NhsForm):
    """A form whose own fields are what its thing holds."""

    def words(self) -> dict[str, Any]:
        """The values that the thing itself holds."""
        return {
            name: self.cleaned_data[name] for name in self.base_fields if name in self.cleaned_data
        }


STAGES = [(str(stage.value), words.capitalize()) for stage, words in STAGE_WORDS.items()]


class TeamFilterForm(NhsForm):
    """Search and filters of the teams of a collaborative."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Name of a team or organisation", required=False, max_length=100)
    cohort = forms.ChoiceField(label="Cohort", required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    priority = forms.ChoiceField(label="Priority", required=False)

    def __init__(
        self,
        *args: Any,
        cohorts: Iterable[Cohort],
        priorities: Iterable[Priority],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "cohort", [ANY, *((str(each.pk), each.name) for each in cohorts)])
        choose(self, "stage", [ANY, *STAGES])
        choose(self, "priority", [ANY, *((str(each.pk), each.title) for each in priorities)])


class ReportFilterForm(NhsForm):
    """Search and filter of the teams in a cohort's report."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Name of a team or organisation", required=False, max_length=100)
    stage = forms.ChoiceField(label="Stage", required=False, choices=[ANY, *STAGES])


class PriorityFilterForm(NhsForm):
    """Search and filter of the priorities."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Words, or a place", required=False, max_length=100)
    level = forms.ChoiceField(label="Level", required=False, choices=[ANY, *PriorityLevel.choices])


class CohortForm(SaysThings):
    """A cohort: its name and its days."""

    submit_text = "Save cohort"
    nouns = {"name": "a name", "starts_on": "the first day", "ends_on": "the last day"}

    name = forms.CharField(label="Name", max_length=100)
    starts_on = DateInThreeParts(label="First day", noun="the first day")
    ends_on = DateInThreeParts(label="Last day", noun="the last day")


class GatheringForm(SaysThings):
    """A learning session, an action period or the recognition event."""

    submit_text = "Save"
    nouns = {
        "kind": "what it is",
        "title": "a title",
        "starts_on": "the first day",
        "ends_on": "the last day",
    }

    kind = forms.ChoiceField(
        label="What is it?", choices=GatheringKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Title", max_length=150)
    starts_on = DateInThreeParts(label="First day", noun="the first day")
    ends_on = DateInThreeParts(label="Last day", noun="the last day")
    place = forms.CharField(label="Where?", max_length=200, required=False)
    agenda = forms.CharField(
        label="Agenda or programme", widget=forms.Textarea, max_length=4000, required=False
    )
    materials = forms.CharField(
        label="Links to materials",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="One address a line, each beginning with https://",
    )


class AttendanceForm(SentOnce, CarriesVersion, NhsForm):
    """Which teams came, and how many people in all."""

    submit_text = "Save"
    nouns = {"people": "how many people came", "teams": "the teams that came"}

    teams = forms.MultipleChoiceField(
        label="Which teams came?", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = WholeNumber(
        label="How many people came in all?",
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text="Nobody is named.",
    )

    def __init__(
        self, *args: Any, gathering: Gathering, teams: Sequence[ProjectTeam], **options: Any
    ) -> None:
        held = {
            "teams": [str(each.pk) for each in gathering.attended.all()],
            "people": gathering.people,
        }
        super().__init__(*args, initial=held, read_version=gathering.version, **options)
        field = self.fields["teams"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(each.pk), each.name) for each in teams]


class TeamForm(SaysThings):
    """A project team and its organisations."""

    submit_text = "Save team"
    nouns = {"name": "a name", "organisations": "the organisations"}

    name = forms.CharField(label="Name", max_length=100)
    summary = forms.CharField(
        label="What does the team want to improve?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    organisations = forms.CharField(
        label="ODS codes of the organisations",
        widget=forms.Textarea,
        max_length=300,
        help_text="One a line. The first one leads and holds the team’s plan.",
    )

    def clean_organisations(self) -> list[Trust]:
        typed = self.cleaned_data["organisations"].replace(",", " ").upper().split()
        codes = list(dict.fromkeys(typed))
        if len(codes) > MOST_ORGANISATIONS:
            raise forms.ValidationError(f"Enter at most {MOST_ORGANISATIONS} organisations")
        found, unknown = trusts_with_typed_codes(codes)
        if unknown:
            raise forms.ValidationError(f"There is no trust with the ODS code {unknown[0][:20]}")
        return found

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "summary")}

    def joined(self) -> list[Trust]:
        """The organisations, the one that leads first."""
        found: list[Trust] = self.cleaned_data["organisations"]
        return found


class MemberForm(SentOnce, NhsForm):
    """Somebody in the team."""

    submit_text = "Add"
    nouns = {"name": "a name", "part": "their part"}

    name = forms.CharField(
        label="Name", max_length=100, help_text="As it shall stand on the certificate."
    )
    part = forms.CharField(label="Part in the team", max_length=100)
    trust = forms.ChoiceField(label="Organisation", required=False)
    is_sponsor = forms.BooleanField(label="Executive sponsor", required=False)
    is_partner = forms.BooleanField(
        label="Lived-experience partner",
        required=False,
        help_text="Only with their consent to be named; an alias will do.",
    )

    def __init__(self, *args: Any, organisations: Iterable[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(each.pk), each.name) for each in organisations]
        choose(self, "trust", [("", "None"), *named])


class StageForm(SentOnce, CarriesVersion, NhsForm):
    """How far the team says that it is."""

    submit_text = "Save stage"
    nouns = {"stage": "how far the team is"}

    stage = forms.TypedChoiceField(
        label="How far is the team?",
        coerce=int,
        choices=[(stage.value, words.capitalize()) for stage, words in STAGE_WORDS.items()],
        widget=forms.RadioSelect,
    )


class TeamReportForm(SentOnce, NhsForm):
    """The one sentence that a team adds to its month."""

    submit_text = "Send in the report"
    nouns = {"sentence": "a sentence about the month"}

    sentence = forms.CharField(
        label="The month in one sentence",
        max_length=500,
        help_text="Everything else is taken from what the team has entered. Name no patient.",
    )


class AbstractForm(SentOnce, NhsForm):
    """What a team would like to tell at the recognition event."""

    submit_text = "Submit abstract"
    nouns = {"title": "a title", "text": "the abstract"}

    title = forms.CharField(label="Title", max_length=150)
    text = forms.CharField(
        label="Abstract",
        widget=forms.Textarea,
        max_length=3000,
        help_text="The problem, what you did, what came of it. Name no patient.",
    )


class AbstractAnswerForm(SentOnce, CarriesVersion, NhsForm):
    """The programme's answer to an abstract."""

    submit_text = "Send the answer"
    nouns = {"accept": "your answer", "answer": "a word to the team"}

    accept = forms.ChoiceField(
        label="Your answer",
        choices=[("yes", "Accept it into the programme"), ("no", "Not this time")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="A word to the team", widget=forms.Textarea, max_length=500, required=False
    )


class LeavingForm(SentOnce, NhsForm):
    """Why a team leaves."""

    submit_text = "The team leaves"
    submit_variant = "warning"
    nouns = {"reason": "the reason"}

    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=1000)


class PriorityForm(SaysThings):
    """A priority of the country, a region or a place."""

    submit_text = "Save priority"
    nouns = {"level": "whose it is", "title": "a title", "place": "the region or place"}

    level = forms.ChoiceField(
        label="Whose is it?", choices=PriorityLevel.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Title", max_length=150)
    place = forms.CharField(
        label="Region or place",
        max_length=100,
        required=False,
        help_text="Leave it empty for a national priority.",
    )
    source = forms.CharField(label="Where is it written?", max_length=300, required=False)


class NamePrioritiesForm(SentOnce, NhsForm):
    """Which priorities a plan serves."""

    submit_text = "Save"
    nouns = {"priorities": "the priorities"}

    priorities = forms.MultipleChoiceField(
        label="Which priorities does this plan serve?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: Iterable[Priority], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["priorities"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(each.pk), f"{each.title} ({_level(each)})") for each in offered]


def _level(priority: Priority) -> str:
    place = f", {priority.place}" if priority.place else ""
    return f"{priority.get_level_display().lower()}{place}"

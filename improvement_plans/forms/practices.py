"""Forms of the practice library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from buddy_portal.accounts.refusals import StaleVersion
from buddy_portal.design.form_fields import WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm, shown
from buddy_portal.design.layout import Section
from improvement_plans.coding import framework
from improvement_plans.forms.public_words import AsksWhyItMayStay, ShowsFindings
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import AdoptionState, Effort, PracticeAdoption
from improvement_plans.models.practice import FEWEST_PEOPLE
from improvement_plans.presenters.practices import KINDS, LibraryChoices
from improvement_plans.public_words import PublicWords
from trusts.models import Question, Trust

ANY = ("", "Any")
MOST_QUESTIONS = MOST_THEMES = 3
READ_FOR_ANOTHER = (
    "This page was opened for another of your trusts. Nothing has been lost or changed. Read what "
    "this trust has saved, and save again to keep yours"
)
WORDS_FOR = {
    "title": "Title",
    "problem": "The problem",
    "what_we_did": "What was done",
    "effort": "Effort",
    "result": "What came of it",
    "result_n": "People",
    "adapting": "For the next trust",
    "contact": "Whom to ask",
}
QUESTIONS = tuple(f"question_{n}" for n in range(1, MOST_QUESTIONS + 1))
CHOSEN_THEMES = tuple(f"theme_{n}" for n in range(1, MOST_THEMES + 1))


class LibraryFilterForm(NhsForm):
    """Search and filters of the library."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Words", required=False, max_length=100)
    question = forms.ChoiceField(label="Question", required=False)
    section = forms.ChoiceField(label="Part of the survey", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    kind = forms.ChoiceField(
        label="Kind of trust",
        required=False,
        choices=[ANY, *KINDS],
    )
    effort = forms.ChoiceField(label="Effort", required=False, choices=[ANY, *Effort.choices])

    def __init__(self, *args: Any, offered: LibraryChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self.fields["section"], [ANY, *((name, name) for name in offered.sections)])
        choose(self.fields["question"], [ANY, *offered.questions])
        choose(self.fields["theme"], [ANY, *((each.key, each.name) for each in offered.themes)])


class PracticeForm(CarriesVersion, SentOnce, NhsForm):
    """A practice: only its title is needed to begin; the rest before it is sent to review."""

    submit_text = "Save practice"
    nouns = {
        "title": "a title",
        "trust": "the trust",
        "effort": "how much work it was",
        "result_n": "how many people the figures rest on",
    }
    layout = (
        "trust",
        Section("What it is", "title", "problem", "what_we_did", "effort"),
        Section("Questions of the survey it is about", *QUESTIONS),
        Section(
            "Themes that it is about",
            *CHOSEN_THEMES,
            words=f"As patients speak of them, from the {framework.NAME}.",
        ),
        Section("What came of it", "result", "result_n"),
        Section("For the next trust", "adapting", "contact"),
        "form_key",
        "read_version",
    )

    trust = forms.ChoiceField(label="Trust")
    title = forms.CharField(
        label="Title", max_length=150, help_text="What you did, in a few words."
    )
    problem = forms.CharField(
        label="What was the problem?", widget=forms.Textarea, max_length=2000, required=False
    )
    what_we_did = forms.CharField(
        label="What did you do?", widget=forms.Textarea, max_length=4000, required=False
    )
    effort = forms.ChoiceField(
        label="How much work was it?", choices=Effort.choices, widget=forms.RadioSelect
    )
    result = forms.CharField(
        label="What came of it?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Also what did not work. Name no patient.",
    )
    result_n = WholeNumber(
        label="How many people do its figures rest on?",
        required=False,
        min_value=FEWEST_PEOPLE,
        max_value=10_000_000,
        help_text=f"Give no figures where fewer than {FEWEST_PEOPLE} people answered.",
    )
    adapting = forms.CharField(
        label="What should another trust think of?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    contact = forms.CharField(
        label="Whom can others ask?",
        max_length=200,
        required=False,
        help_text="A role and a team’s address. Everybody can read it.",
    )

    def __init__(
        self,
        *args: Any,
        trusts: Iterable[Trust],
        about: Iterable[Question],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer_trusts(self.fields["trust"], trusts)
        choices = [(str(each.pk), f"{each.number} {each.label}") for each in about]
        for name, label in zip(QUESTIONS, ("Question", "And", "And"), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", "None"), *choices]
            )
        themes = [(each.key, f"{each.name} ({each.group})") for each in framework.THEMES]
        for name, label in zip(CHOSEN_THEMES, ("Theme", "And", "And"), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", "None"), *themes]
            )

    def themes(self) -> list[str]:
        """Keys of the themes chosen, each once, in the order of the framework."""
        return [each.key for each in framework.in_order(self._chosen(CHOSEN_THEMES))]

    def questions(self) -> list[int]:
        """Keys of the questions chosen, each once."""
        return sorted({int(key) for key in self._chosen(QUESTIONS)})

    def _chosen(self, names: Iterable[str]) -> list[str]:
        return [key for name in names if (key := self.cleaned_data[name])]

    def words(self) -> dict[str, Any]:
        """The values that the practice itself holds."""
        typed = self.typed_values()
        held = {name: typed[name] for name in typed if name in self.base_fields and name != "trust"}
        return {**held, "themes": self.themes()}


class SayWhyForm(SentOnce, NhsForm):
    """A reason that stays on record."""

    nouns = {"reason": "the reason"}

    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, submit: str, **options: Any) -> None:
        self.submit_text = submit  # type: ignore[misc]  # the verb differs from page to page
        super().__init__(*args, **options)


class OnlyButtonForm(SentOnce, NhsForm):
    """Nothing to fill in: only a button that repeats the verb."""

    def __init__(self, *args: Any, submit: str, variant: str = "", **options: Any) -> None:
        self.submit_text = submit  # type: ignore[misc]  # the verb differs from page to page
        self.submit_variant = variant  # type: ignore[misc]
        super().__init__(*args, **options)


class AnswersText(CarriesVersion):
    """An answer to a text that was read: where it was changed meanwhile, both are shown.

    `changed` holds what is different: the words for it, as it was read, as it is now.
    """

    changed: tuple[tuple[str, str, str], ...] = ()

    def show_both(self, stale: StaleVersion, *, version: int) -> None:
        super().show_both(stale, version=version)
        self.changed = tuple(
            (WORDS_FOR[name], shown(stale.typed[name]), shown(now))
            for name, now in stale.current.items()
            if name in WORDS_FOR and now != stale.typed[name]
        )


class SendForm(ShowsFindings, OnlyButtonForm):
    """Sends a text on its way; shows its author what its readers will ask about."""

    def __init__(self, *args: Any, words: PublicWords, **options: Any) -> None:
        super().__init__(*args, **options)
        self.show_findings(words)


class AnswerForm(AnswersText, SendForm):
    """A reviewer's yes to the text that they read."""


class PublishForm(AnswersText, AsksWhyItMayStay, OnlyButtonForm):
    """Puts the text on the public pages; where it could name somebody, with the reason why."""

    def __init__(self, *args: Any, words: PublicWords, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_why(words)


class RetireForm(AsksWhyItMayStay, SayWhyForm):
    """Why a practice leaves the library: the reason stays on its public page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_why(PublicWords((self.typed_text("reason"),)))


class AnswerWithReasonForm(AnswersText, SayWhyForm):
    """A reviewer's wish for changes in the text that they read."""


class WhichTrustForm(NhsForm):
    """For which of a person's trusts: asked first, since the next form shows what it has saved."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Continue"
    nouns = {"trust": "the trust"}

    trust = forms.ChoiceField(label="For which trust?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, trusts: Iterable[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_trusts(self.fields["trust"], trusts)


class AdoptionForm(CarriesVersion, SentOnce, AsksWhyItMayStay):
    """How far another trust is with a practice.

    `own` is what the chosen trust has saved. `read_for` goes along with the version: a version of
    one trust says nothing about what another has saved.
    """

    submit_text = "Save"
    nouns = {"state": "how far you are", "trust": "the trust", "result": "what came of it"}

    trust = forms.ChoiceField(label="Trust")
    state = forms.ChoiceField(
        label="How far are you?", choices=AdoptionState.choices, widget=forms.RadioSelect
    )
    result = forms.CharField(
        label="What came of it?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Everybody can read it. Name no patient.",
    )
    read_for = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        trusts: Sequence[Trust],
        own: PracticeAdoption | None,
        is_one_of_many: bool,
        **options: Any,
    ) -> None:
        held = {"state": own.state, "result": own.result} if own else {}
        super().__init__(*args, read_version=own.version if own else 1, initial=held, **options)
        offer_trusts(self.fields["trust"], trusts)
        self.fields["read_for"].initial = trusts[0].ods_code if len(trusts) == 1 else ""
        self.own, self.is_one_of_many = own, is_one_of_many
        self.ask_why(PublicWords((self.typed_text("result"),)))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("trust")
        if self.is_one_of_many and chosen and cleaned.get("read_for") != chosen:
            self.add_error(None, READ_FOR_ANOTHER)
            self._show_what_is_saved(chosen)
        return cleaned

    def _show_what_is_saved(self, chosen: str) -> None:
        """Both texts; the next save knows what the chosen trust has."""
        now = {"read_for": chosen, "read_version": str(self.own.version if self.own else 1)}
        self.data = self.data.copy()
        for name, value in now.items():
            self.data[self.add_prefix(name)] = value
        if self.own is not None:
            saved = {"state": self.own.get_state_display(), "result": shown(self.own.result)}
            self.saved_meanwhile |= saved


def offer_trusts(field: forms.Field, trusts: Iterable[Trust]) -> None:
    """The trusts to choose from; nothing is asked where there is only one."""
    known = list(trusts)
    choose(field, [(trust.ods_code, trust.name) for trust in known])
    if len(known) == 1:
        field.initial = known[0].ods_code
        field.widget = forms.HiddenInput()


def choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Give a field its choices."""
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices

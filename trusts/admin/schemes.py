"""Schemes and applications in the admin site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from buddy_portal.accounts.admin import ReadOnlyAdmin
from buddy_portal.accounts.admin_tables import lines, table
from buddy_portal.accounts.refusals import Refusal
from trusts.admin.asking import Who, ask_then_act, asking, who_acts
from trusts.admin.drafts import outcome
from trusts.admin.in_words import HistoryInWords
from trusts.forms.admin import ProposeForAction, SettingsForAction
from trusts.models import DraftAct, Participation, Scheme
from trusts.pair_gates import MENTEES, MENTORS
from trusts.presenters import admin_words as words
from trusts.selectors.schemes import question_labels
from trusts.services.direct_proposals import propose_pair
from trusts.services.large_pairings import bring_set
from trusts.services.pairing_settings import change_pairing_settings

TWO = 2


def _change_settings(scheme: Scheme, typed: dict[str, Any], who: Who) -> str:
    saved = change_pairing_settings(
        scheme_id=scheme.pk,
        settings=typed["settings"],
        reason=typed["reason"],
        read_at=typed["read_at"],
        **who,
    )
    return (
        f"{saved} now has version {saved.pairing_weights_version} of its weights and gates. "
        "Drafts worked out before are out of date."
    )


@admin.register(Scheme)
class SchemeAdmin(ReadOnlyAdmin, HistoryInWords):
    in_words = {"pairing_weights": words.settings_in_short}
    list_display = ("name", "kind", "baseline", "follow_up", "implementation_from")
    list_filter = ("kind",)
    list_select_related = ("baseline", "follow_up")
    search_fields = ("name",)
    exclude = ("pairing_weights",)
    readonly_fields = ("weights_and_gates",)
    actions = (
        "suggest_pairs",
        asking(
            "change_settings",
            "Change weights and gates of the pairing",
            form_for=SettingsForAction,
            act=_change_settings,
        ),
    )

    @admin.action(description="Suggest pairs")
    def suggest_pairs(self, request: HttpRequest, queryset: QuerySet[Scheme]) -> None:
        """A new draft for each scheme chosen, with a link to its board. After a decline this is
        the re-match: what was decided stays, and as few other pairs as possible move."""
        for scheme in queryset.select_related("baseline"):
            try:
                made = bring_set(scheme=scheme, act=DraftAct.SUGGEST, **who_acts(request))
            except Refusal as refusal:
                messages.error(request, f"{scheme}: {refusal.sentence}")
            else:
                messages.success(request, outcome(made))

    @admin.display(description="Weights and gates of the pairing")
    def weights_and_gates(self, scheme: Scheme) -> str:
        return table(words.SETTINGS_HEADS, words.settings_rows(scheme.pairing_weights))


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin, HistoryInWords):
    in_words = {
        "priorities": words.priorities_in_short,
        "conflicts": words.conflicts_in_short,
    }
    list_display = ("trust", "scheme", "role", "state", "capacity", "lead", "sponsor_agreed_at")
    list_filter = ("state", "role", "scheme", "trust__region")
    list_select_related = ("trust", "scheme", "lead")
    search_fields = ("trust__name", "trust__ods_code")
    exclude = ("priorities", "conflicts")
    readonly_fields = ("needs", "conflicts_declared")
    actions = ("propose",)

    @admin.display(description="Needs and priorities")
    def needs(self, found: Participation) -> str:
        labels = question_labels(found.scheme.baseline)
        return table(("Question", "About", "Priority"), words.need_rows(found, labels))

    @admin.display(description="Conflicts of interest")
    def conflicts_declared(self, found: Participation) -> str:
        return lines(words.conflict_lines(found))

    @admin.action(description="Propose a pair of the two trusts chosen")
    def propose(
        self, request: HttpRequest, queryset: QuerySet[Participation]
    ) -> HttpResponse | None:
        chosen = list(queryset.select_related("trust", "scheme__baseline")[: TWO + 1])
        ways = _mentor_then_mentee(chosen)
        if not ways:
            messages.error(request, "Choose one mentor and one mentee of the same scheme.")
            return None

        def act(form: Form) -> str:
            mentor, mentee = ways[form.cleaned_data["way"]]
            propose_pair(
                scheme=mentor.scheme,
                mentor=mentor.trust,
                mentee=mentee.trust,
                answer_by=form.cleaned_data["answer_by"],
                **who_acts(request),
            )
            return f"Proposed: {mentor.trust} mentors {mentee.trust}."

        sentences = [f"{mentor.trust} mentors {mentee.trust}" for mentor, mentee in ways]
        return ask_then_act(
            self,
            request,
            queryset,
            title=f"Propose that {sentences[0]}" if len(ways) == 1 else "Propose a pair",
            action="propose",
            make_form=lambda data=None: ProposeForAction(data, ways=sentences),
            act=act,
        )


def _mentor_then_mentee(chosen: list[Participation]) -> list[tuple[Participation, Participation]]:
    """The ways in which two participations can be mentor and mentee; none where they cannot.

    Two trusts that both came as mentor and mentee can be paired either way round.
    """
    if len(chosen) != TWO or chosen[0].scheme_id != chosen[1].scheme_id:
        return []
    one, other = chosen
    return [
        (mentor, mentee)
        for mentor, mentee in ((one, other), (other, one))
        if mentor.role in MENTORS and mentee.role in MENTEES
    ]

"""Schemes and applications in the admin site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from buddy_portal.accounts.admin import ReadOnlyAdmin
from buddy_portal.accounts.refusals import Refusal
from trusts.admin.asking import Who, ask_then_act, asking, who_acts
from trusts.admin.drafts import outcome
from trusts.forms.admin import AnswerByForAction, SettingsForAction
from trusts.models import DraftAct, Participation, Scheme
from trusts.pair_gates import MENTORS
from trusts.services.large_pairings import bring_set
from trusts.services.pairing_settings import change_pairing_settings
from trusts.services.proposals import PairToPropose, propose_pairs

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
class SchemeAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("name", "kind", "baseline", "follow_up", "implementation_from")
    list_filter = ("kind",)
    list_select_related = ("baseline", "follow_up")
    search_fields = ("name",)
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


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("trust", "scheme", "role", "state", "capacity", "lead", "sponsor_agreed_at")
    list_filter = ("state", "role", "scheme", "trust__region")
    list_select_related = ("trust", "scheme", "lead")
    search_fields = ("trust__name", "trust__ods_code")
    actions = ("propose",)

    @admin.action(description="Propose a pair of the two trusts chosen")
    def propose(
        self, request: HttpRequest, queryset: QuerySet[Participation]
    ) -> HttpResponse | None:
        chosen = list(queryset.select_related("trust", "scheme")[: TWO + 1])
        found = _mentor_and_mentee(chosen)
        if found is None:
            messages.error(request, "Choose one mentor and one mentee of the same scheme.")
            return None
        mentor, mentee = found

        def act(form: Form) -> str:
            propose_pairs(
                scheme=mentor.scheme,
                pairs=[PairToPropose(mentor.trust, mentee.trust)],
                answer_by=form.cleaned_data["answer_by"],
                **who_acts(request),
            )
            return f"Proposed: {mentor.trust} mentors {mentee.trust}."

        return ask_then_act(
            self,
            request,
            queryset,
            title=f"Propose that {mentor.trust} mentors {mentee.trust}",
            action="propose",
            make_form=AnswerByForAction,
            act=act,
        )


def _mentor_and_mentee(chosen: list[Participation]) -> tuple[Participation, Participation] | None:
    """Which of two participations is the mentor; None where that cannot be told."""
    if len(chosen) != TWO or chosen[0].scheme_id != chosen[1].scheme_id:
        return None
    chosen.sort(key=lambda part: part.role not in MENTORS)
    mentor, mentee = chosen
    return (mentor, mentee) if mentor.role in MENTORS and mentee.role not in MENTORS else None

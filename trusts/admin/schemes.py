"""Schemes and applications in the admin site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from buddy_portal.accounts.admin import ReadOnlyAdmin
from buddy_portal.accounts.refusals import Refusal
from trusts.admin.asking import ask_then_act
from trusts.forms.admin import AnswerByForAction
from trusts.models import Participation, Scheme
from trusts.pair_gates import MENTORS
from trusts.services import drafts
from trusts.services.proposals import PairToPropose, propose_pairs

TWO = 2


@admin.register(Scheme)
class SchemeAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = ("name", "kind", "baseline", "follow_up", "implementation_from")
    list_filter = ("kind",)
    list_select_related = ("baseline", "follow_up")
    search_fields = ("name",)
    actions = ("suggest_pairs",)

    @admin.action(description="Suggest pairs")
    def suggest_pairs(self, request: HttpRequest, queryset: QuerySet[Scheme]) -> None:
        """A new draft for each scheme chosen, with a link to its board."""
        for scheme in queryset.select_related("baseline"):
            try:
                draft = drafts.suggest_draft(
                    scheme=scheme,
                    by=request.user,  # type: ignore[arg-type]  # the site lets nobody else in
                    today=timezone.localdate(),
                )
            except Refusal as refusal:
                messages.error(request, f"{scheme}: {refusal.sentence}")
            else:
                messages.success(request, _worked_out(scheme, draft))


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
                by=request.user,  # type: ignore[arg-type]  # the site lets nobody else in
                today=timezone.localdate(),
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


def _worked_out(scheme: Scheme, draft: Any) -> str:
    return format_html(
        '{}: {} has {} pairs. <a href="{}?draft={}">Open the board</a>',
        scheme,
        draft.name,
        draft.result["matched"],
        reverse("pairing", kwargs={"scheme_id": scheme.pk}),
        draft.pk,
    )

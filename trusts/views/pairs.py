"""A pair's page and the acts on it: answer, sign, end. One confirming form each."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import Access, access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.forms import NhsForm
from trusts import rules
from trusts.forms.reasons import AgreeForm, AnswerForm, ReasonForm, RecordAnswerForm
from trusts.models import BuddyPair, PairAnswer, PairState
from trusts.presenters import pairs as words
from trusts.presenters.tags import pair_tag
from trusts.refusals import NotFound
from trusts.selectors import pairs as selectors
from trusts.services import pairs as services
from trusts.states import LIVE

S = PairState
SIDES = ("mentor", "mentee")


@requires(Permission.SEE_SCHEMES)
@require_safe
def pair_detail(request: PersonRequest, pair_id: int) -> HttpResponse:
    """One pair: where it stands, what its score was made of, what this person can do."""
    access, today = access_of(request.user), timezone.localdate()
    pair = selectors.pair_for(access, pair_id)
    pairs_trusts = rules.can_pair.allows(access, None)
    participations = selectors.participations_of_pair(pair)
    context = {
        "pair": pair,
        "scheme": pair.scheme,
        "tag": pair_tag(pair),
        "next_words": words.next_words(pair, today),
        "sides": words.side_rows(pair, participations),
        "can_be_explained": selectors.can_be_explained(participations),
        "numbers": words.score_numbers(pair),
        "against": words.against_words(pair),
        "facts": words.person_words(pair),
        "answer_codes": _codes_to_answer(pair, access, today),
        "sign_codes": _codes_to_sign(pair, access),
        "can_record_answer": pairs_trusts and pair.state == S.PROPOSED,
        "can_record_signatures": pairs_trusts and pair.state == S.AGREED,
        "can_end": pairs_trusts and pair.state in LIVE,
        "can_complete": pairs_trusts
        and pair.state == S.ACTIVE
        and today > pair.scheme.implementation_to,
    }
    return render(request, "trusts/pair_detail.html", context)


@requires(Permission.ANSWER_PROPOSALS)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_answer(request: PersonRequest, pair_id: int, ods_code: str) -> HttpResponse:
    """One trust accepts or declines."""
    access, today = access_of(request.user), timezone.localdate()
    pair = selectors.pair_for(access, pair_id)
    trust = _trust_of(pair, ods_code)
    rules.can_answer_for.require(access, trust.ods_code)

    def act(form: NhsForm) -> str:
        assert isinstance(form, AnswerForm)  # noqa: S101 - made below
        services.answer_proposal(
            pair_id=pair.pk,
            ods_code=trust.ods_code,
            accepts=form.accepts,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=today,
        )
        return "Your answer has been sent."

    form = _form(request, AnswerForm, back=_back(pair))
    context: dict[str, Any] = {
        "title": f"Answer for {trust}",
        "lede": f"{pair.mentor} as mentor of {pair.mentee}.",
        "rows": [
            ("Answer by", words.person_words(pair)[1][1]),
            ("If you accept", "Both sponsors sign the terms once the other trust accepts too"),
            (
                "If you decline",
                "Both trusts go back to the pool and this pair is not proposed again",
            ),
            ("Can you undo it?", "Not by yourself. Ask the programme."),
        ],
    }
    return _act_page(request, pair, form, act, context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_record_answer(request: PersonRequest, pair_id: int) -> HttpResponse:
    """The programme records an answer that a trust gave outside the portal."""
    access = access_of(request.user)
    pair = selectors.pair_for(access, pair_id)

    def act(form: NhsForm) -> str:
        assert isinstance(form, AnswerForm)  # noqa: S101 - made below
        services.record_answer(
            pair_id=pair.pk,
            ods_code=form.cleaned_data["side"],
            accepts=form.accepts,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=timezone.localdate(),
        )
        return "The answer has been recorded."

    waiting = [
        (getattr(pair, side).ods_code, getattr(pair, side).name)
        for side in SIDES
        if getattr(pair, f"{side}_answer") == PairAnswer.WAITING
    ]
    form = _form(request, RecordAnswerForm, sides=waiting, back=_back(pair))
    context: dict[str, Any] = {"title": "Record an answer", "lede": str(pair), "rows": []}
    return _act_page(request, pair, form, act, context)


@requires(Permission.AGREE_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_sign(request: PersonRequest, pair_id: int, ods_code: str) -> HttpResponse:
    """The sponsor of one trust signs the terms of engagement."""
    access = access_of(request.user)
    pair = selectors.pair_for(access, pair_id)
    trust = _trust_of(pair, ods_code)
    rules.can_sign_for.require(access, trust.ods_code)

    def act(_form: NhsForm) -> str:
        services.sign_terms(
            pair_id=pair.pk,
            ods_code=trust.ods_code,
            by=request.user,
            today=timezone.localdate(),
        )
        return "You have signed the terms of engagement."

    agreed = f"I sign these terms as executive sponsor for {trust}"
    form = _form(request, AgreeForm, words=agreed, submit="Sign the terms", back=_back(pair))
    context: dict[str, Any] = {
        "title": "Sign the terms of engagement",
        "lede": f"{pair.mentor} as mentor of {pair.mentee}.",
        "rows": [],
        "terms": words.TERMS,
    }
    return _act_page(request, pair, form, act, context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_record_signatures(request: PersonRequest, pair_id: int) -> HttpResponse:
    """The programme records that the sponsors have signed on paper."""
    pair = selectors.pair_for(access_of(request.user), pair_id)

    def act(form: NhsForm) -> str:
        services.record_signatures(
            pair_id=pair.pk,
            how=form.cleaned_data["how"],
            by=request.user,
            today=timezone.localdate(),
        )
        return "The pair is active. Both trusts have been told."

    form = _form(
        request,
        ReasonForm,
        label="How and when both sponsors signed",
        hint="For example: paper copy, 26 January 2015",
        submit="Record signatures and start the pair",
        name="how",
        back=_back(pair),
    )
    context: dict[str, Any] = {
        "title": "Record signed terms",
        "lede": str(pair),
        "rows": [("What happens", "The pair becomes active, and the mentee can start its plan")],
        "terms": words.TERMS,
    }
    return _act_page(request, pair, form, act, context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_end(request: PersonRequest, pair_id: int) -> HttpResponse:
    """End a live pair early, or take a proposal back."""
    pair = selectors.pair_for(access_of(request.user), pair_id)

    def act(form: NhsForm) -> str:
        services.end_pair(
            pair_id=pair.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=timezone.localdate(),
        )
        return "The pair has ended. Both trusts have been told."

    form = _form(
        request,
        ReasonForm,
        label="Why it ends",
        submit="End this pair",
        variant="warning",
        back=_back(pair),
    )
    context: dict[str, Any] = {
        "title": f"End the pair of {pair.mentor} and {pair.mentee}?",
        "lede": "Both trusts go back to the pool.",
        "rows": [
            ("Who is told", "The lead cancer nurses and sponsors of both trusts, with your reason"),
            ("Can you undo it?", "No, but you can propose the pair again"),
        ],
    }
    return _act_page(request, pair, form, act, context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["POST"])
def pair_complete(request: PersonRequest, pair_id: int) -> HttpResponse:
    """Close a pair whose work is done."""
    pair = selectors.pair_for(access_of(request.user), pair_id)
    try:
        services.complete_pair(pair_id=pair.pk, by=request.user, today=timezone.localdate())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The pair is completed.")
    return redirect("pair_detail", pair_id=pair_id)


def _act_page(
    request: PersonRequest,
    pair: BuddyPair,
    form: NhsForm,
    act: Callable[[NhsForm], str],
    context: dict[str, Any],
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            done = act(form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("pair_detail", pair_id=pair.pk)
    whole = {"terms": (), **context, "form": form, "pair": pair, "scheme": pair.scheme}
    return render(request, "trusts/pair_act.html", whole)


def _form(request: PersonRequest, kind: type[NhsForm], **options: Any) -> NhsForm:
    """The form as it was sent, or an empty one."""
    return kind(request.POST, **options) if request.method == "POST" else kind(**options)


def _trust_of(pair: BuddyPair, ods_code: str) -> Any:
    for side in SIDES:
        if getattr(pair, side).ods_code == ods_code:
            return getattr(pair, side)
    raise NotFound("This trust is not in the pair.")


def _codes_to_answer(
    pair: BuddyPair, access: Access, today: datetime.date
) -> list[tuple[str, str]]:
    """Code and name of each trust of the pair for which this person can answer now."""
    if pair.state != S.PROPOSED or today > pair.answer_by:
        return []
    return [
        (getattr(pair, side).ods_code, getattr(pair, side).name)
        for side in SIDES
        if getattr(pair, f"{side}_answer") == PairAnswer.WAITING
        and rules.can_answer_for.allows(access, getattr(pair, side).ods_code)
    ]


def _codes_to_sign(pair: BuddyPair, access: Access) -> list[tuple[str, str]]:
    """Code and name of each trust of the pair for which this person can sign now."""
    if pair.state != S.AGREED:
        return []
    return [
        (getattr(pair, side).ods_code, getattr(pair, side).name)
        for side in SIDES
        if getattr(pair, f"{side}_signed_at") is None
        and rules.can_sign_for.allows(access, getattr(pair, side).ods_code)
    ]


def _back(pair: BuddyPair) -> tuple[str, str]:
    return "Go back to the pair", reverse("pair_detail", kwargs={"pair_id": pair.pk})

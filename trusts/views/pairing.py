"""The pairing board: one page, and a form for every act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from trusts import rules
from trusts.forms.pairing import DraftNameForm
from trusts.forms.reasons import ReasonForm, SendProposalsForm
from trusts.models import PairingDraft
from trusts.pairing_choices import Codes
from trusts.presenters import drafts as draft_words
from trusts.presenters import pairing as words
from trusts.presenters.board_filters import board_view
from trusts.presenters.tags import pair_tag
from trusts.refusals import NotFound
from trusts.selectors import board as selectors
from trusts.selectors.schemes import all_schemes, scheme_by_id
from trusts.services import drafts as services
from trusts.views.people import signed_in_user

ACTS: dict[str, Callable[..., PairingDraft]] = {
    "lock": services.lock_pair,
    "unlock": services.unlock_pair,
    "allow": services.allow_pair,
}
PAIR_LENGTH = 2
# A scheme of the whole country fits on one page.
ROWS_ON_THE_BOARD = 100
LONGEST_CODE = 10


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing_list(request: HttpRequest) -> HttpResponse:
    """The schemes whose pairing can be opened."""
    table = draft_words.scheme_rows(all_schemes())
    return render(request, "trusts/pairing_list.html", {"table": table})


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The board of one scheme, of the draft asked for or the newest."""
    scheme = scheme_by_id(scheme_id)
    asked = request.GET.get("draft", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise NotFound("There is no such draft.")
    board = selectors.board(scheme, int(asked) if asked else None)
    view = board_view(board, request.GET)
    page = Paginator(view.rows, ROWS_ON_THE_BOARD).get_page(request.GET.get("page"))
    context = {
        "scheme": scheme,
        "draft": board.draft,
        "board": board,
        "totals": words.totals(board),
        "view": view,
        "rows": words.rows(board, page.object_list),
        "page": page,
        "pages": page_links(page, request.GET, noun="pairs"),
        "unmatched": words.unmatched(board),
        "forbidden": words.forbidden(board),
        "live": [(pair, pair_tag(pair)) for pair in board.live],
        "drafts": draft_words.drafts_table(board) if board.draft else None,
        "weights": draft_words.weights_words(board.draft) if board.draft else "",
        "can_pair": rules.can_pair.allows(access_of(request.user), None),
        "can_change_settings": rules.can_manage_schemes.allows(access_of(request.user), None),
    }
    return render(request, "trusts/pairing.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["POST"])
def pairing_suggest(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Get a proposed set as a new draft."""
    scheme = scheme_by_id(scheme_id)
    try:
        draft = services.suggest_draft(
            scheme=scheme, by=signed_in_user(request), today=timezone.localdate()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("pairing", scheme_id=scheme_id)
    messages.success(request, f"{draft.name} has been worked out.")
    return _to_board(draft)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["POST"])
def pairing_act(request: HttpRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """One act of the board: `do` is lock, unlock, allow, swap or forbid, then the codes."""
    draft = selectors.draft_by_id(scheme_by_id(scheme_id), draft_id)
    act, *codes = request.POST.get("do", "").split(":")
    if act == "again":
        return _do(request, draft, lambda: services.work_out_again(**_who(request, draft)))
    if len(codes) != PAIR_LENGTH or act not in {*ACTS, "swap", "forbid"} or not _are_codes(codes):
        messages.error(request, "The board did not understand that. Choose a button of a row.")
        return _to_board(draft)
    pair = (codes[0], codes[1])
    if act == "swap":
        return redirect("pairing_swap", scheme_id, draft_id, pair[1])
    if act == "forbid":
        return redirect("pairing_forbid", scheme_id, draft_id, *pair)
    return _do(request, draft, lambda: ACTS[act](pair=pair, **_who(request, draft)), pair)


@requires(Permission.PAIR_TRUSTS)
@require_safe
def pairing_swap(request: HttpRequest, scheme_id: int, draft_id: int, mentee: str) -> HttpResponse:
    """Every mentor for one mentee: choose another, or read why not."""
    scheme = scheme_by_id(scheme_id)
    try:
        swap = selectors.swap(scheme, draft_id, mentee)
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _to_board(selectors.draft_by_id(scheme, draft_id))
    context = {
        "scheme": scheme,
        "draft": swap.draft,
        "mentee": swap.mentee,
        "options": words.swap_options(swap),
    }
    return render(request, "trusts/pairing_swap.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_forbid(
    request: HttpRequest, scheme_id: int, draft_id: int, mentor: str, mentee: str
) -> HttpResponse:
    """Rule a pair out of the draft, with a reason."""
    scheme = scheme_by_id(scheme_id)
    draft = selectors.draft_by_id(scheme, draft_id)
    options: dict[str, Any] = {
        "label": "Why this pair is ruled out",
        "submit": "Forbid this pair",
        "hint": "Kept with the draft, for the programme only.",
        "back": ("Go back to the board", _board_address(draft)),
    }
    if request.method == "POST":
        form = ReasonForm(request.POST, **options)
        if form.is_valid():
            try:
                services.forbid_pair(
                    pair=(mentor, mentee),
                    reason=form.cleaned_data["reason"],
                    **_who(request, draft),
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "The pair is ruled out. The rest has been worked out.")
                return _to_board(draft, mentee)
    else:
        form = ReasonForm(**options)
    context = {
        "form": form,
        "title": f"Forbid {mentor} and {mentee}?",
        "lede": f"{draft.name} of {scheme}. The set is worked out again without this pair.",
        "rows": [("Can you undo it?", "Yes: “Allow again” beneath the board")],
        "scheme": scheme,
    }
    return render(request, "trusts/pairing_form.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_save(request: HttpRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """Keep a copy of the draft under a name."""
    scheme = scheme_by_id(scheme_id)
    draft = selectors.draft_by_id(scheme, draft_id)
    back = ("Go back to the board", _board_address(draft))
    if request.method == "POST":
        form = DraftNameForm(request.POST, back=back)
        if form.is_valid():
            try:
                copy = services.save_draft_as(
                    name=form.cleaned_data["name"], **_who(request, draft)
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"{copy.name} has been saved.")
                return _to_board(copy)
    else:
        form = DraftNameForm(back=back)
    context = {
        "form": form,
        "title": f"Save a copy of {draft.name}",
        "lede": "",
        "rows": [],
        "scheme": scheme,
    }
    return render(request, "trusts/pairing_form.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_send(request: HttpRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """Confirm and send the proposals of a draft."""
    scheme, today = scheme_by_id(scheme_id), timezone.localdate()
    draft = selectors.draft_by_id(scheme, draft_id)
    count = draft.result["matched"]
    options: dict[str, Any] = {
        "count": count,
        "today": today,
        "latest": scheme.implementation_to,
        "back": ("Go back to the board", _board_address(draft)),
    }
    if request.method == "POST":
        form = SendProposalsForm(request.POST, **options)
        if form.is_valid():
            try:
                sent = services.propose_draft(
                    answer_by=form.cleaned_data["answer_by"], **_who(request, draft)
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, draft_words.sent_words(len(sent)))
                return redirect("pairing", scheme_id=scheme_id)
    else:
        form = SendProposalsForm(**options)
    context = {
        "form": form,
        "title": f"{form.submit_text}?",
        "lede": draft_words.told_words(draft),
        "rows": draft_words.send_rows(draft),
        "scheme": scheme,
    }
    return render(request, "trusts/pairing_form.html", context)


def _are_codes(typed: list[str]) -> bool:
    return all(code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE for code in typed)


def _who(request: HttpRequest, draft: PairingDraft) -> dict[str, Any]:
    return {
        "draft_id": draft.pk,
        "by": signed_in_user(request),
        "today": timezone.localdate(),
    }


def _do(
    request: HttpRequest,
    draft: PairingDraft,
    act: Callable[[], PairingDraft],
    pair: Codes | None = None,
) -> HttpResponse:
    """Do one act and come back to the row it was about."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _to_board(draft, pair[1] if pair else "", page=request.GET.get("page", ""))


def _board_address(draft: PairingDraft, mentee: str = "", page: str = "") -> str:
    address = reverse("pairing", kwargs={"scheme_id": draft.scheme_id})
    query = {"draft": draft.pk, **({"page": page} if page.isdecimal() else {})}
    return f"{address}?{urlencode(query)}" + (f"#row-{mentee}" if mentee else "")


def _to_board(draft: PairingDraft, mentee: str = "", page: str = "") -> HttpResponse:
    return redirect(_board_address(draft, mentee, page))

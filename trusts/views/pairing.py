"""The pairing board: one page, and a form for every act on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from trusts import rules
from trusts.forms.reasons import ReasonForm
from trusts.models import DraftAct, PairingDraft
from trusts.pairing_choices import Codes
from trusts.presenters import board_files
from trusts.presenters import drafts as draft_words
from trusts.presenters import pairing as words
from trusts.presenters import pairing_requests as request_words
from trusts.presenters import swap as swap_words
from trusts.presenters.board_filters import board_view
from trusts.presenters.tags import pair_tag
from trusts.refusals import NotFound
from trusts.selectors import board as selectors
from trusts.selectors.pairing_requests import newest_request
from trusts.selectors.schemes import all_schemes, scheme_by_id
from trusts.selectors.swap import swap as swap_of
from trusts.services.large_pairings import bring_set
from trusts.views import lists

ACTS = {DraftAct.LOCK, DraftAct.UNLOCK, DraftAct.ALLOW}
PAIR_LENGTH = 2
# A scheme of the whole country fits on one page.
ROWS_ON_THE_BOARD = 100
LONGEST_CODE = 10


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing_list(request: PersonRequest) -> HttpResponse:
    """The schemes whose pairing can be opened."""
    table = draft_words.scheme_rows(all_schemes())
    return render(request, "trusts/pairing_list.html", {"table": table})


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """The board of one scheme, of the draft asked for or the newest."""
    scheme = scheme_by_id(scheme_id)
    can_pair = rules.can_pair.allows(access_of(request.user), None)
    last = newest_request(scheme)
    working = request_words.working(last)
    if working is not None:
        here = {"scheme": scheme, "working": working, "can_pair": can_pair}
        return render(request, "trusts/pairing_large.html", here)
    asked = request.GET.get("draft", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise NotFound("There is no such draft.")
    board = selectors.board(scheme, int(asked) if asked else None)
    view = board_view(board, request.GET)
    file = lists.download(
        request,
        name=f"{scheme.name} {board.draft.name if board.draft else 'pairing'}",
        columns=board_files.COLUMNS,
        rows=board_files.file_rows(board, view.rows),
        notes=board_files.file_notes(board),
    )
    if file is not None:
        return file
    page = Paginator(view.rows, ROWS_ON_THE_BOARD).get_page(request.GET.get("page"))
    context = {
        "scheme": scheme,
        "draft": board.draft,
        "board": board,
        "totals": words.totals(board),
        "view": view,
        "rows": words.rows(board, page.object_list),
        "downloads": lists.downloads(lists.asked(request, "draft", "show", "order")),
        "page": page,
        "pages": page_links(page, request.GET, noun="pairs"),
        "outdated": words.outdated(board) if board.is_outdated else None,
        "fallen": words.fallen(board),
        "unmatched": words.unmatched(board),
        "forbidden": words.forbidden(board),
        "live": [(pair, pair_tag(pair)) for pair in board.live],
        "drafts": draft_words.drafts_table(board) if board.draft else None,
        "weights": draft_words.weights_words(board.draft) if board.draft else "",
        "can_pair": can_pair,
        "not_done": request_words.not_done(last),
    }
    return render(request, "trusts/pairing.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["POST"])
def pairing_suggest(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Get a proposed set as a new draft."""
    scheme = scheme_by_id(scheme_id)
    try:
        made = bring_set(
            scheme=scheme,
            act=DraftAct.SUGGEST,
            by=request.user,
            today=timezone.localdate(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("pairing", scheme_id=scheme_id)
    if isinstance(made, PairingDraft):
        messages.success(request, f"{made.name} has been worked out.")
        return _to_board(made)
    return redirect("pairing", scheme_id=scheme_id)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["POST"])
def pairing_act(request: PersonRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """One act of the board: `do` is lock, unlock, allow, swap or forbid, then the codes."""
    draft = selectors.draft_by_id(scheme_by_id(scheme_id), draft_id)
    act, *codes = request.POST.get("do", "").split(":")
    if act == "again":
        return _do(request, draft, DraftAct.AGAIN)
    if len(codes) != PAIR_LENGTH or act not in {*ACTS, "swap", "forbid"} or not _are_codes(codes):
        messages.error(request, "The board did not understand that. Choose a button of a row.")
        return _to_board(draft)
    pair = (codes[0], codes[1])
    if act == "swap":
        return redirect("pairing_swap", scheme_id, draft_id, pair[1])
    if act == "forbid":
        return redirect("pairing_forbid", scheme_id, draft_id, *pair)
    return _do(request, draft, DraftAct(act), pair)


@requires(Permission.PAIR_TRUSTS)
@require_safe
def pairing_swap(
    request: PersonRequest, scheme_id: int, draft_id: int, mentee: str
) -> HttpResponse:
    """Every mentor for one mentee: choose another, read why not, or see what it would move."""
    scheme = scheme_by_id(scheme_id)
    try:
        swap = swap_of(scheme, draft_id, mentee, trying=request.GET.get("mentor", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _to_board(selectors.draft_by_id(scheme, draft_id))
    context = {
        "scheme": scheme,
        "draft": swap.draft,
        "mentee": swap.mentee,
        "options": swap_words.swap_options(swap),
        "tried": swap_words.tried(swap),
    }
    return render(request, "trusts/pairing_swap.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_forbid(
    request: PersonRequest, scheme_id: int, draft_id: int, mentor: str, mentee: str
) -> HttpResponse:
    """Rule a pair out of the draft, with a reason."""
    scheme = scheme_by_id(scheme_id)
    draft = selectors.draft_by_id(scheme, draft_id)
    options: dict[str, Any] = {
        "label": "Why this pair is ruled out",
        "submit": "Forbid this pair",
        "hint": "Kept with the draft, for the programme only.",
        "back": ("Go back to the board", draft_words.draft_address(draft)),
    }
    if request.method == "POST":
        form = ReasonForm(request.POST, **options)
        if form.is_valid():
            try:
                made = bring_set(
                    scheme=scheme,
                    act=DraftAct.FORBID,
                    draft=draft,
                    pair=(mentor, mentee),
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    today=timezone.localdate(),
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if isinstance(made, PairingDraft):
                    said = "The pair is ruled out. The rest has been worked out."
                    messages.success(request, said)
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


def _are_codes(typed: list[str]) -> bool:
    return all(code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE for code in typed)


def _do(
    request: PersonRequest, draft: PairingDraft, act: DraftAct, pair: Codes | None = None
) -> HttpResponse:
    """Do one act, or have a worker do it, and come back to the row it was about."""
    try:
        bring_set(
            scheme=draft.scheme,
            act=act,
            draft=draft,
            pair=pair,
            by=request.user,
            today=timezone.localdate(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _to_board(draft, pair[1] if pair else "", page=request.GET.get("page", ""))


def _to_board(draft: PairingDraft, mentee: str = "", page: str = "") -> HttpResponse:
    return redirect(draft_words.draft_address(draft, mentee, page))

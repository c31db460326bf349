"""Why a pair: one page for the programme and, once proposed, for the two trusts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import requires
from trusts import rules
from trusts.presenters import why as words
from trusts.presenters.pairing import short_name
from trusts.presenters.shared_practices import shared_lines
from trusts.refusals import NotFound
from trusts.selectors import why as selectors
from trusts.selectors.schemes import scheme_by_id
from trusts.shared_practices import practices_of


@requires(Permission.SEE_SCHEMES)
@require_safe
def why_pair(request: HttpRequest, scheme_id: int, mentor: str, mentee: str) -> HttpResponse:
    """Why this mentor for this mentee, question by question; prints on paper."""
    scheme = scheme_by_id(scheme_id)
    access = access_of(request.user)
    if not selectors.may_see_why(scheme, mentor, mentee, access):
        raise NotFound("There is no such pair.")
    why = selectors.why(scheme, mentor, mentee)
    context = {
        "why": why,
        "mentor": short_name(why.mentor),
        "mentee": short_name(why.mentee),
        "scheme": scheme,
        "sentence": words.sentence(why),
        "numbers": words.numbers(why),
        "legend": words.legend(why),
        "questions": words.question_rows(why),
        "sums": words.sums(why),
        "parts": words.part_rows(why),
        "not_covered": words.not_covered(why),
        "checks": words.checks(why),
        "cautions": words.cautions(why),
        "weights": words.weights_words(why),
        "shared": shared_lines(
            practices_of(mentor),
            needs=[line.question for line in why.said.questions],
            labels=why.labels,
        ),
        "office": rules.can_see_pairing.allows(access, None),
    }
    return render(request, "trusts/why_pair.html", context)

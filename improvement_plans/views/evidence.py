"""Evidence of an action: adding it, reading its file, removing it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules, selectors
from improvement_plans.forms.evidence import EvidenceForm, RemoveEvidenceForm, VerifyEvidenceForm
from improvement_plans.presenters.evidence import evidence_facts
from improvement_plans.selectors.evidence import content_of, evidence_visible_to
from improvement_plans.services import evidence as services
from improvement_plans.uploads.kinds import TYPES
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted


@requires(Permission.SEE_PLANS, guests=True)
def evidence_add(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.update_action.require(access, sides)
    form = EvidenceForm(posted(request), request.FILES or None, back=back_to(action))

    def add() -> None:
        services.add_evidence(
            by=request.user, action=action, today=timezone.localdate(), **form.typed_values()
        )

    page = FormPage(
        f"Add evidence for “{action.text}”",
        "The evidence is added.",
        said="Everybody who may see this plan can open it: both trusts, its partners and the "
        "programme. Photographs of patients and lists of names do not belong here.",
        facts=(("Asked for", action.evidence_expected or "Nothing in particular"),),
    )
    return act_or_show(request, form, add, page, plan=action.plan, action=action)


@require_GET
@requires(Permission.SEE_PLANS, guests=True)
def evidence_file(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """The file, always as something to save: no browser shows it as a page of ours."""
    evidence, _sides = evidence_visible_to(access_of(request.user), evidence_id)
    content = content_of(evidence)
    response = HttpResponse(content, content_type=TYPES[evidence.file_kind])
    name = content_disposition_header(True, evidence.file_name)
    response["Content-Disposition"] = name or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@requires(Permission.REVIEW_PLANS)
def evidence_verify(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Somebody else than who added it has looked at it."""
    access = access_of(request.user)
    evidence, sides = evidence_visible_to(access, evidence_id)
    rules.verify_evidence.require(access, rules.EvidenceSides(sides, evidence.by_id))
    form = VerifyEvidenceForm(posted(request), back=back_to(evidence.action))

    def verify() -> None:
        services.verify_evidence(
            by=request.user,
            evidence=evidence,
            saw=form.cleaned_data["saw"],
            today=timezone.localdate(),
        )

    page = FormPage(
        "Does the evidence show it?",
        "The evidence is verified, with your name.",
        said="Open it first. Your name stands beside it. The action itself is confirmed or "
        "challenged on its own page.",
        facts=evidence_facts(evidence),
        other=(evidence.link or reverse("evidence_file", args=[evidence.pk]), "Open the evidence"),
    )
    return act_or_show(
        request, form, verify, page, plan=evidence.action.plan, action=evidence.action
    )


@requires(Permission.SEE_PLANS, guests=True)
def evidence_remove(request: PersonRequest, evidence_id: int) -> HttpResponse:
    access = access_of(request.user)
    evidence, sides = evidence_visible_to(access, evidence_id)
    rules.remove_evidence.require(access, rules.EvidenceSides(sides, evidence.by_id))
    form = RemoveEvidenceForm(posted(request), back=back_to(evidence.action))

    def remove() -> None:
        services.remove_evidence(
            by=request.user, evidence=evidence, reason=form.cleaned_data["reason"]
        )

    page = FormPage(
        "Remove this evidence?",
        "The evidence is removed, with your reason.",
        said="Its content is deleted for ever. That it was there, and your reason, stay on view.",
        facts=evidence_facts(evidence),
    )
    return act_or_show(
        request, form, remove, page, plan=evidence.action.plan, action=evidence.action
    )

"""Our frame and our fields for the pages that other packages bring as Django templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from buddy_portal.design.field_markup import field_component
from buddy_portal.design.navigation import address
from buddy_portal.design.shell import DEMONSTRATION_WORDS

register = template.Library()
TITLE = "portal_shell_title"


@register.simple_block_tag(takes_context=True)
def portal_title(context: Context, content: SafeString) -> str:
    """Remembers the title for the frame: {% portal_title %}...{% endportal_title %}."""
    title = " ".join(content.split())
    context.render_context[TITLE] = mark_safe(title)  # noqa: S308 - escaped by the template
    return ""


@register.simple_block_tag(takes_context=True)
def portal_page(context: Context, content: SafeString) -> SafeString:
    """Puts what stands inside into the portal's own frame, error summary included."""
    facts: dict[str, Any] = {
        "page_title": context.render_context.get(TITLE) or settings.SERVICE_NAME,
        "page_content": content,
    }
    form = context.get("form")
    if isinstance(form, BaseForm):
        facts["form"] = form
    page = render_to_string("third_party.html", facts, request=context["request"])
    return mark_safe(page)  # noqa: S308 - a whole page, escaped where it was made


@register.simple_tag
def nhs_field(field: BoundField) -> SafeString:
    """A form field drawn by the same macros as everywhere else."""
    return mark_safe(field_component(field))  # noqa: S308 - from the NHS.UK macros, escaped there


@register.simple_tag
def demonstration_words() -> str:
    """What every page of a demonstration says, else nothing."""
    return DEMONSTRATION_WORDS if settings.DEMONSTRATION else ""


@register.simple_tag
def portal_home() -> str:
    """Where the admin's link back to the portal leads."""
    return address("home") or "/"

"""What was given up, and which mails went out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import WrongState
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.accounts.views.people import download_links
from buddy_portal.design.downloads import table_response
from buddy_portal.design.paging import page_links
from buddy_portal.outbox import presenters, selectors, services
from buddy_portal.outbox.forms import MailFilterForm, TryAgainForm

PAGE = 50
MOST_ROWS = 100_000


@requires(Permission.SEE_OUTBOX)
def failed_messages(request: PersonRequest) -> HttpResponse:
    page = Paginator(selectors.failed_messages(), PAGE).get_page(request.GET.get("page"))
    facts = {
        "table": presenters.failed_table(page),
        "pages": page_links(page, request.GET.dict(), noun="messages"),
        "behind": presenters.behind_words(selectors.seconds_behind()),
    }
    return render(request, "outbox/failed_messages.html", facts)


@requires(Permission.SEE_OUTBOX)
def mail_log(request: PersonRequest) -> HttpResponse:
    form = MailFilterForm(request.GET)
    found = selectors.mails(**form.cleaned_data) if form.is_valid() else selectors.mails()
    kind, query = request.GET.get("download"), request.GET.dict()
    if kind in ("csv", "xlsx"):
        return table_response(name="mails", kind=kind, **presenters.mail_rows(found[:MOST_ROWS]))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "table": presenters.mail_table(page, download_links(request)),
        "pages": page_links(page, query, noun="mails"),
    }
    return render(request, "outbox/mail_log.html", facts)


@requires(Permission.SEE_OUTBOX)
def try_again(request: PersonRequest, message_id: uuid.UUID) -> HttpResponse:
    """Ask first, then let a message that was given up be tried from the start."""
    message = selectors.failed_message(message_id)
    form = TryAgainForm(request.POST) if request.method == "POST" else TryAgainForm()
    if request.method == "POST" and form.is_valid():
        try:
            services.try_again(by=request.user, message_id=message.pk)
        except WrongState as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It will be tried again now.")
            return redirect("failed_messages")
    facts = {"form": form, "rows": presenters.message_facts(message)}
    return render(request, "outbox/try_again.html", facts)

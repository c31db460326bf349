"""Mails and jobs in the admin site: to be read, and tried again. Their contents are not shown."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from buddy_portal.accounts.admin import ReadOnlyAdmin, act_on_each
from buddy_portal.outbox import presenters, services
from buddy_portal.outbox.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("what", "made_at", "due_at", "attempts", "done_at", "failed_at", "last_error")
    list_filter = ("job", ("failed_at", admin.EmptyFieldListFilter))
    exclude = ("payload", "lease_token")  # a mail that waits may hold a link that opens an account
    actions = ("try_again",)

    @admin.display(description="What")
    def what(self, message: Message) -> str:
        return presenters.what(message)

    @admin.action(description="Try again")
    def try_again(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        act_on_each(
            request,
            chosen,
            lambda one: services.try_again(
                by=request.user,  # type: ignore[arg-type]  # the admin lets nobody else in
                message_id=one.pk,
            ),
            "Tried again",
        )

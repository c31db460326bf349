"""An event of the trail in the admin site: what changed stands in a table, in words."""

import pytest
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person

pytestmark = pytest.mark.django_db


def page_of(client, **changes) -> str:
    client.force_login(make_person(Role.ADMINISTRATOR))
    event = AuditEvent.objects.create(actor="Jo <jo@test.example>", action="x", changes=changes)
    answer = client.get(reverse("admin:accounts_auditevent_change", args=[event.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_changes_are_a_table_of_what_was_and_what_is(client):
    page = page_of(client, answer_by=[None, "<26> January"], is_open=[True, False])
    assert (
        '<tr><th scope="row">answer by</th><td>nothing</td><td>&lt;26&gt; January</td></tr>' in page
    )
    assert '<th scope="row">is open</th><td>yes</td><td>no</td>' in page
    assert "{&quot;" not in page


def test_an_event_that_names_no_field_says_none(client):
    assert '<div class="readonly">None</div>' in page_of(client)

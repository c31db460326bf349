"""Commands for people."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent, User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_the_first_administrator_comes_in_by_the_printed_link(client):
    out = StringIO()
    call_command("invite", "asha@test.example", "Asha Verma", stdout=out)
    path = out.getvalue().strip().removeprefix("http://testserver")
    client.post(path, {"name": "Asha Verma", "password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get(email="asha@test.example")
    assert access_of(user).programme == {Role.ADMINISTRATOR}
    assert AuditEvent.objects.get(action="person invited").actor == "The portal"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["asha at home", "Asha"], "is not an e-mail address"),
        (["a@test.example", "Asha", "--role", "trust_lead"], "Choose the trust"),
        (["a@test.example", "Asha", "--trust", "T1"], "has no trust"),
    ],
)
def test_a_wrong_invitation_is_refused_with_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("invite", *arguments)

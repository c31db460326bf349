"""An address whose words hold a NUL leads nowhere; the database would refuse the question."""

import pytest

from buddy_portal.accounts.middleware import Refusals
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
PLACES = ("/pairing/1/why/%00/RJE/", "/pairing/1/why/RJE/%00/", "/trusts/%00/", "/no/%00/")


@pytest.mark.parametrize("address", PLACES)
def test_an_address_with_a_nul_leads_nowhere(client, address):
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"Page not found" in answer.content


def test_without_the_refusal_the_database_refuses_the_question(client, monkeypatch):
    monkeypatch.delattr(Refusals, "process_view")
    client.force_login(make_person(Role.TRUST_LEAD, "E1"))
    with pytest.raises(ValueError, match="NUL"):
        client.get(f"/pairing/{make_pairing_world().scheme.pk}/why/%00/E1/")

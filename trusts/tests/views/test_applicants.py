"""The page of who has applied and who is missing."""

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.tests.factories import make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    scheme = make_scheme("Buddy scheme 2015")
    make_participation(scheme, make_trust("RTR", name="South Tees", region="North"), "mentor")
    make_trust("RA7", name="Bristol", region="South")
    return reverse("applicants", kwargs={"scheme_id": scheme.pk})


def test_the_programme_sees_who_is_missing(client, address):
    client.force_login(make_person(Role.PROGRAMME_ANALYST))
    page = client.get(address, {"standing": "missing"}).content.decode()
    assert "Regions from which nobody has applied" in page
    assert "Bristol" in page.split('id="trusts"')[1]
    assert "South Tees" not in page.split('id="trusts"')[1]


def test_a_trust_does_not_see_it(client, address):
    client.force_login(make_person(Role.TRUST_LEAD, "RTR"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_rows_come_as_a_file(client, address, kind):
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    file = client.get(address, {"standing": "missing", "download": kind})
    assert file.status_code == 200
    if kind == "csv":
        body = b"".join(file) if file.streaming else file.content
        assert b"Bristol" in body
        assert b"South Tees" not in body


@pytest.mark.parametrize("text", ["x" * 5000, "\x00", "<b>", "🙂", "=1+1", "' or 1=1"])
@pytest.mark.parametrize("name", ["q", "region", "kind", "size", "standing", "page", "download"])
def test_a_strange_filter_breaks_nothing(client, address, name, text):
    client.force_login(make_person(Role.PROGRAMME_LEAD))
    page = client.get(address, {name: text})
    assert page.status_code == 200
    assert "<b></a>" not in page.content.decode()

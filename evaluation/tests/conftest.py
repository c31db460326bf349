"""The people of most tests here, a compiled report, and its fact check with one mentee."""

import pytest
from django.utils import timezone

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.services.fact_checks import open_fact_check
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_run


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def another():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def nurse():
    return make_person(Role.TRUST_LEAD, "MEE")


@pytest.fixture
def report(lead):
    return compiled(make_run(requested_by=lead)).report


@pytest.fixture
def check(report, lead, nurse):
    return open_fact_check(today=timezone.localdate(), by=lead, report=report).trusts.get()

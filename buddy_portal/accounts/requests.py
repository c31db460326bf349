"""The request as views behind a declared rule get it: somebody is signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from buddy_portal.accounts.models import User


class PersonRequest(HttpRequest):
    """A request of a signed-in person."""

    user: User
    htmx: HtmxDetails

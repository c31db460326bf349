"""A person's own browser, for tests that speak to pages."""

from django.test import Client

from buddy_portal.accounts.models import User


def client_of(user: User) -> Client:
    """A client that is signed in."""
    client = Client()
    client.force_login(user)
    return client

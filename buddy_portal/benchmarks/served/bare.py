"""The floor of every page: a view that answers "ok", in Django as a new project has it.

It has the seven middlewares of `django-admin startproject`, and touches neither session nor
database. Without any middleware it would cost a sixth less. Beside it stand the pages of
`floor_pages`, which do the same work as a page of the portal with nothing else.
"""

from __future__ import annotations

import os
from typing import Any

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


PAGES = "buddy_portal.benchmarks.served.floor_pages"
"""Read only when the settings are known, for it has a model."""


def ok(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def make() -> object:
    """The WSGI application of a process that has read no other settings."""
    settings.configure(
        DEBUG=False,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=PAGES,
        SECRET_KEY="x" * 50,
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        DATABASES={"default": _database()},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "OPTIONS": {"environment": f"{PAGES}.environment"},
            },
        ],
    )
    return get_wsgi_application()


def _database() -> dict[str, Any]:
    """The database of the measuring, over kept connections as the portal has them."""
    address = os.environ.get("DATABASE_URL")
    return {**environ.Env.db_url_config(address), "CONN_MAX_AGE": 60} if address else {}

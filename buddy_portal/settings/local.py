"""A person's own machine and the demonstration: the same processes as production, no HTTPS."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-a-persons-own-machine-" + "x" * 32)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("PORTAL_URL", "http://127.0.0.1:8000")
os.environ.setdefault("DATABASE_URL", "postgres:///buddy")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")

from buddy_portal.settings import environment
from buddy_portal.settings.base import *  # noqa: F403 - the environment must be set first

ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
SHOW_GALLERY = True
# `make dev`: a changed style sheet is seen at once, without collecting the static files anew.
if environment.switch("RELOADING", False):
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

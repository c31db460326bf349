"""Tests: real PostgreSQL and Valkey, plain static files, quick password hashing."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 48)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver")
os.environ.setdefault("PORTAL_URL", "http://testserver")
os.environ.setdefault("DATABASE_URL", "postgres:///buddy")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from buddy_portal.settings import environment
from buddy_portal.settings.base import *  # noqa: F403 - the environment must be set first
from buddy_portal.settings.base import CACHES, DATABASES, MIDDLEWARE

SHOW_GALLERY = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests read which tables a page asked; buddy_portal/tests/test_planned_once.py switches it on.
DATABASE_KEEPS_PLANS = environment.switch("DATABASE_KEEPS_PLANS", False)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
# Lets the flush between tests that commit empty the append-only tables; see accounts 0002.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c buddy.tests_may_truncate=on"

"""Production: only tightens what base says."""

from buddy_portal.settings import environment
from buddy_portal.settings.base import *  # noqa: F403 - production is base, tightened

DEBUG = False
SHOW_GALLERY = False
REQUIRE_SECOND_FACTOR = environment.switch("REQUIRE_SECOND_FACTOR", True)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

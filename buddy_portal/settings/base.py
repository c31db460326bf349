"""Settings shared by every place the portal runs. Nothing here may loosen production."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from buddy_portal.settings import environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

SECRET_KEY = environment.text("SECRET_KEY")
# Older keys that still open what they locked, while a new one takes over.
SECRET_KEY_FALLBACKS = environment.names("SECRET_KEY_FALLBACKS", [])
DEBUG = False
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.names("CSRF_TRUSTED_ORIGINS", [])
# The address people open; used in e-mails, where there is no request to take it from.
PORTAL_URL = environment.text("PORTAL_URL").rstrip("/")
# Marks every page as a demonstration and allows `demo_data`.
DEMONSTRATION = environment.switch("DEMONSTRATION", False)
SERVICE_NAME = environment.text("SERVICE_NAME", "Buddy scheme portal")
# The NHS logo in the header; only organisations that may use it leave this on.
SHOW_NHS_LOGO = environment.switch("SHOW_NHS_LOGO", True)
SHOW_GALLERY = False
CONTACT_EMAIL = environment.text("CONTACT_EMAIL", "buddy.portal@example.org")
# Where the published survey files lie for the tests that use them.
REAL_DATA_DIR = Path(environment.text("REAL_DATA_DIR", str(BASE_DIR.parent / "shared" / "data")))

INSTALLED_APPS = [
    "buddy_portal.accounts.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "crispy_forms",
    "csp",
    "simple_history",
    "buddy_portal.accounts",
    "buddy_portal.design",
    "buddy_portal.outbox",
    "buddy_portal.backups",
    "buddy_portal.demonstration",
    "trusts",
    "improvement_plans",
    "evaluation",
]

MIDDLEWARE = [
    "buddy_portal.accounts.middleware.RequestFacts",
    # The headers come first: whatever a layer within refuses carries them too.
    "buddy_portal.content_policy.HeadersAnyway",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "buddy_portal.content_policy.ReadyPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "buddy_portal.charsets.RefuseOtherCharsets",
    "buddy_portal.accounts.middleware.KnownMethods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "buddy_portal.accounts.middleware.SessionLimits",
    "buddy_portal.accounts.middleware.PrivatePages",
    "buddy_portal.accounts.exports.DownloadsInTrail",
    "buddy_portal.accounts.typed_text.GiveTypedTextBack",
    "improvement_plans.kept_posts.KeepWhatIsSent",
    "buddy_portal.accounts.middleware.Refusals",
    "buddy_portal.accounts.middleware.SecondFactor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "buddy_portal.urls"
WSGI_APPLICATION = "buddy_portal.wsgi.application"

_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
# Two engines, two folders: pages are Jinja2; the admin and third-party pages are Django templates.
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "buddy_portal.design.pages.environment",
            "context_processors": _CONTEXT,
            "auto_reload": False,
            "cache_size": -1,
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "dtl"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", *_CONTEXT],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nhsuk"]
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False

try:
    _database: dict[str, Any] = dict(environ.Env.db_url_config(environment.text("DATABASE_URL")))
except (ValueError, TypeError):
    raise ImproperlyConfigured(
        "DATABASE_URL is not an address of a database; see .env.example."
    ) from None
if "postgresql" not in str(_database.get("ENGINE")):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
DATABASES = {
    "default": {
        **_database,
        "CONN_MAX_AGE": environment.number("DATABASE_CONNECTION_SECONDS", 600),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
# Whether connections keep the plans of busy statements (buddy_portal/planned_once.py). Off behind a
# pooler that lends one connection to many processes in turn.
DATABASE_KEEPS_PLANS = environment.switch("DATABASE_KEEPS_PLANS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.text("REDIS_URL")
# Counts of tries and used codes: in the database, so that all web processes count together and a
# broker that is down stops nobody from signing in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counts",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Drawn pages of survey results, in the memory of each web process: nothing that another
    # process could write is ever shown, and nothing has to be there for a page to be drawn.
    "kept_pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "kept_pages",
        "TIMEOUT": 12 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "vendor"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "buddy_portal.design.storage.HashedFiles"},
}
# The fonts of PDFs, from npm, so that the same report gives the same bytes everywhere.
PDF_FONTS_DIR = BASE_DIR / "build" / "fonts"
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR_DIR / "files")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# People and signing in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "buddy_portal.accounts.backends.AdministratorBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front_page"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "buddy_portal.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "buddy_portal.accounts.forms.sign_in.SignInForm",
    "reset_password": "buddy_portal.accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "buddy_portal.accounts.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "buddy_portal.accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "buddy_portal.accounts.forms.sign_in.SetPasswordForm",
    "reauthenticate": "buddy_portal.accounts.forms.sign_in.ConfirmPasswordForm",
}
# A session ends with the browser; nobody is remembered on a shared ward computer.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    # Codes of second factors only: wrong passwords are counted by django-axes (see the adapter).
    "login_failed": "10/5m/key",
    "login": "60/m/ip",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SOCIALACCOUNT_ONLY = False
MFA_ADAPTER = "buddy_portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "buddy_portal.accounts.forms.sign_in.CodeForm",
    "reauthenticate": "buddy_portal.accounts.forms.sign_in.ConfirmCodeForm",
    "activate_totp": "buddy_portal.accounts.forms.sign_in.AddAppForm",
}
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Roles that must use a second factor are asked for it when this is on (always in production).
REQUIRE_SECOND_FACTOR = environment.switch("REQUIRE_SECOND_FACTOR", False)
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "buddy_portal.accounts.lock_out.account_tried"
AXES_CLIENT_IP_CALLABLE = "buddy_portal.accounts.lock_out.address_tried_from"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the hour runs from the tenth failure
AXES_LOCKOUT_CALLABLE = "buddy_portal.accounts.lock_out.locked_out"
# How many proxies of our own stand before the web process; their X-Forwarded-For is believed.
PROXY_COUNT = environment.number("PROXY_COUNT", 0)
AXES_ENABLE_ADMIN = False
SESSION_ENGINE = "buddy_portal.accounts.sessions"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "buddy_portal.design.error_pages.form_expired"
INVITATION_DAYS = 7

# Headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Mail leaves through the outbox; this is how the outbox sends it.
EMAIL_BACKEND = environment.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.switch("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", CONTACT_EMAIL)

# Jobs: the publisher's broker options; the worker gets its own in buddy_portal/celery.py.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.5,
    "max_retries": 0,
    "global_keyprefix": environment.text("BROKER_KEY_PREFIX", "buddy:"),
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_TIMEZONE = "Europe/London"
OUTBOX_LEASE_SECONDS = environment.number("OUTBOX_LEASE_SECONDS", 60)
OUTBOX_SWEEP_SECONDS = environment.number("OUTBOX_SWEEP_SECONDS", 10)
OUTBOX_MOST_ATTEMPTS = 8

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "buddy_portal.logs.JsonFormatter"}},
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stream"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.server": {"handlers": ["stream"], "level": "INFO", "propagate": False},
    },
}

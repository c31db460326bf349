"""For processes of their own in tests: mails become files that can be counted."""

from buddy_portal.settings.test import *  # noqa: F403 - the same settings but for the mails

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

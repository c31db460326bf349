"""The web process. Templates are compiled here once, before gunicorn forks its workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.production")
application = get_wsgi_application()

from buddy_portal.design.pages import warm_templates  # noqa: E402 - Django must be set up first

warm_templates()

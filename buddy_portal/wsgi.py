"""The web process. Templates are compiled here once, before gunicorn forks its workers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.production")
_django = get_wsgi_application()

from buddy_portal.charsets import OnlyUtf8  # noqa: E402 - Django must be set up first
from buddy_portal.design.pages import warm_templates  # noqa: E402 - Django must be set up first

application = OnlyUtf8(_django)

warm_templates()
# Code, models and templates stay for the life of the process: the collector need not walk through
# them again and again, and the workers share their memory with the process that forked them. A
# page makes some ten thousand objects, nearly all gone with it: looked at less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

"""The buddy portal: a web portal for the NHS trust buddy scheme."""

from buddy_portal.celery import app as celery_app

__all__ = ["celery_app"]

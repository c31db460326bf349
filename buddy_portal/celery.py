"""The Celery app: JSON only, one beat schedule, patient brokers for workers, quick for the web."""

import os

from celery import Celery
from celery.app.utils import Settings
from celery.schedules import crontab
from celery.signals import celeryd_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buddy_portal.settings.local")

app = Celery("buddy_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER_BROKER_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
}


@celeryd_init.connect
def give_worker_patience(conf: Settings, **_facts: object) -> None:
    """A worker must wait for a broker that is gone, and survive it; the web must not wait."""
    from buddy_portal.outbox.broker_loss import outlive_the_broker

    outlive_the_broker()
    options = dict(conf.broker_transport_options)
    options.pop("max_retries", None)
    conf.broker_transport_options = {**options, **WORKER_BROKER_OPTIONS}


@setup_logging.connect
def use_django_logging(**_facts: object) -> None:
    """Log as Django's settings say, instead of Celery's own formats."""
    import logging.config

    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@app.on_after_configure.connect
def plan_beat(sender: Celery, **_facts: object) -> None:
    """What runs by the clock. A backlog expires instead of piling up."""
    from django.conf import settings

    seconds = settings.OUTBOX_SWEEP_SECONDS
    sender.conf.beat_schedule = {
        "sweep the outbox": {
            "task": "outbox.sweep",
            "schedule": float(seconds),
            "options": {"expires": seconds * 2},
        },
        # After midnight in London: the last day to answer has then passed.
        "end unanswered proposals": {
            "task": "trusts.expire_proposals",
            "schedule": crontab(hour=0, minute=10),
        },
        "remind trusts and sponsors": {
            "task": "trusts.send_reminders",
            "schedule": crontab(hour=8, minute=5),
        },
        # In the morning, so that a reminder is read on the day it speaks of.
        "remind of fact checks": {
            "task": "evaluation.remind_fact_checkers",
            "schedule": crontab(hour=8, minute=0),
        },
        "begin plans whose window has begun": {
            "task": "improvement_plans.begin_due_plans",
            "schedule": crontab(hour=0, minute=20),
        },
        "forget the keys of old forms": {
            "task": "improvement_plans.forget_old_forms",
            "schedule": crontab(hour=3, minute=10),
        },
        "forget drafts that nobody came back to": {
            "task": "improvement_plans.forget_old_drafts",
            "schedule": crontab(hour=3, minute=20),
        },
        # Nobody gets more than one a day: the later runs catch up where an earlier one failed.
        "send reminders": {
            "task": "improvement_plans.send_due_reminders",
            "schedule": crontab(hour="7-18", minute=5),
            "options": {"expires": 3000},
        },
    }

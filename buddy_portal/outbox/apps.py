from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "buddy_portal.outbox"
    label = "outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from buddy_portal.outbox import mail  # noqa: F401 - registers the sending of mail

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "buddy_portal.backups"
    label = "backups"
    verbose_name = "Backups"

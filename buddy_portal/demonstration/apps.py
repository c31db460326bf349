from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "buddy_portal.demonstration"
    label = "demonstration"
    verbose_name = "Demonstration"

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "buddy_portal.design"
    label = "design"
    verbose_name = "The look of the portal"

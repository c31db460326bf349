from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "buddy_portal.accounts"
    label = "accounts"
    verbose_name = "People and rights"

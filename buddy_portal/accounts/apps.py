from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "buddy_portal.accounts"
    label = "accounts"
    verbose_name = "People and rights"

    def ready(self) -> None:
        from buddy_portal.accounts import sign_in_events  # noqa: F401 - connects its receivers

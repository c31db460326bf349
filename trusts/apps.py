from django.apps import AppConfig


class TrustsConfig(AppConfig):
    name = "trusts"
    verbose_name = "Trusts, surveys and pairs"

    def ready(self) -> None:
        from buddy_portal.accounts import directory
        from trusts.selectors.names import trust_names

        directory.register_trusts(trust_names)

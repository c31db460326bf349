from django.apps import AppConfig


class ImprovementPlansConfig(AppConfig):
    name = "improvement_plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from buddy_portal.accounts.invitations import register_guest_kind
        from improvement_plans.services import guests

        register_guest_kind(guests.GUEST_KIND, guests.become_guest, describe=guests.describe)

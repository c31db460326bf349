from django.apps import AppConfig


class ImprovementPlansConfig(AppConfig):
    name = "improvement_plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from buddy_portal.accounts.invitations import register_guest_kind
        from buddy_portal.outbox import sweeps
        from improvement_plans.services import groups, guests, reminders

        register_guest_kind(guests.GUEST_KIND, guests.become_guest, describe=guests.describe)
        register_guest_kind(groups.GUEST_KIND, groups.become_member, describe=groups.describe)
        sweeps.register("plans", lambda today: reminders.send_due_reminders(today=today))

from django.apps import AppConfig


class ImprovementPlansConfig(AppConfig):
    name = "improvement_plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        from buddy_portal.accounts.invitations import register_guest_kind
        from buddy_portal.outbox import jobs, sweeps
        from improvement_plans.selectors.practices import shared_by
        from improvement_plans.services import comment_imports, groups, guests, reminders
        from trusts.shared_practices import register_library

        register_library(shared_by)
        register_guest_kind(guests.GUEST_KIND, guests.become_guest, describe=guests.describe)
        register_guest_kind(groups.GUEST_KIND, groups.become_member, describe=groups.describe)
        sweeps.register("plans", lambda today: reminders.send_due_reminders(today=today))
        jobs.register(
            comment_imports.CHECK,
            comment_imports.check_large,
            gave_up=comment_imports.check_gave_up,
        )
        jobs.register(
            comment_imports.SAVE,
            comment_imports.save_large,
            gave_up=comment_imports.save_gave_up,
        )

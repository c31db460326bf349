from django.apps import AppConfig


class TrustsConfig(AppConfig):
    name = "trusts"
    verbose_name = "Trusts, surveys and pairs"

    def ready(self) -> None:
        from buddy_portal.accounts import directory
        from buddy_portal.outbox import jobs, sweeps
        from trusts.selectors.names import trust_names
        from trusts.services import how_sure, import_jobs, large_pairings, reminders

        directory.register_trusts(trust_names)
        jobs.register(
            import_jobs.CHECK, import_jobs.check_large_file, gave_up=import_jobs.check_gave_up
        )
        jobs.register(
            import_jobs.IMPORT, import_jobs.import_large_file, gave_up=import_jobs.import_gave_up
        )
        jobs.register(how_sure.REDRAW, how_sure.redraw_draft, gave_up=how_sure.gave_up)
        jobs.register(
            large_pairings.WORK_OUT,
            large_pairings.work_out_request,
            gave_up=large_pairings.gave_up,
        )
        sweeps.register(
            "applications and pairs", lambda today: reminders.send_reminders(today=today)
        )

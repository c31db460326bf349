from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from buddy_portal.outbox import jobs, sweeps
        from evaluation.services import fact_checks, runs, team_surveys

        jobs.register(runs.COMPILE, runs.compile_run, gave_up=runs.gave_up)
        sweeps.register("fact checks", lambda today: fact_checks.remind_fact_checkers(today=today))
        sweeps.register(
            "team surveys", lambda today: team_surveys.remind_of_team_surveys(today=today)
        )

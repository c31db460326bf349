from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from buddy_portal.outbox import jobs, sweeps
        from evaluation.selectors.cohort_survey import survey_for_cohorts
        from evaluation.services import fact_checks, runs, team_surveys
        from improvement_plans.collaborating.team_survey import register_team_survey

        register_team_survey(survey_for_cohorts)
        jobs.register(runs.COMPILE, runs.compile_run, gave_up=runs.gave_up)
        sweeps.register("fact checks", lambda today: fact_checks.remind_fact_checkers(today=today))
        sweeps.register(
            "team surveys", lambda today: team_surveys.remind_of_team_surveys(today=today)
        )

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from buddy_portal.outbox import jobs
        from evaluation.services import runs

        jobs.register(runs.COMPILE, runs.compile_run, gave_up=runs.gave_up)

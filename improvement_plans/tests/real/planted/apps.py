"""Planted faults: saves that look at no version, and forms that are taken in each time."""

from django.apps import AppConfig


def save_anyway(thing, *, read_at, values):
    type(thing).objects.filter(pk=thing.pk).update(**values, version=read_at + 1)


def take_always(*, by, key, digest, act):
    act()
    return True


class PlantedFaults(AppConfig):
    name = "improvement_plans.tests.real.planted"
    label = "planted_faults"

    def ready(self) -> None:
        from improvement_plans.services import writing
        from improvement_plans.views import showing

        writing.save_version = save_anyway
        showing.send_once = take_always

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from buddy_portal.demonstration import load
from trusts.models import Survey, Trust
from trusts.refusals import LockContradictsRule

pytestmark = pytest.mark.django_db


def test_portal_that_is_no_demonstration_refuses_fictional_data():
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("demo_data")
    assert not Survey.objects.exists()


@override_settings(DEMONSTRATION=True)
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"trusts": 29}, "--trusts must be between 30 and 20,000; 29 was given"),
        ({"trusts": 20_001}, "20,001 was given"),
        ({"years": 2}, "--years must be between 3 and 30; 2 was given"),
        ({"seed": -1}, "--seed must be between 0 and"),
        ({"today": "tomorrow"}, "--today must be a day such as"),
        ({"today": "2099-01-01"}, "--today must not lie after today"),
    ],
)
def test_wrong_options_are_refused_in_one_sentence(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("demo_data", **options)


@override_settings(DEMONSTRATION=True)
@pytest.mark.parametrize("reason", [LookupError("No mentor is left"), LockContradictsRule("No")])
def test_seed_whose_story_cannot_be_told_is_refused_and_nothing_is_stored(monkeypatch, reason):
    def refuse(*_: object) -> None:
        raise reason

    monkeypatch.setenv("DEMO_PASSWORD", "bamo-dutu-fihe-kola")
    monkeypatch.setattr(load._Telling, "_tell_years", refuse)
    with pytest.raises(CommandError, match=r"Seed 5 makes a world .* Take another --seed"):
        call_command("demo_data", trusts=30, seed=5)
    assert not Trust.objects.exists()

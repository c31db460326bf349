"""Every command of the portal stands in docs/commands.md, and none that is not there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "commands.md"
OWN_APPS = ("buddy_portal.", "trusts", "improvement_plans", "evaluation")


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if str(app).startswith(OWN_APPS)}


def documented(text: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+)", text, flags=re.MULTILINE))


def test_the_document_lists_the_commands_that_there_are():
    assert documented(DOCUMENT.read_text()) == own_commands()


def test_a_command_that_is_left_out_is_noticed():
    text = DOCUMENT.read_text().replace("| `import_trusts", "| `import_nothing")
    assert documented(text) != own_commands()


@pytest.mark.parametrize("name", sorted(own_commands()))
def test_every_command_says_what_it_is_for(name):
    command = load_command_class(get_commands()[name], name)
    assert command.help.strip()

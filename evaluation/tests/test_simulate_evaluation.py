from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_table_of_the_grid_is_printed():
    out = StringIO()
    call_command("simulate_evaluation", runs=2, worlds=["D"], processes=1, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("| world | targets |")
    assert len(lines) == 2 + 48


def test_no_runs_are_refused():
    with pytest.raises(CommandError, match="at least one run"):
        call_command("simulate_evaluation", runs=0)

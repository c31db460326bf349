"""What patients say in the demonstration names nobody."""

import pytest

from buddy_portal.demonstration.comment_texts import COMMENTS
from improvement_plans.characteristics import TUMOUR_GROUPS
from improvement_plans.coding.framework import is_theme
from improvement_plans.deidentifying import look_for


@pytest.mark.parametrize("said", COMMENTS, ids=lambda said: said.text[:30])
def test_a_comment_names_nobody_and_is_coded_to_themes_there_are(said):
    assert look_for(said.text) == ()
    assert all(is_theme(key) for key in (*said.themes, *said.second))
    assert said.group in {"", *TUMOUR_GROUPS}
    assert bool(said.themes) == bool(said.sentiment)

"""Each test starts with fresh rate limits: they are counted in the cache of the process."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()

"""What is counted in the cache starts at nothing in each of these tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
    """An empty cache."""
    cache.clear()
    yield
    cache.clear()

"""What tests of writing in a browser begin with."""

from typing import Any

import pytest
from django.core.cache import cache

from tests.factories import TEXT, make_article, make_topic
from wiki.models import Article


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of a wiki where nobody has written too often."""
    cache.clear()
    return str(live_server.url)


@pytest.fixture
def article(site: str) -> Article:
    return make_article("Peer production", TEXT, topics=[make_topic("production")])

"""What articles said: the only room that knows django-reversion."""

from wiki.history.versions import (
    Version,
    read,
    read_many,
    register_versioned_models,
    texts_of,
    write,
)

__all__ = ["Version", "read", "read_many", "register_versioned_models", "texts_of", "write"]

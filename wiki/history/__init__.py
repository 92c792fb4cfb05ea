"""What articles said: the only room that knows django-reversion."""

from wiki.history.versions import (
    HiddenVersion,
    TextHidden,
    Version,
    read,
    read_hidden,
    read_many,
    read_text,
    register_versioned_models,
    texts_of,
    write,
)

__all__ = [
    "HiddenVersion",
    "TextHidden",
    "Version",
    "read",
    "read_hidden",
    "read_many",
    "read_text",
    "register_versioned_models",
    "texts_of",
    "write",
]

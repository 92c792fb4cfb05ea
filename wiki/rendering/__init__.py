"""Untrusted text in; HTML, contents, link targets and plain text out.

`render` is the only way in. The work is done in a process of its own, with a deadline and a
memory limit, because no Markdown parser can be trusted to end (see `worker`).
"""

from wiki.addresses import LinkTarget
from wiki.rendering.errors import MAX_TEXT, RenderingError, TextTooLong, TooHardToFormat
from wiki.rendering.service import RENDERER_VERSION, Heading, Rendered, Resolver, render

__all__ = [
    "MAX_TEXT",
    "RENDERER_VERSION",
    "Heading",
    "LinkTarget",
    "Rendered",
    "RenderingError",
    "Resolver",
    "TextTooLong",
    "TooHardToFormat",
    "render",
]

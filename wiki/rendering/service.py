"""The parent's side of rendering: ask which links lead somewhere, then ask a worker."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from wiki.addresses import LANGUAGES, LinkTarget
from wiki.rendering.errors import MAX_TEXT, TextTooLong, TooHardToFormat
from wiki.rendering.pool import Pool, WorkerFailed
from wiki.rendering.suspects import likeliest
from wiki.rendering.wikilinks import candidates

# To be raised whenever the same text gives other HTML: stored HTML says which version made it.
RENDERER_VERSION = 1

DEADLINE = 3.0  # seconds
WORKERS = 2  # for each process

Resolver = Callable[[Collection[tuple[str, str]]], Collection[tuple[str, str]]]
"""Given (language, slug) pairs, returns those that lead to an article."""


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents: level 2 to 6, the id to link to, plain text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text made ready to be published.

    `html` is safe to put on a page as it is; `links` are the distinct articles it links to, in
    order of appearance; `plain` is its text without markup, a line for each block.
    """

    html: str
    contents: list[Heading]
    links: list[LinkTarget]
    plain: str


_pool = Pool(WORKERS)


def render(
    text: str,
    *,
    language: str,
    resolve: Resolver,
    languages: Collection[str] = LANGUAGES,
    deadline: float = DEADLINE,
) -> Rendered:
    """Turn an article's text into HTML, whatever is in it, within `deadline` seconds.

    `resolve` is called once at most, in the caller's thread, with the articles that the text may
    link to (1,000 at most); links to those that it does not return are marked as new. `languages`
    are the prefixes that `[[fr:Titre]]` may carry. Raises TextTooLong and TooHardToFormat, whose
    `str()` is a sentence for the writer.
    """
    if len(text) > MAX_TEXT:
        raise TextTooLong(len(text))
    wanted = candidates(text, language, languages)
    existing = set(resolve(wanted)) if wanted else set()
    request = {
        "text": text,
        "language": language,
        "languages": sorted(languages),
        "missing": [pair for pair in wanted if pair not in existing],
    }
    try:
        answer = _pool.run(request, deadline)
    except WorkerFailed:
        part = likeliest(text)
        raise TooHardToFormat(*((part.line, part.start) if part else ())) from None
    if "hard" in answer:
        raise TooHardToFormat(**(answer["hard"] or {}))
    return Rendered(
        html=answer["html"],
        contents=[Heading(*entry) for entry in answer["contents"]],
        links=[LinkTarget(*entry) for entry in answer["links"]],
        plain=answer["plain"],
    )

"""Reads the starter articles that come with the project: Markdown with front matter."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from wiki.actions.starter import StarterArticle, StarterTopic

FOLDER = Path(__file__).resolve().parent.parent / "starter"
TOPICS = "topics.yaml"
_FILE = re.compile(r"---\n(?P<facts>.*?\n)---\n\s*(?P<text>.*)", re.DOTALL)


class BadStarterFile(Exception):
    """A file that is not as a starter article must be; says which and why."""


def read_articles(
    *, except_for: Collection[tuple[str, str]] = (), folder: Path = FOLDER
) -> list[StarterArticle]:
    """The articles in `folder`/{language}/*.md but those at the addresses `except_for`.

    A file is named after its article's address, so that those left out are not even opened.
    Raises BadStarterFile.
    """
    return [
        read_article(path)
        for path in sorted(folder.glob("*/*.md"))
        if (path.parent.name, unicodedata.normalize("NFC", path.stem)) not in except_for
    ]


def read_article(path: Path) -> StarterArticle:
    """The article in one file; its front matter is not part of the text. Raises BadStarterFile."""
    found = _FILE.fullmatch(path.read_text(encoding="utf-8"))
    if not found:
        raise BadStarterFile(f"{path} does not begin with front matter between two lines of ---.")
    try:
        facts: dict[str, Any] = yaml.safe_load(found["facts"])
        return StarterArticle(
            language=facts["language"],
            title=facts["title"],
            licence=facts["licence"],
            topics=tuple(facts["topics"]),
            text=found["text"],
            translation_of=facts.get("translation_of", ""),
        )
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise BadStarterFile(f"The front matter of {path} cannot be read: {error}.") from error


def read_topics(folder: Path = FOLDER) -> list[StarterTopic]:
    """The topics in their order. Raises BadStarterFile."""
    path = folder / TOPICS
    try:
        return [StarterTopic(**facts) for facts in yaml.safe_load(path.read_text("utf-8"))]
    except (yaml.YAMLError, TypeError) as error:
        raise BadStarterFile(f"{path} cannot be read: {error}.") from error

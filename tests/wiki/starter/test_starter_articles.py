"""The starter articles hold together: metadata, links among them and references."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from wiki.addresses import slug_of

STARTER = Path(__file__).resolve().parents[3] / "wiki" / "starter"
LANGUAGES = ("en", "fr")
TOPICS = {
    "peer-production",
    "commons",
    "governance",
    "licences",
    "political-economy",
    "platforms",
}
QUOTATION_MARKS = str.maketrans("", "", "\"'‘’“”«»")

FRONT_MATTER = re.compile(r"\A---\n(?P<meta>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
WIKI_LINK = re.compile(r"\[\[(?P<title>[^\]|]+)(?:\|(?P<words>[^\]]+))?\]\]")
DEFINITION = re.compile(r"^\[\^(?P<id>[^\]]+)\]:[ ]*(?P<text>.+)$", re.MULTILINE)
MARKER = re.compile(r"\[\^(?P<id>[^\]]+)\](?!:)")


@dataclass(frozen=True)
class StarterArticle:
    """One file: its metadata, its prose, and its footnote definitions by reference id."""

    path: Path
    meta: dict[str, Any]
    prose: str
    definitions: tuple[tuple[str, str], ...]

    @property
    def slug(self) -> str:
        return slug_of(self.meta["title"])

    @property
    def linked_slugs(self) -> set[str]:
        return {slug_of(link["title"]) for link in WIKI_LINK.finditer(self.prose)}

    @property
    def word_count(self) -> int:
        words = WIKI_LINK.sub(lambda link: link["words"] or link["title"], self.prose)
        return len(re.findall(r"\w+(?:['’-]\w+)*", MARKER.sub("", words)))


def read_article(path: Path) -> StarterArticle:
    match = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    assert match, f"{path.name} has no front matter"
    definitions = tuple((d["id"], d["text"]) for d in DEFINITION.finditer(match["body"]))
    prose = DEFINITION.sub("", match["body"])
    return StarterArticle(path, yaml.safe_load(match["meta"]), prose, definitions)


@cache
def articles(language: str) -> tuple[StarterArticle, ...]:
    return tuple(read_article(path) for path in sorted((STARTER / language).glob("*.md")))


@cache
def references() -> dict[str, dict[str, Any]]:
    items = json.loads((STARTER / "references.json").read_text(encoding="utf-8"))
    return {item["id"]: item for item in items}


def comparable(text: str) -> str:
    """Return the text without quotation marks, every run of white space as one space."""
    return " ".join(text.translate(QUOTATION_MARKS).split())


ALL_PATHS = [path for language in LANGUAGES for path in sorted((STARTER / language).glob("*.md"))]
each_article = pytest.mark.parametrize(
    "path", ALL_PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}"
)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_there_are_forty_articles(language: str) -> None:
    assert len({article.slug for article in articles(language)}) == 40
    assert len(articles(language)) == 40


@each_language
def test_ten_articles_are_share_alike_and_the_others_public_domain(
    language: str,
) -> None:
    licences = Counter(article.meta["licence"] for article in articles(language))
    assert licences == {"CC-BY-SA-4.0": 10, "CC0-1.0": 30}


@each_language
def test_every_article_is_linked_from_two_others(language: str) -> None:
    incoming = Counter(
        slug
        for article in articles(language)
        for slug in article.linked_slugs
        if slug != article.slug
    )
    lonely = {a.slug: incoming[a.slug] for a in articles(language) if incoming[a.slug] < 2}
    assert lonely == {}


def test_every_french_article_translates_its_own_english_one_under_the_same_licence() -> None:
    english = {article.meta["title"]: article.meta["licence"] for article in articles("en")}
    translated = {a.meta["translation_of"]: a.meta["licence"] for a in articles("fr")}
    assert translated == english


def test_references_are_csl_items_with_author_title_and_year() -> None:
    assert references()
    for item in references().values():
        assert item["type"]
        assert item["title"]
        assert all(author["family"] for author in item["author"])
        assert item["issued"]["date-parts"][0][0]


@each_article
def test_the_front_matter_is_complete(path: Path) -> None:
    meta = read_article(path).meta
    expected = {"title", "language", "licence", "topics"}
    if path.parent.name == "fr":
        expected.add("translation_of")
    assert set(meta) == expected
    assert meta["language"] == path.parent.name
    assert meta["topics"]
    assert set(meta["topics"]) <= TOPICS
    assert len(set(meta["topics"])) == len(meta["topics"])


@each_article
def test_the_file_is_named_after_the_title(path: Path) -> None:
    assert unicodedata.normalize("NFC", path.stem) == read_article(path).slug


@each_article
def test_the_prose_has_150_to_600_words(path: Path) -> None:
    assert 150 <= read_article(path).word_count <= 600


@each_article
def test_the_article_begins_with_its_term_in_bold_and_has_no_first_level_heading(
    path: Path,
) -> None:
    prose = read_article(path).prose
    assert "**" in prose.strip().split("\n\n")[0]
    assert not re.search(r"^# ", prose, re.MULTILINE)
    assert re.search(r"^## \S", prose, re.MULTILINE)


@each_article
def test_every_link_leads_to_a_starter_article_of_the_same_language(path: Path) -> None:
    known = {article.slug for article in articles(path.parent.name)}
    assert read_article(path).linked_slugs - known == set()


@each_article
def test_the_article_links_to_five_others(path: Path) -> None:
    article = read_article(path)
    assert len(article.linked_slugs - {article.slug}) >= 5


@each_article
def test_footnote_markers_and_definitions_match(path: Path) -> None:
    article = read_article(path)
    defined = [reference for reference, _ in article.definitions]
    assert len(defined) == len(set(defined))
    assert {marker["id"] for marker in MARKER.finditer(article.prose)} == set(defined)


@each_article
def test_every_reference_is_told_as_it_is_recorded(path: Path) -> None:
    for reference, text in read_article(path).definitions:
        item = references()[reference]
        line = comparable(text)
        assert any(comparable(author["family"]) in line for author in item["author"])
        assert comparable(item["title"]) in line
        assert str(item["issued"]["date-parts"][0][0]) in line

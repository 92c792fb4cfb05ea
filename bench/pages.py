"""Articles made of pages that others wrote, to be copied from: of a sample, if it is there."""

import json
import lzma
import os
import random
import sys
import tarfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from reversion.models import Revision as StoredRevision

from bench.data import prose
from licensing.models import Licence
from wiki import search
from wiki.actions.comparing import keep_shingles
from wiki.actions.drafts import tidy
from wiki.addresses import slug_of
from wiki.history.authorship import tokens_of
from wiki.history.versions import digest
from wiki.models import Article, Authorship, Revision
from wiki.models.authorship import packed
from wiki.rendering import MAX_TEXT

# The folder with the samples; beside the repository unless the environment names another.
SAMPLES = Path(
    os.environ.get("BENCH_SAMPLES")
    or Path(__file__).resolve().parent.parent.parent / "shared" / "data"
)
PAGES = SAMPLES / "p2pf-wiki-sample" / "pages.tar.xz"
HISTORIES = SAMPLES / "opensource-guide" / "revisions-en-fr.jsonl.xz"
AT_ONCE = 200
WORDS_OF_A_PAGE = 400


def pages_of_the_sample() -> list[str]:
    """The texts of the pages in an order that is random and always the same; none without them."""
    if not PAGES.exists():
        print(
            f"  There is no {PAGES}: name the folder with the samples in BENCH_SAMPLES.",
            file=sys.stderr,
        )
        return []
    found = {}
    with tarfile.open(PAGES) as archive:
        for one in archive:  # as they stand in it: to go back in what is compressed is slow
            file = archive.extractfile(one)
            if file is not None:
                found[one.name] = file.read().decode(errors="replace")
    texts = [tidy(text) for _name, text in sorted(found.items())]
    random.Random(1).shuffle(texts)
    return [text for text in texts if text.strip() and len(text) <= MAX_TEXT]


def histories_of_the_sample() -> dict[str, list[tuple[str, str]]]:
    """For each page of the guides its authors and texts, the oldest first; none without them."""
    if not HISTORIES.exists():
        return {}
    with lzma.open(HISTORIES, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows.sort(key=lambda row: (row["page"], datetime.fromisoformat(row["date"]).astimezone(UTC)))
    histories: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        histories.setdefault(row["page"], []).append((row["author"], tidy(row["text"])))
    return histories


def edits_of_the_sample() -> list[tuple[str, str]]:
    """The texts before and after each of the edits of the guides; none without them."""
    return [
        edit
        for rows in histories_of_the_sample().values()
        for edit in pairwise(["", *(text for _author, text in rows)])
    ]


def made_up_pages(count: int) -> list[str]:
    """Pages of words of the starter articles in no order: they show that everything runs."""
    words = prose(20_000).split()
    chance = random.Random(1)
    return [" ".join(chance.choices(words, k=WORDS_OF_A_PAGE)) for _page in range(count)]


def load(texts: Sequence[str], first: int) -> list[Article]:
    """Makes an article of each text; the first one gets this number. Their history has no text.

    What is compared is kept by the code that keeps it for people's edits.
    """
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    made: list[Article] = []
    for start in range(0, len(texts), AT_ONCE):
        with transaction.atomic():
            made += _load(texts[start : start + AT_ONCE], first + start, licence)
    # A database in use has done so on its own.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    ContentType.objects.clear_cache()
    return made


def _load(texts: Sequence[str], first: int, licence: Licence) -> Iterable[Article]:
    articles = Article.objects.bulk_create(
        Article(
            language="en",
            title=f"Page {number}",
            sort_title=search.sort_key(f"Page {number}"),
            slug=slug_of(f"Page {number}"),
            text=text,
            licence=licence,
        )
        for number, text in enumerate(texts, start=first)
    )
    stored = StoredRevision.objects.bulk_create(
        StoredRevision(date_created=article.created) for article in articles
    )
    revisions = Revision.objects.bulk_create(
        Revision(
            revision=one,
            article=article,
            number=1,
            author_name="somebody elsewhere",
            author_kind=Revision.AuthorKind.ELSEWHERE,
            kind=Revision.Kind.IMPORT,
            title=article.title,
            licence=licence,
            sha256=digest(article.text),
            size=len(article.text),
            size_change=len(article.text),
            language="en",
        )
        for article, one in zip(articles, stored, strict=True)
    )
    Authorship.objects.bulk_create(
        Authorship(revision=one, runs=packed([(one.pk, len(tokens_of(one.article.text)))]))
        for one in revisions
    )
    for article, revision in zip(articles, revisions, strict=True):
        article.latest = revision
        keep_shingles(article, "")
    Article.objects.bulk_update(articles, ["latest", "is_compared"])
    return articles

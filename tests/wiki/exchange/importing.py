"""What tests of the import share: running it, and all that it wrote."""

from io import StringIO

import pytest
from django.core.management import call_command

from commons.log.models import LogEntry
from wiki.models import Article, Link, Rendering, Revision


def run(path, *arguments: str, language: str = "en", licence: str = "CC-BY-SA-4.0") -> str:
    """What the command says; SystemExit when it ends with an error."""
    out = StringIO()
    call_command(
        "import_revisions",
        str(path),
        *arguments,
        f"--language={language}",
        f"--licence={licence}",
        stdout=out,
        stderr=out,
    )
    return out.getvalue()


def fails(path, *arguments: str) -> str:
    """What the command says when it ends with status 1."""
    out = StringIO()
    options = ["--language=en", "--licence=CC-BY-SA-4.0"]
    with pytest.raises(SystemExit) as ended:
        call_command("import_revisions", str(path), *arguments, *options, stdout=out, stderr=out)
    assert ended.value.code == 1
    return out.getvalue()


def everything() -> dict[str, list]:
    """All that an import writes, but for ids and the time of the import."""
    articles = ["language", "slug", "title", "text", "licence__spdx", "translation_of__slug"]
    shown = ["pending_count", "contributor_count", "leading_contributors", "latest__number"]
    columns = ["article__slug", "number", "parent__number", "author_name", "author_kind", "created"]
    rest = ["summary", "kind", "title", "licence__spdx", "sha256", "size", "size_change", "key"]
    rendered = ["revision__article__slug", "revision__number", "html", "excerpt"]
    return {
        "articles": list(Article.objects.order_by("slug").values_list(*articles, *shown)),
        "revisions": list(
            Revision.objects.order_by("article__slug", "number").values_list(*columns, *rest)
        ),
        "renderings": sorted(Rendering.objects.values_list(*rendered)),
        "links": sorted(Link.objects.values_list("source__slug", "language", "slug")),
        "log": sorted(LogEntry.objects.values_list("action", "target_label")),
    }

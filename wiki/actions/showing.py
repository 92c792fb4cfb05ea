"""What readers are shown and find of an article: of its latest text and, where that is another, of
its validated one.

Which of the two somebody is shown is asked when they read (`wiki.views.version_rule`): a rule may
end without anybody writing. So both are kept, each with its HTML, its words and its links.
"""

from django.db.models import F

from wiki import history, search
from wiki.actions import formatting
from wiki.models import Article, Link
from wiki.rendering import Rendered


def show_latest(article: Article, rendered: Rendered) -> None:
    """Keeps what readers are shown of the latest revision, just written or formatted again.

    What they were shown before stays as the validated text, if it is that.
    """
    assert article.latest is not None
    if article.validated is None or article.is_validated:
        _forget_validated(article)
    else:
        _keep_as_validated(article)
    formatting.store_rendering(article.latest, rendered)
    search.index(article.pk, language=article.language, title=article.title, text=rendered.plain)
    _store_links(article, rendered, "in_latest")


def show_validated(article: Article) -> None:
    """Keeps what readers are shown of the validated revision, when it is not the latest, which has
    its own."""
    validated = article.validated
    if validated is None or article.is_validated:
        _forget_validated(article)
        return
    text = history.read_text(article, validated.number).text
    show_validated_as(article, formatting.render(text, article.language))


def show_validated_as(article: Article, rendered: Rendered) -> None:
    """The same with the validated text, not the latest, formatted already."""
    assert article.validated is not None
    formatting.store_rendering(article.validated, rendered)
    search.index(
        article.pk,
        language=article.language,
        title=article.validated.title,
        text=rendered.plain,
        is_validated=True,
    )
    _store_links(article, rendered, "in_validated")


def _keep_as_validated(article: Article) -> None:
    """What was shown of the latest revision was that of the validated one, if none is kept."""
    if search.keep_as_validated(article.pk):
        Link.objects.filter(source=article).update(in_validated=F("in_latest"))


def _forget_validated(article: Article) -> None:
    search.drop_validated(article.pk)
    links = Link.objects.filter(source=article, in_validated=True)
    links.filter(in_latest=False).delete()
    links.update(in_validated=False)


def _store_links(article: Article, rendered: Rendered, where: str) -> None:
    """Makes the rows of `Link` say what a text of the article links to."""
    wanted = {(link.language, link.slug): link.title for link in rendered.links}
    rows = {(row.language, row.slug): row for row in Link.objects.filter(source=article)}
    for address, row in rows.items():
        if getattr(row, where) != (address in wanted):
            setattr(row, where, address in wanted)
            if row.in_latest or row.in_validated:
                row.save(update_fields=[where])
            else:
                row.delete()
    Link.objects.bulk_create(
        Link(
            source=article,
            language=language,
            slug=slug,
            title=title[:200],
            **{"in_latest": False} | {where: True},
        )
        for (language, slug), title in wanted.items()
        if (language, slug) not in rows
    )

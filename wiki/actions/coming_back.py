"""Words that were in an article once and come back, when it stands under another licence."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from wiki.actions.consents import how_settled
from wiki.actions.errors import NotDone
from wiki.actions.grants import Ways, grants_of
from wiki.actions.ingredients import Origin, origins_by_key
from wiki.history.remaining import passages_of
from wiki.models import Article, Authorship, Revision

# Text that somebody typed. What goes back to a whole revision is looked at as such.
TYPED = (Revision.Kind.EDIT, Revision.Kind.MERGE)
SHOWN = 100  # characters of the passage that is named


def require_may_come_back(article: Article, revision: Revision, keys: Collection[int]) -> None:
    """Raises NotDone where words of these revisions, which the text before had none of, may not
    stand under the licence that the article has now.

    So it is where others took out what its author did not agree to put under that licence. Whoever
    brings back their own words publishes them under it by that. One query, or none for no keys.
    """
    if not keys or revision.kind not in TYPED:
        return
    rows = origins_by_key(keys)
    licence = article.licence.spdx
    others = {
        key: row
        for key, row in rows.items()
        if row.licence != licence and not _is_by(row, revision)
    }
    bound = _bound(article, others) if others else {}
    if bound:
        key = min(bound)
        raise NotDone(
            _(
                "Nothing is saved: the text brings back words that %(name)s published under "
                "%(old)s, which does not let them stand under %(new)s, the licence of the article "
                "now. Write them anew in your own words: “%(words)s”"
            )
            % {
                "name": bound[key].name,
                "old": bound[key].licence,
                "new": licence,
                "words": _passage(article, key),
            }
        )


def _bound(article: Article, rows: dict[int, Origin]) -> dict[int, Origin]:
    """Those whose words may not stand here, and nobody gave them so."""
    ways = Ways(article.licence.spdx)
    users = {row.user_id for row in rows.values() if row.user_id is not None}
    grants = grants_of(users, {article.pk, *(row.article_id for row in rows.values())})
    return {
        key: row
        for key, row in rows.items()
        if not how_settled(row, grants.get(row.user_id or 0, ()), article.pk, ways)[0]
    }


def _is_by(row: Origin, revision: Revision) -> bool:
    """Whether the words are of who wrote the revision."""
    if revision.author_id is not None:
        return row.user_id == revision.author_id
    return (row.user_id, row.name, row.kind) == (None, revision.author_name, revision.author_kind)


def _passage(article: Article, key: int) -> str:
    """The first words from a revision that stand in the text."""
    origins = Authorship.objects.get(pk=article.latest_id).origins
    found = passages_of(article.text, origins, {key: key}, SHOWN, 1)[key]
    return found.shown[0].text

"""Text from other articles here, noticed as it is saved: credited, or kept out by its licence.

Nobody has to say so. What was added is compared with all other articles; words that stand in one
keep the authors that they have there, and the revision that they are from becomes a source.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.compatibility import Answer, between
from licensing.in_force import matrix_in_force
from licensing.models import Licence
from licensing.ruling import Matrix
from wiki.actions.crediting import NewSource
from wiki.actions.drafts import Draft
from wiki.actions.errors import NotDone
from wiki.actions.matching import Match, each_word_once, matches_in
from wiki.actions.sourcing import source_of
from wiki.history.authorship import Brought
from wiki.history.shingles import Added
from wiki.models import Article, Revision, Source, User
from wiki.models.person import Actor

CHARACTERS_TOLD = 60
# What the matrix answers where a maintainer is to decide.
UNSETTLED = "R"
# From the answer that lets text in to those that do not.
_ORDER = "YRVPN"


@dataclass(frozen=True)
class Copies:
    """What a text about to be saved has from other articles here."""

    sources: list[NewSource] = field(default_factory=list)
    brought: list[Brought] = field(default_factory=list)

    @property
    def questions(self) -> list[NewSource]:
        """Those of which a maintainer is to decide if the licences go together."""
        return [source for source in self.sources if source.answer == UNSETTLED]


class CopyRefused(NotDone):
    """Text of other articles may not stand here, because of their licences."""

    def __init__(self, sentence: str, articles: Sequence[Article]) -> None:
        super().__init__(sentence)
        self.articles = articles


@dataclass(frozen=True)
class _Judged:
    """A match, the revision that its words are taken from, and what that one's licence says."""

    match: Match
    source: Revision
    answer: Answer
    is_own: bool

    @property
    def cell(self) -> str:
        """The answer's letter; whoever wrote it all may give it under any licence."""
        return "Y" if self.is_own else self.answer.cell

    @property
    def is_refused(self) -> bool:
        return self.cell not in ("Y", UNSETTLED)


def copies_for(
    *, actor: Actor, article: Article | None, licence: Licence, old: str, new: str
) -> Copies:
    """What `new`, which the actor is about to save over `old`, has from other articles here.

    `article` is the one to save; None for one that does not exist yet. `licence` is its licence.
    Raises CopyRefused. No query when fewer words were added than a passage has.
    """
    added = Added(old, new)
    found = _judged(matches_in(added, article), licence, actor)
    refused = [one for one in found if one.is_refused]
    if refused:
        raise CopyRefused(_refusal(added, refused), [one.match.article for one in refused])
    return _credit(found, article)


def taken_by(
    draft: Draft, *, actor: Actor, article: Article | None, licence: Licence, old: str
) -> Copies:
    """What a draft takes from elsewhere: what its writer says, and what is noticed.

    One source of an article here that both name. Raises SourceRefused and CopyRefused.
    """
    claimed = [source_of(claim, licence, article) for claim in draft.sources]
    copies = copies_for(actor=actor, article=article, licence=licence, old=old, new=draft.text)
    noticed = {source.origin.article_id: source for source in copies.sources if source.origin}
    sources = []
    for source in claimed:
        found = noticed.pop(source.origin.article_id, None) if source.origin else None
        sources.append(replace(source, origin=found.origin, is_exact=True) if found else source)
    return Copies([*sources, *noticed.values()], copies.brought)


def credit_for(*, article: Article, old: str, new: str) -> Copies:
    """The same for text that was published elsewhere already: it is credited and never refused."""
    return _credit(_judged(matches_in(Added(old, new), article), article.licence), article)


def _judged(
    matches: Sequence[Match], licence: Licence, actor: Actor | None = None
) -> list[_Judged]:
    """The matches with answers; of several that have a passage, the one that lets it in."""
    if not matches:
        return []
    matrix = matrix_in_force()
    found = {id(match): _judge(match, licence, actor, matrix) for match in matches}
    ordered = sorted(
        matches,
        key=lambda match: (_ORDER.index(found[id(match)].cell), -match.share_of(match.article)),
    )
    return [found[id(match)] for match in each_word_once(ordered)]


def _judge(match: Match, licence: Licence, actor: Actor | None, matrix: Matrix) -> _Judged:
    """The words are taken from the latest revision; where its licence does not let them in, from
    the newest of those that brought them in, if all of these do: what a licence once gave stays
    given."""
    source = match.article.latest
    assert source is not None
    is_own = (
        isinstance(actor, User)
        and bool(match.origins)
        and all(origin.author_id == actor.pk for origin in match.origins)
    )
    answer = between(source.licence.spdx, licence.spdx, matrix)
    source.article = match.article
    given = {origin.licence for origin in match.origins}
    if not answer.allowed and given:
        earlier = [between(spdx, licence.spdx, matrix) for spdx in given]
        if all(one.allowed for one in earlier):
            rows = Revision.objects.select_related("article", "licence").defer("article__text")
            source = rows.get(pk=max(origin.key for origin in match.origins))
            answer = between(source.licence.spdx, licence.spdx, matrix)
    if is_own and answer.cell != "Y":
        # Whoever took text from elsewhere cannot give it on as their own. Of an exact copy within
        # the wiki the words have their own authors.
        keys = [origin.key for origin in match.origins]
        is_own = not Source.objects.filter(revision__in=keys, is_exact=False).exists()
    return _Judged(match, source, answer, is_own)


def _credit(found: Sequence[_Judged], article: Article | None) -> Copies:
    named = _named_already(article) if found else set()
    sources = [_source(one) for one in found if _place(one.source) not in named]
    return Copies(sources, [words for one in found for words in one.match.brought])


def _named_already(article: Article | None) -> set[tuple[int, str]]:
    """The articles that the text has a source in already, with the licences."""
    if article is None or article.latest is None:
        return set()
    sources = Source.objects.surviving_in(article.latest).filter(origin__isnull=False)
    return set(sources.values_list("origin__article_id", "expression"))


def _place(revision: Revision) -> tuple[int, str]:
    return revision.article_id, revision.licence.spdx


def _source(found: _Judged) -> NewSource:
    revision = found.source
    return NewSource(
        way=Source.Way.VERBATIM,
        title=revision.title,
        address=revision.get_absolute_url(),
        authors=", ".join(_names(found.match)),
        expression=revision.licence.spdx,
        licences=[revision.licence],
        taken=timezone.localdate(),
        origin=revision,
        is_exact=True,
        is_noticed=True,
        answer=found.cell,
    )


def _names(match: Match) -> list[str]:
    """Who wrote the words, those with most of them first."""
    words = match.words
    counted: Counter[str] = Counter()
    for origin in match.origins:
        counted[origin.author_name] += words[origin.key]
    return [name for name, count in counted.most_common() if count]


def _refusal(added: Added, refused: Sequence[_Judged]) -> str:
    """What keeps the words out, and what their writer can do instead."""
    sentences = [_("Nothing is saved yet; all you typed is still here.")]
    for one in refused:
        words = sum(passage.words for passage in one.match.passages)
        sentence = ngettext(
            "%(words)s word from “%(title)s”, beginning with “%(beginning)s”, cannot go here.",
            "%(words)s words from “%(title)s”, beginning with “%(beginning)s”, cannot go here.",
            words,
        )
        beginning = added.beginning_of(one.match.passages[0], CHARACTERS_TOLD)
        title = one.match.article.title
        sentences.append(sentence % {"words": words, "title": title, "beginning": beginning})
        sentences.append(str(one.answer.reason))
    titles = [f"“{one.match.article.title}”" for one in refused]
    sentences.append(
        _(
            "You can also link to %(titles)s instead, or mark a short passage as a quotation: "
            "begin its lines with “>”, and say whose words they are."
        )
        % {"titles": get_text_list(titles, _("and"))}
    )
    return " ".join(sentences)

"""What an article would say without one of its changes. Reads, and writes nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from licensing.in_force import between
from licensing.models import Licence
from wiki import history
from wiki.actions.drafts import Draft, tidy
from wiki.actions.errors import Conflict, EditConflict, NotDone
from wiki.actions.hidden_text import to_use
from wiki.history.merge import Labels, has_marks, merge3
from wiki.history.versions import Version
from wiki.models import Article, Revision, Topic


class ChangesTouch(EditConflict):
    """Later changes touch the one that is declined; a person has to settle it."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict)
        self.sentence = _(
            "Later changes touch the one that you decline. Nothing is decided yet: settle below "
            "what the article should say without it."
        )


@dataclass(frozen=True)
class _Stretch:
    """The revisions that an undoing is made from: before the change, the change, the latest."""

    before: Revision
    change: Revision
    latest: Revision
    versions: dict[int, Version]

    @property
    def says_before(self) -> Version:
        return self.versions[self.before.number]

    @property
    def says_after(self) -> Version:
        return self.versions[self.change.number]

    @property
    def says_now(self) -> Version:
        return self.versions[self.latest.number]


def without(article: Article, number: int, seen: int, settled: Draft | None = None) -> Version:
    """What the article would say, as of revision `seen`, had change `number` not been made.

    Topics are taken back one by one; a title or licence that was changed again later is not this
    change's any more. Raises NotDone where it cannot be undone alone, ChangesTouch where its lines
    were changed later and nobody `settled` it, Revision.DoesNotExist for unknown numbers.
    """
    made = _stretch(article, number, seen)
    text = _text_without(article, made) if settled is None else _settled(made, settled)
    topics = _topics_without(made)
    if settled is not None:
        topics = {topic.pk for topic in settled.topics}
    now = made.says_now
    title = now.title
    if made.says_before.title != made.says_after.title == title:
        title = made.says_before.title
    licence = _licence_without(article, made, text)
    result = Version(now.number, title, text, licence.pk, sorted(topics))
    if result == Version(now.number, now.title, now.text, now.licence_id, sorted(now.topic_ids)):
        raise NotDone(
            _(
                "Without this change the article would read as it does now: there is nothing left "
                "of it to take out. Decide on the changes together."
            )
        )
    return result


def _stretch(article: Article, number: int, seen: int) -> _Stretch:
    """Raises NotDone for what is no change to undo, Revision.DoesNotExist."""
    if number == 1:
        raise NotDone(
            _(
                "The first version is the article itself: ask for changes, edit the article, or "
                "delete it with a reason."
            )
        )
    if not 1 < number <= seen:
        raise NotDone(_("Choose one of the changes that await validation."))
    wanted = {number - 1, number, seen}
    rows = Revision.objects.filter(article=article, number__in=wanted).select_related("licence")
    found = {row.number: row for row in rows}
    opened = history.read_many(article, wanted)
    if found.keys() != wanted or opened.keys() != wanted:
        raise Revision.DoesNotExist
    versions = {number: to_use(version) for number, version in opened.items()}
    change = found[number]
    if change.undoes_id is not None:
        raise NotDone(
            _(
                "This revision takes out a change that was declined. To take that change up "
                "again, go on from its text in the editor."
            )
        )
    return _Stretch(found[number - 1], change, found[seen], versions)


def topics_without(article: Article, number: int, seen: int) -> set[int]:
    """The keys of the topics that the article would have, as of revision `seen`."""
    return _topics_without(_stretch(article, number, seen))


def _text_without(article: Article, made: _Stretch) -> str:
    labels = Labels(
        theirs=_("the latest text"),
        mine=_("without change %(number)s") % {"number": made.change.number},
        end=_("end of the two versions"),
    )
    base, now = made.says_after.text, made.says_now.text
    merge = merge3(base, now, made.says_before.text, labels=labels)
    if not merge.clean:
        raise ChangesTouch(Conflict(made.latest, now, merge))
    return merge.text


def _settled(made: _Stretch, settled: Draft) -> str:
    text = tidy(settled.text)
    if has_marks(text) and not has_marks(made.says_now.text):
        raise NotDone(
            _(
                "The text still holds the marks around the lines that touch (<<<<<<<, =======, "
                ">>>>>>>): keep what is right of each, take the marks out, and send it again."
            )
        )
    return text


def _topics_without(made: _Stretch) -> set[int]:
    before, after = set(made.says_before.topic_ids), set(made.says_after.topic_ids)
    wanted = (set(made.says_now.topic_ids) - (after - before)) | (before - after)
    return set(Topic.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def _licence_without(article: Article, made: _Stretch, text: str) -> Licence:
    """The licence of the result. Raises NotDone where the licences do not allow it."""
    old, new, now = made.before.licence, made.change.licence, made.latest.licence
    if old == new:
        if old != now and text != made.says_now.text and not between(old, now).allowed:
            raise NotDone(
                _(
                    "The text before this change was published under %(old)s, which does not let "
                    "it be published under %(new)s, the licence that the article has now."
                )
                % {"old": old.name, "new": now.name}
            )
        return now
    if now != new:
        raise NotDone(
            _(
                "This change put the article under another licence, and the licence was changed "
                "again since: it cannot be declined alone. Decide on the changes together."
            )
        )
    later = Revision.objects.filter(
        article=article, number__gt=made.change.number, number__lte=made.latest.number
    )
    has_words = later.exclude(sha256=made.change.sha256).exists()
    if has_words and not between(new, old).allowed:
        raise NotDone(
            _(
                "This change put the article under %(new)s, and what was written since may not be "
                "published under %(old)s: it cannot be declined alone. Decide on the changes "
                "together."
            )
            % {"new": new.name, "old": old.name}
        )
    return old

"""What the wiki stores: schema, constraints, querysets, cheap reads."""

from wiki.models.answer import Answer
from wiki.models.article import Alias, Article
from wiki.models.link import Link
from wiki.models.notice import Mailing, Notice
from wiki.models.person import Guest, Maintainership, User, Visitor
from wiki.models.reason import ReadyReason
from wiki.models.review import Review
from wiki.models.revision import Contributor, Rendering, Revision
from wiki.models.topic import Topic

__all__ = [
    "Alias",
    "Answer",
    "Article",
    "Contributor",
    "Guest",
    "Link",
    "Mailing",
    "Maintainership",
    "Notice",
    "ReadyReason",
    "Rendering",
    "Review",
    "Revision",
    "Topic",
    "User",
    "Visitor",
]

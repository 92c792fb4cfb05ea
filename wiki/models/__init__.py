"""What the wiki stores: schema, constraints, querysets, cheap reads."""

from wiki.models.answer import Answer
from wiki.models.article import Alias, Article
from wiki.models.authorship import Authorship, EarlierPassage
from wiki.models.candidacy import Candidacy, Voice
from wiki.models.claim import Claim
from wiki.models.hiding import HiddenWords, Hiding
from wiki.models.hint import HintRule
from wiki.models.link import Link
from wiki.models.measure import Appeal, Measure
from wiki.models.notice import Mailing, Notice
from wiki.models.person import Guest, Maintainership, User, Visitor
from wiki.models.proposal import Consent, LicenceProposal, Pledge
from wiki.models.reason import ReadyReason
from wiki.models.report import LicenceReport, ReportDecision, ReportObjection
from wiki.models.request import ReviewRequest
from wiki.models.review import Review
from wiki.models.revision import Contributor, Rendering, Revision
from wiki.models.rules import Rules
from wiki.models.second_look import SecondLook
from wiki.models.shingle import Shingle
from wiki.models.source import Source, Survival
from wiki.models.topic import Topic
from wiki.models.trust import Trust
from wiki.models.watch import Watch

__all__ = [
    "Alias",
    "Answer",
    "Appeal",
    "Article",
    "Authorship",
    "Candidacy",
    "Claim",
    "Consent",
    "Contributor",
    "EarlierPassage",
    "Guest",
    "HiddenWords",
    "Hiding",
    "HintRule",
    "LicenceProposal",
    "LicenceReport",
    "Link",
    "Mailing",
    "Maintainership",
    "Measure",
    "Notice",
    "Pledge",
    "ReadyReason",
    "Rendering",
    "ReportDecision",
    "ReportObjection",
    "Review",
    "ReviewRequest",
    "Revision",
    "Rules",
    "SecondLook",
    "Shingle",
    "Source",
    "Survival",
    "Topic",
    "Trust",
    "User",
    "Visitor",
    "Voice",
    "Watch",
]

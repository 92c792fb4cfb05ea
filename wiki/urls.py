"""The wiki's addresses. The names are used by templates; the paths are promised to readers."""

from django.conf import settings
from django.urls import path, register_converter

from wiki import feeds
from wiki.views import (
    article,
    changes,
    compare,
    credits,
    decision,
    deletion,
    editing,
    figures,
    history,
    history_json,
    home,
    licence,
    notices,
    people,
    preview,
    profile,
    queue_page,
    raw,
    reverting,
    review,
    search,
    second_looks,
    serving,
    topics,
    trusting,
    withdrawing,
)


class LanguageConverter:
    """A language that articles may be written in."""

    regex = "|".join(sorted(settings.CONTENT_LANGUAGES))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")

ARTICLE = "<language:language>/<slug>"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("styleguide", home.styleguide, name="styleguide"),
    path("language", profile.set_language, name="set_language"),
    path("new", editing.new, name="new"),
    path("preview", preview.preview, name="preview"),
    path("changes", changes.changes, name="changes"),
    path("changes.atom", feeds.changes_feed, name="changes_feed"),
    path("review", queue_page.queue, name="review"),
    path("review/second-looks", second_looks.second_looks, name="second_looks"),
    path("review/figures", figures.figures, name="review_figures"),
    path("review/figures.json", figures.as_json, name="review_figures_json"),
    path("review/decisions/<uuid:key>", decision.decision, name="decision"),
    path("review/<int:article_id>", review.article, name="review_article"),
    path("review/decisions/<uuid:decision>/withdraw", withdrawing.withdraw, name="withdraw"),
    path("search", search.search, name="search"),
    path("search/titles", search.titles, name="search_titles"),
    path("topics/<slug:slug>", topics.topic, name="topic"),
    path("topics/<slug:slug>/trusted", trusting.trusted, name="topic_trusted"),
    path("people/<name>", people.person, name="person"),
    path("profile", profile.profile, name="profile"),
    path("notices", notices.notices, name="notices"),
    path("<language:language>/", home.home_in, name="home_in"),
    path(ARTICLE, article.read, name="article"),
    path(f"{ARTICLE}/latest", article.latest, name="article_latest"),
    path(f"{ARTICLE}/validated", article.validated, name="article_validated"),
    path(f"{ARTICLE}/edit", editing.edit, name="edit"),
    path(f"{ARTICLE}/history", history.history, name="history"),
    path(f"{ARTICLE}/history.json", history_json.history_json, name="history_json"),
    path(f"{ARTICLE}/compare", compare.choose, name="compare"),
    path(f"{ARTICLE}/diff/<int:old>..<int:new>", compare.difference, name="difference"),
    path(f"{ARTICLE}/revisions/<int:number>", article.revision, name="revision"),
    path(f"{ARTICLE}/revisions/<int:number>/raw", raw.raw_revision, name="raw_revision"),
    path(f"{ARTICLE}/raw", raw.raw, name="raw"),
    path(f"{ARTICLE}/credits", credits.credits_page, name="credits"),
    path(f"{ARTICLE}/links", article.links, name="links"),
    path(f"{ARTICLE}/revert/<int:number>", reverting.revert, name="revert"),
    path(f"{ARTICLE}/rename", editing.rename, name="rename"),
    path(f"{ARTICLE}/licence", licence.change, name="change_licence"),
    path(f"{ARTICLE}/delete", deletion.delete, name="delete"),
    path(f"{ARTICLE}/shown-first", serving.version_first, name="version_first"),
    path(f"{ARTICLE}/restore", deletion.restore, name="restore"),
]

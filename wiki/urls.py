"""The wiki's addresses. The names are used by templates; the paths are promised to readers."""

from django.conf import settings
from django.urls import path, register_converter

from wiki import feeds
from wiki.views import (
    article,
    becoming,
    candidacies,
    changes,
    claims,
    compare,
    credits,
    decision,
    declining,
    deletion,
    editing,
    figures,
    finishing,
    hint_rules,
    history,
    history_json,
    home,
    licence,
    measures,
    measuring,
    notices,
    people,
    pledges,
    preview,
    profile,
    proposals,
    queue_page,
    raw,
    reasons,
    requesting,
    reverting,
    review,
    rules,
    search,
    second_looks,
    serving,
    sourcing,
    topics,
    trusting,
    watching,
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
    path("review/reasons", reasons.reasons, name="reasons"),
    path("review/reasons/<int:key>", reasons.reason, name="reason"),
    path("review/second-looks", second_looks.second_looks, name="second_looks"),
    path("review/figures", figures.figures, name="review_figures"),
    path("review/figures.json", figures.as_json, name="review_figures_json"),
    path("review/decisions/<uuid:key>", decision.decision, name="decision"),
    path("review/hints", hint_rules.hints, name="hints"),
    path("review/hints/new", hint_rules.new, name="hint_new"),
    path("review/hints/<int:key>", hint_rules.change, name="hint_change"),
    path("review/hints/<int:key>/delete", hint_rules.delete, name="hint_delete"),
    path("review/<int:article_id>", review.article, name="review_article"),
    path("review/<int:article_id>/edit", finishing.edit, name="review_edit"),
    path("review/<int:article_id>/decline/<int:number>", declining.decline, name="decline_one"),
    path("review/<int:article_id>/claim", claims.claim, name="review_claim"),
    path("review/<int:article_id>/release", claims.release, name="review_release"),
    path("review/decisions/<uuid:decision>/withdraw", withdrawing.withdraw, name="withdraw"),
    path("rules", rules.rules, name="rules"),
    path("search", search.search, name="search"),
    path("sources/answer", sourcing.answer, name="source_answer"),
    path("search/titles", search.titles, name="search_titles"),
    path("topics", topics.tree, name="topics"),
    path("topics/<slug:slug>", topics.topic, name="topic"),
    path("topics/<slug:slug>/watch", watching.watch_one_topic, name="watch_topic"),
    path("watched", watching.watched, name="watched"),
    path("topics/<slug:slug>/candidacies/new", becoming.ask, name="candidacy_new"),
    path("topics/<slug:slug>/candidacies/removal", becoming.remove, name="candidacy_removal"),
    path("candidacies/<int:pk>", candidacies.candidacy, name="candidacy"),
    path("maintainerships/<int:pk>/resign", becoming.resign, name="resign"),
    path("topics/<slug:slug>/trusted", trusting.trusted, name="topic_trusted"),
    path("people/<name>", people.person, name="person"),
    path("people/<name>/measure", measuring.measure_person, name="measure_person"),
    path("measures", measures.measures, name="measures"),
    path("measures/<int:pk>", measures.measure, name="measure"),
    path("profile", profile.profile, name="profile"),
    path("profile/pledges", pledges.pledges, name="pledges"),
    path("proposals", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>", proposals.proposal, name="proposal"),
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
    path(f"{ARTICLE}/ask-review", requesting.ask_review, name="ask_review"),
    path(f"{ARTICLE}/watch", watching.watch, name="watch"),
    path(f"{ARTICLE}/delete", deletion.delete, name="delete"),
    path(f"{ARTICLE}/protect", measuring.protect, name="protect"),
    path(f"{ARTICLE}/shown-first", serving.version_first, name="version_first"),
    path(f"{ARTICLE}/restore", deletion.restore, name="restore"),
]

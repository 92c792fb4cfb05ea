"""Every page, for everybody, in both widths and both colour schemes: whole, quiet, accessible."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import BrowserContext, Page

from tests import factories
from tests.axe import accessibility_problems
from tests.browser import HEIGHT, PHONE_HEIGHT, PHONE_WIDTH, WIDTH, Troubles
from tests.e2e.visitors import sign_in
from tests.wiki.peers import make_candidacy
from wiki.actions import looking_again
from wiki.actions.appealing import appeal
from wiki.actions.candidacies import speak
from wiki.models import (
    Article,
    HintRule,
    Maintainership,
    ReadyReason,
    Review,
    Topic,
    User,
)

pytestmark = pytest.mark.e2e

LONG_TEXT = """An article with everything that text can have.[^1] It links to [[Commons]], to
[[A page that nobody wrote]] and [elsewhere](https://example.org/a/very/long/address/that/breaks).

## A table

| Licence | What it asks | Since when and by whom it was written, at some length |
|---|---|---|
| CC0 | nothing | 2009 |
| CC BY-SA | credit, and the same licence | 2002 |

## A list

1. First, *with emphasis*
2. Second, **with more**, and `code_that_is_long_enough_to_reach_the_end_of_a_narrow_line()`

> A quotation that goes on for a while, as quotations do.

Term
:   What it means.

### Below

```
a line of code that is far too long for a narrow window, so that it has to scroll or to wrap
```

[^1]: A note at the end.
"""
# Pages without an address of their own to open: they only take what is sent, or are no pages.
NOT_PAGES = {
    "changes_feed", "compare", "healthz", "history_json", "log:feed", "log:json", "preview", "raw",
    "raw_revision", "review_claim", "review_figures_json", "review_release", "search_titles",
    "set_language", "watch", "watch_topic",
}  # fmt: skip


@pytest.fixture
def addresses(live_server: Any) -> dict[str, list[str]]:
    """Addresses to open, by the name of their page, on a wiki where something of all exists."""
    topic = factories.make_topic("production", "Production")
    one = factories.make_article("Commons", validated=True, topics=[topic], licence="CC0-1.0")
    for word in ("first", "second"):
        factories.make_edit(one, factories.TEXT + f"\nA {word} change, <b>not bold</b>.\n")
    factories.make_declined(one)
    factories.make_edit(one, LONG_TEXT, actor=factories.make_guest(), summary="All of it at once")
    factories.make_article("Biens communs", language="fr", translation_of=one)
    long = factories.make_article("Supercalifragilisticexpialidocious" * 3, LONG_TEXT)
    for words in ("More.", "More, or less."):  # the second touches the first
        factories.make_edit(long, f"{LONG_TEXT}\n{words}\n")
    gone = factories.make_deleted(factories.make_article("Gone"))
    chief, guest = factories.make_admin(), factories.make_guest().public_name
    factories.make_protection(long, "members", actor=chief)
    blocked = factories.make_measure("topic_block", guest, actor=chief, topic=topic)
    notice = factories.make_measure("notice", "contributor-2", actor=chief)
    appeal(actor=factories.make_user("contributor-2"), measure=notice, text="Not me, <b>them</b>.")
    tools = factories.make_topic("tools", "Tools")
    Topic.objects.filter(pk=tools.pk).update(parent=topic)
    asked = make_candidacy("peer-1", topic=topic)
    peer = User.objects.get(username="peer-1")
    speak(actor=peer, candidacy=asked, endorses=True, reason="Good work, for a long time.")
    own = Maintainership.objects.create(user=factories.make_maintainer(), topic=tools)
    verdict = Review.objects.filter(verdict="declined").latest("pk")
    rule = HintRule.objects.earliest("position")
    looking_again.object_to_verdict(
        actor=factories.make_user(), review=verdict, words="The source is named, on page 9."
    )
    at, away = "/en/commons", f"/en/{long.slug}"
    return {
        "home": ["/"],
        "home_in": ["/en/", "/fr/"],
        "styleguide": ["/styleguide"],
        "new": ["/new?title=Something+new"],
        "changes": ["/changes", "/changes?language=en&awaiting=on"],
        "review": [
            "/review", "/review?tab=decided", "/review?tab=first", "/review?tab=licence",
            "/review?tab=asked", "/review?sort=read",
        ],
        "second_looks": ["/review/second-looks", "/review/second-looks?mine=on"],
        "review_figures": ["/review/figures", "/review/figures?language=fr"],
        "review_article": [
            f"/review/{one.pk}", f"/review/{one.pk}?show=formatted",
            f"/review/{long.pk}", f"/review/{long.pk}?columns=two",
        ],
        "review_edit": [f"/review/{one.pk}/edit"],
        "decline_one": [f"/review/{one.pk}/decline/5", f"/review/{long.pk}/decline/2"],
        "reasons": ["/review/reasons"],
        "reason": [f"/review/reasons/{ReadyReason.objects.earliest('pk').pk}"],
        "hints": ["/review/hints"],
        "hint_new": ["/review/hints/new"],
        "hint_change": [f"/review/hints/{rule.pk}"],
        "hint_delete": [f"/review/hints/{rule.pk}/delete"],

        "search": ["/search", "/search?q=commons", "/search?q=nothing+of+the+kind"],
        "topic": ["/topics/production", "/topics/tools"],
        "topics": ["/topics"],
        "rules": ["/rules"],
        "candidacy": [asked.get_absolute_url()],
        "candidacy_new": ["/topics/production/candidacies/new"],
        "candidacy_removal": ["/topics/production/candidacies/removal"],
        "resign": [f"/maintainerships/{own.pk}/resign"],
        "topic_trusted": ["/topics/production/trusted"],
        "person": ["/people/contributor-1", "/people/maintainer-1", "/people/guest-2026-482193"],
        "profile": ["/profile"],
        "notices": ["/notices"],
        "watched": ["/watched"],
        "decision": [f"/review/decisions/{verdict.decision}"],
        "withdraw": [f"/review/decisions/{verdict.decision}/withdraw"],
        "article": [at, away, "/fr/biens-communs", f"/en/{gone.slug}", "/en/never-written"],
        "article_latest": [f"{at}/latest"],
        "article_validated": [f"{at}/validated"],
        "edit": [f"{at}/edit", f"{at}/edit?from=2", f"{away}/edit"],
        "history": [f"{at}/history"],
        "difference": [f"{at}/diff/1..5", f"{at}/diff/4..5?show=formatted&columns=two"],
        "revision": [f"{at}/revisions/1", f"{at}/revisions/3"],
        "credits": [f"{at}/credits"],
        "links": [f"{at}/links", f"{away}/links"],
        "revert": [f"{at}/revert/1"],
        "rename": [f"{at}/rename"],
        "ask_review": [f"{away}/ask-review"],
        "change_licence": [f"{at}/licence"],
        "delete": [f"{at}/delete"],
        "version_first": [f"{at}/shown-first"],
        "protect": [f"{at}/protect", f"{away}/protect"],
        "measures": ["/measures", "/measures?in_force=on", "/measures?appeals=open"],
        "measure": [f"/measures/{blocked.pk}", f"/measures/{notice.pk}"],
        "measure_person": ["/people/contributor-1/measure", f"/people/{guest}/measure"],
        "restore": [f"/en/{gone.slug}/restore"],
        "licensing:list": ["/licences/"],
        "licensing:detail": ["/licences/CC-BY-SA-4.0", "/licences/CC0-1.0"],
        "log:list": ["/log"],
        "accounts": [
            "/accounts/login/", "/accounts/signup/", "/accounts/password/change/",
            "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/logout/",
        ],
    }  # fmt: skip


def named(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name in (None, "", "licensing", "log"):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield prefix + pattern.name


def test_every_page_of_ours_is_among_those_that_are_looked_at(
    addresses: dict[str, list[str]],
) -> None:
    ours = {
        name
        for name in named(get_resolver().url_patterns)
        if not name.startswith(("account_", "mfa_", "socialaccount_"))
    }
    assert len(ours) > 30
    assert ours - NOT_PAGES - set(addresses) == set()


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands in its window."""
    found = accessibility_problems(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    window = page.evaluate("document.documentElement.clientWidth")
    if width > window:
        found.append(f"{width} pixels wide in a window of {window}")
    for selector in ("h1", "main#main", "header", "footer", "a.skip[href='#main']"):
        count = page.locator(selector).count()
        if count != 1 and not (selector in ("header", "footer") and count):
            found.append(f"{count} × {selector}")
    if not page.title().strip(" ·"):
        found.append("no title")
    return found


def look_at(page: Page, address: str, refusals: set[tuple[int, str]]) -> list[str]:
    """What is wrong with the page at an address, in a wide and in a narrow window.

    Where it is one of the `refusals`, the same page was looked at before.
    """
    found = []
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    assert answer is not None
    if answer.status >= 400 or urlsplit(page.url).path != urlsplit(address).path:
        refusal = (answer.status, page.title())
        if refusal in refusals:
            return []
        refusals.add(refusal)
    found += [f"{address}: {fault}" for fault in faults(page)]
    page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    page.emulate_media(color_scheme="dark")
    found += [f"{address}, narrow and dark: {fault}" for fault in faults(page)]
    return found


def nobody() -> None:
    return None


def a_contributor_in_french() -> User:
    user = factories.make_user("contributor-2")
    user.interface_language = "fr"
    user.save(update_fields=["interface_language"])
    return user


@pytest.mark.parametrize(
    "who",
    [nobody, a_contributor_in_french, factories.make_maintainer],
    ids=["visitor", "contributor", "maintainer"],
)
def test_every_page_is_whole_quiet_and_accessible(
    who: Callable[[], User | None],
    addresses: dict[str, list[str]],
    live_server: Any,
    new_context: Callable[..., BrowserContext],
    troubles: Troubles,
) -> None:
    # What somebody may not see, or what is gone, answers so, and its page is looked at, too.
    for status in (403, 404, 410):
        troubles.expect(f"status {status}: {live_server.url}")
    context = new_context()
    user = who()
    if user is not None:
        sign_in(context, live_server.url, user)
    page = context.new_page()
    found: list[str] = []
    refusals: set[tuple[int, str]] = set()
    for paths in addresses.values():
        for path in paths:
            found += look_at(page, live_server.url + path, refusals)
    assert not found, "\n".join(found)
    assert Article.objects.count() == 5

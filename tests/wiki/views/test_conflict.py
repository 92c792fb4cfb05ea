"""Two edits of the same lines: theirs, the writer's own and a proposal, and nothing lost."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories import TEXT, fresh, make_article, make_edit, make_topic, make_user
from tests.wiki.views.writers import INVALID, fields_of, opened, page_of
from wiki.models import Article

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"
THEIRS = TEXT.replace("Three traits", "Four traits")
MINE = TEXT.replace("Three traits", "Five traits")
CONFLICT = 409


@pytest.fixture
def article() -> Article:
    return make_article("Peer production", TEXT)


@pytest.fixture
def conflict(client: Client, article: Article) -> object:
    """What the second of two writers sees."""
    client.force_login(make_user("contributor-2"))
    data = opened(client, EDIT, text=MINE, summary="Counts <again>")
    make_edit(article, THEIRS, summary="Counts")
    return client.post(EDIT, data)


def test_it_shows_theirs_mine_and_a_proposal_of_both(conflict, article):
    page = page_of(conflict)
    assert conflict.status_code == CONFLICT
    assert "contributor-1" in page
    proposal = conflict.context["form"]["text"].value()
    assert "Four traits" in proposal
    assert "Five traits" in proposal
    for word in ("Four", "Five"):  # the difference, the whole text, the proposal
        assert page.count(word) >= 3
    assert escape(THEIRS) in page
    assert escape(MINE) in page
    assert 'value="Counts &lt;again&gt;"' in page
    assert fresh(article).text == THEIRS


def test_the_settled_text_is_published_on_top_of_theirs(client, conflict, article):
    data = fields_of(conflict) | {"text": TEXT.replace("Three traits", "Four or five traits")}
    response = client.post(EDIT, data)
    assert response.status_code == 302
    assert "Four or five traits" in fresh(article).text
    assert fresh(article).latest.number == 3


def test_a_proposal_sent_as_it_is_is_refused_and_kept(client, conflict, article):
    response = client.post(EDIT, fields_of(conflict))
    assert response.status_code == INVALID
    assert "not settled yet: line 5" in page_of(response)
    assert "Five traits" in response.context["form"]["text"].value()
    assert fresh(article).latest.number == 2


def test_one_mark_that_is_left_is_found(client, conflict, article):
    lines = conflict.context["form"]["text"].value().split("\n")
    text = "\n".join(line for line in lines if not line.startswith(("<<<<<<<", "=======")))
    response = client.post(EDIT, fields_of(conflict) | {"text": text})
    assert response.status_code == INVALID
    assert fresh(article).latest.number == 2


def test_looking_while_settling_keeps_on_settling(client, conflict, article):
    looked = client.post(EDIT, fields_of(conflict) | {"changes": "yes"})
    response = client.post(EDIT, fields_of(looked))
    assert response.status_code == INVALID
    assert "not settled yet" in page_of(response)


def test_a_third_edit_meanwhile_is_a_conflict_again(client, conflict, article):
    make_edit(article, TEXT.replace("Three traits", "Six traits"))
    text = TEXT.replace("Three traits", "Four or five traits")
    response = client.post(EDIT, fields_of(conflict) | {"text": text})
    assert response.status_code == CONFLICT
    assert "Six traits" in page_of(response)
    assert "Four or five traits" in page_of(response)


def test_topics_of_both_stand_in_the_proposal(client, article):
    first, second = make_topic("commons"), make_topic("production")
    client.force_login(make_user("contributor-2"))
    data = opened(client, EDIT, text=MINE, topics=[first.pk])
    make_edit(article, THEIRS, topics=[second])
    response = client.post(EDIT, data)
    assert response.context["form"]["topics"].value() == [first.pk, second.pk]


def test_hostile_words_on_both_sides_are_shown_as_words(client, article):
    client.force_login(make_user("contributor-2"))
    data = opened(client, EDIT, text="<script>mine()</script>\n")
    make_edit(article, "<script>theirs()</script>\n", summary="<script>why()</script>")
    page = page_of(client.post(EDIT, data))
    assert "&lt;script&gt;mine()" in page
    for words in ("mine", "theirs", "why"):
        assert f"<script>{words}" not in page

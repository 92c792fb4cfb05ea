"""Another licence for an article, along what the licences allow."""

import re

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_edit, make_user
from tests.wiki.views.writers import INVALID, opened, page_of
from wiki.models import Article, LicenceProposal, Revision

pytestmark = pytest.mark.django_db

ADDRESS = "/en/peer-production/licence"


@pytest.fixture
def free(client: Client) -> Article:
    client.force_login(make_user("contributor-2"))
    return make_article("Peer production", licence="CC0-1.0")


@pytest.fixture
def shared(client: Client) -> Article:
    client.force_login(make_user("contributor-2"))
    return make_article("Peer production", licence="CC-BY-SA-4.0")


def test_text_in_the_public_domain_may_go_under_a_licence(client, free):
    data = opened(client, ADDRESS, licence="CC-BY-SA-4.0", reason="To keep it common")
    response = client.post(ADDRESS, data)
    assert response.status_code == 302
    article = fresh(free)
    assert article.licence.spdx == "CC-BY-SA-4.0"
    assert article.latest.kind == Revision.Kind.RELICENSING
    assert article.latest.summary == "To keep it common"
    first = Revision.objects.get(article=article, number=1)
    assert first.licence.spdx == "CC0-1.0"
    message = "From revision 2 on, the article is under CC BY-SA 4.0."
    assert message in page_of(client.get("/en/peer-production"))


def test_where_nothing_is_allowed_the_page_says_why_and_leads_to_a_proposal(client, shared):
    page = page_of(client.get(ADDRESS))
    assert re.search(r'value="CC0-1.0"[^>]*disabled', page)
    assert "allows none of the others" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<button[^>]*>(.*?)</button>", main) == ["Ask the authors"]


def test_a_way_that_is_closed_is_refused_in_words(client, shared):
    response = client.post(ADDRESS, {"licence": "CC0-1.0", "base": 1})
    assert response.status_code == INVALID
    reason = response.context["form"].errors["licence"][0]
    assert len(reason) > 40
    assert fresh(shared).licence.spdx == "CC-BY-SA-4.0"


@pytest.mark.parametrize("licence", ["", "GFDL-1.3-or-later", "\0", "CC0-1.0", "x" * 9000])
def test_a_licence_that_is_no_choice_is_refused_and_the_reason_kept(client, free, licence):
    response = client.post(ADDRESS, {"licence": licence, "reason": "Because", "base": 1})
    assert response.status_code == INVALID
    assert 'value="Because"' in page_of(response)
    assert fresh(free).latest.number == 1


def test_an_article_that_changed_meanwhile_is_looked_at_again(client, free):
    data = opened(client, ADDRESS, licence="CC-BY-SA-4.0", reason="Because")
    make_edit(free, "Changed.\n")
    response = client.post(ADDRESS, data)
    page = page_of(response)
    assert response.status_code == INVALID
    assert "the article has changed since you opened this page" in page
    assert re.search(r'value="CC-BY-SA-4.0"[^>]*checked', page)
    assert 'value="Because"' in page


def test_guests_are_told_to_sign_in(client, free):
    client.logout()
    client.get("/en/peer-production/edit")
    response = client.post(ADDRESS, {"licence": "CC-BY-SA-4.0", "base": 1})
    assert response.status_code == 403
    assert "Sign in to change a licence." in page_of(response)
    assert fresh(free).licence.spdx == "CC0-1.0"


def test_where_the_licence_does_not_lead_the_authors_are_asked(client, shared):
    sent = {"act": "propose", "licence": "CC0-1.0", "reason": "So that schools may use it."}
    answer = client.post(ADDRESS, sent)
    proposal = LicenceProposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, proposal.get_absolute_url())
    assert (proposal.old.spdx, proposal.new.spdx) == ("CC-BY-SA-4.0", "CC0-1.0")
    assert fresh(shared).licence.spdx == "CC-BY-SA-4.0"
    page = page_of(client.get(proposal.get_absolute_url()))
    assert "The authors are asked. Here everybody sees how far it is." in page
    assert "So that schools may use it." in page
    # A second one while the first is open is refused; what was written is not lost.
    again = client.post(ADDRESS, sent | {"reason": "For all."})
    assert again.status_code != 302
    assert proposal.get_absolute_url() in page_of(again) and "For all." in page_of(again)
    assert LicenceProposal.objects.count() == 1


@pytest.mark.parametrize("licence", ["", "CC-BY-SA-4.0", "GFDL-1.3-or-later", "\0"])
def test_a_proposal_that_makes_no_sense_is_refused_and_its_reason_kept(client, shared, licence):
    sent = {"act": "propose", "licence": licence, "reason": "So that schools may use it."}
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == INVALID
    assert "So that schools may use it." in page_of(answer)
    assert not LicenceProposal.objects.exists()

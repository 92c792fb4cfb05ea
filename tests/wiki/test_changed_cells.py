"""What admins say of two licences counts wherever text changes its licence."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from licensing import actions
from licensing.models import Licence
from tests.factories import fresh, make_admin, make_article, make_edit, make_user
from wiki.actions.errors import NotDone
from wiki.actions.relicensing import LicenceRefused, change_licence
from wiki.actions.reverting import revert_to
from wiki.models import Article

pytestmark = pytest.mark.django_db

BY, LAL, CC0, BY_SA = "CC-BY-4.0", "LAL-1.3", "CC0-1.0", "CC-BY-SA-4.0"


def licence(spdx: str) -> Licence:
    return Licence.objects.get(spdx=spdx)


def say(source: str, target: str, letter: str) -> None:
    actions.change_cell(
        actor=make_admin(),
        source=licence(source),
        target=licence(target),
        letter=letter,
        rule="A declaration.",
        reason="For the test.",
    )


@pytest.fixture
def offered() -> None:
    for spdx in (BY, LAL):
        actions.offer_licence(actor=None, licence=licence(spdx), reason="For the test.")


def relicense(article: Article, spdx: str) -> None:
    article = fresh(article)
    change_licence(
        actor=make_user(),
        article=article,
        licence=licence(spdx),
        reason="Agreed.",
        base=article.latest.number,
    )


def test_a_page_changes_its_licence_along_a_cell_that_was_added(offered: None) -> None:
    article = make_article(licence=BY)
    with pytest.raises(LicenceRefused):
        relicense(article, LAL)
    say(BY, LAL, "Y")
    relicense(article, LAL)
    assert fresh(article).licence.spdx == LAL


def test_a_page_does_not_change_its_licence_along_a_cell_that_was_closed(offered: None) -> None:
    article = make_article(licence=BY)
    say(BY, BY_SA, "R")
    with pytest.raises(LicenceRefused, match="not settled"):
        relicense(article, BY_SA)


def test_the_form_offers_what_the_changed_cell_allows(client: Any, offered: None) -> None:
    article = make_article(licence=BY)
    client.force_login(make_user())
    before = client.get("/en/peer-production/licence").content.decode()
    say(BY, LAL, "Y")
    after = client.get("/en/peer-production/licence").content.decode()
    refusal = "page under the Free Art License 1.3 is not settled"
    assert refusal in before and refusal not in after
    assert article.licence.spdx == BY


def test_a_translation_is_published_along_the_cell_in_force(client: Any, offered: None) -> None:
    make_article(licence=BY)
    client.force_login(make_user())
    sent = {
        "title": "Production entre pairs",
        "text": "Ce que des gens font ensemble.\n",
        "language": "fr",
        "licence": LAL,
        "translation_of": "en/peer-production",
    }
    refused = client.post("/new", sent)
    assert refused.status_code == 422 and "not settled" in refused.content.decode()
    say(BY, LAL, "Y")
    assert client.post("/new", sent).status_code == 302
    assert Article.objects.get(language="fr").licence.spdx == LAL


def test_an_older_text_comes_back_along_the_cell_in_force(offered: None) -> None:
    article = make_article(licence=BY)
    make_edit(article, "Other words.\n")
    relicense(article, BY_SA)
    say(BY, BY_SA, "N")
    with pytest.raises(NotDone, match="Nothing was reverted"):
        revert_to(actor=make_user(), article=fresh(article), number=1, base=3)
    say(BY, BY_SA, "Y")
    revert_to(actor=make_user(), article=fresh(article), number=1, base=3)
    assert fresh(article).latest.number == 4


def test_nobody_in_the_wiki_asks_the_base_alone() -> None:
    """It knows nothing of what admins said: pages ask `licensing.in_force`, or hand its matrix."""
    asked = [
        f"{path.name}: {line}"
        for path in (Path(settings.BASE_DIR) / "wiki").rglob("*.py")
        for line in path.read_text().splitlines()
        if "licensing.compatibility import" in line and "matrix_in_force" not in path.read_text()
    ]
    assert asked == []

"""Plain words for every licence, whoever added it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from licensing import words
from licensing.models import Licence

REGISTRY_SIZE = 16


@dataclass(frozen=True)
class Facts:
    """A licence as the words see it."""

    spdx: str = "X-1.0"
    credit: str = "author"
    share_alike: bool = False
    is_open: bool | None = True
    role: str = "known"


@pytest.mark.django_db
def test_every_licence_of_the_registry_is_explained() -> None:
    with translation.override("en"):
        explained = 0
        for licence in Licence.objects.all():
            explained += 1
            assert str(words.summary(licence)).endswith(".")
            assert all(str(words.what_one_may_do(licence)))
            assert all(str(sentence).endswith(".") for sentence in words.what_is_asked(licence))
            assert str(words.why_this_role(licence)).endswith(".")
        assert explained == REGISTRY_SIZE


def said(sentences: list[Any]) -> str:
    with translation.override("en"):
        return " ".join(map(str, sentences))


def test_a_licence_added_later_is_explained_by_its_properties() -> None:
    assert "same licence" in said(words.what_is_asked(Facts(share_alike=True)))
    assert "same licence" not in said(words.what_is_asked(Facts()))
    assert "Name the authors" in said(words.what_is_asked(Facts()))


def test_nothing_is_asked_where_no_credit_is_asked() -> None:
    assert said(words.what_is_asked(Facts(credit="none"))).startswith("Nothing.")


def test_limits_are_not_hidden() -> None:
    assert "not for commercial" in said(words.what_one_may_do(Facts("CC-BY-NC-4.0")))
    assert "Change it" not in said(words.what_one_may_do(Facts("CC-BY-ND-4.0")))
    assert "Change it" in said(words.what_one_may_do(Facts("CC-BY-4.0")))
    assert "cooperative" in said(words.what_one_may_do(Facts("PPL")))


@pytest.mark.parametrize("role", ["offered", "known", "import_only", "import_off", "refused"])
def test_every_role_says_why(role: str) -> None:
    assert said([words.why_this_role(Facts(role=role))])


def test_an_open_licence_that_is_refused_is_not_called_closed() -> None:
    with translation.override("en"):
        by = Facts("CC-BY-4.0", role="refused")
        assert str(words.why_this_role(by)) == "Refused here: no text under it is taken in."

"""The registry, and what the database holds true of it."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from licensing.compatibility import may_adapt
from licensing.matrix import NAMES, TARGETS
from licensing.models import CreditRule, Licence, Role

pytestmark = pytest.mark.django_db

# SPDX id: role, credit, share-alike, open.
REGISTRY = {
    "CC0-1.0": ("offered", "none", False, True),
    "CC-BY-SA-4.0": ("offered", "author", True, True),
    "CC-BY-4.0": ("known", "author", False, True),
    "LAL-1.3": ("known", "every_author", True, True),
    "CC-BY-3.0": ("import_only", "author_title", False, True),
    "CC-BY-SA-3.0": ("import_only", "author_title", True, True),
    "GFDL-1.3-no-invariants-or-later": ("import_off", "history", True, True),
    "etalab-2.0": ("import_only", "source_date", False, None),
    "CC-PDM-1.0": ("import_only", "none", False, None),
    "ODbL-1.0": ("import_off", "notice", True, True),
    "ODC-By-1.0": ("import_off", "notice", False, True),
    "PPL": ("described", "author", True, False),
    "CC-BY-NC-4.0": ("refused", "author", False, False),
    "CC-BY-NC-SA-4.0": ("refused", "author", True, False),
    "CC-BY-ND-4.0": ("refused", "author", False, False),
    "CC-BY-NC-ND-4.0": ("refused", "author", False, False),
}


def make_licence(spdx: str = "X-1.0", **fields: Any) -> Licence:
    values: dict[str, Any] = {
        "name_en": "X 1.0",
        "name_fr": "X 1.0",
        "url": "https://x.example/",
        "legal_url": "https://x.example/legal",
        "credit": CreditRule.AUTHOR,
        **fields,
    }
    return Licence.objects.create(spdx=spdx, **values)


def refused(**fields: Any) -> bool:
    """Whether the database refuses such a licence."""
    try:
        with transaction.atomic():
            make_licence(**fields)
    except IntegrityError:
        return True
    return False


def test_the_registry_is_loaded_whole() -> None:
    loaded = {
        licence.spdx: (licence.role, licence.credit, licence.share_alike, licence.is_open)
        for licence in Licence.objects.all()
    }
    assert loaded == REGISTRY


def test_every_licence_has_names_and_web_addresses() -> None:
    for licence in Licence.objects.all():
        licence.full_clean()


def test_the_matrix_knows_every_licence_of_the_registry() -> None:
    assert set(NAMES) == set(REGISTRY)
    assert set(TARGETS) < set(REGISTRY)


def test_text_under_the_default_may_stay_in_new_pages() -> None:
    default = Licence.objects.default()
    assert default.spdx == "CC-BY-SA-4.0"
    assert may_adapt("CC0-1.0", default.spdx).allowed


def test_writers_choose_among_those_offered_in_the_admins_order() -> None:
    offered = [licence.spdx for licence in Licence.objects.offered().in_order()]
    assert offered == ["CC-BY-SA-4.0", "CC0-1.0"]


def test_text_may_be_brought_in_under_what_is_not_refused_or_switched_off() -> None:
    importable = {licence.spdx for licence in Licence.objects.importable()}
    assert importable == {
        spdx
        for spdx, (role, *_facts) in REGISTRY.items()
        if role in ("offered", "known", "import_only")
    }


def test_the_name_follows_the_language() -> None:
    licence = Licence.objects.get(spdx="LAL-1.3")
    for language, name in (("en", "Free Art License 1.3"), ("fr", "Licence Art Libre 1.3")):
        with translation.override(language):
            assert licence.name == str(licence) == name
    with translation.override("de"):
        assert licence.name == licence.name_en
    with translation.override(None):
        assert licence.name == licence.name_en


def test_identifiers_are_unique_whatever_the_case() -> None:
    assert refused(spdx="CC0-1.0")
    assert refused(spdx="cc0-1.0")
    assert not refused(spdx="CC0-2.0")


def test_there_is_one_default_at_most() -> None:
    assert refused(role=Role.OFFERED, is_default=True)


def test_the_default_is_offered() -> None:
    Licence.objects.filter(is_default=True).update(is_default=False)
    assert refused(role=Role.KNOWN, is_default=True)
    assert not refused(role=Role.OFFERED, is_default=True)


@pytest.mark.parametrize("fields", [{"role": "sold"}, {"credit": "money"}, {"spdx": ""}])
def test_roles_credits_and_identifiers_are_known(fields: dict[str, str]) -> None:
    assert refused(**fields)


def test_order_is_by_position_and_then_by_identifier() -> None:
    Licence.objects.update(position=1)
    assert [one.spdx for one in Licence.objects.in_order()] == sorted(REGISTRY)


@pytest.mark.django_db(transaction=True)
def test_the_registry_can_be_unloaded_and_loaded_again() -> None:
    """Through the migration's own functions, as other apps' tables hold on to the registry."""
    executor = MigrationExecutor(connection)
    apps = executor.loader.project_state([("licensing", "0002_registry")]).apps
    migration = executor.loader.get_migration("licensing", "0002_registry")
    (operation,) = migration.operations
    make_licence("X-1.0", position=99)
    with connection.schema_editor() as editor:
        operation.reverse_code(apps, editor)  # type: ignore[attr-defined]
    assert [one.spdx for one in Licence.objects.all()] == ["X-1.0"]
    with connection.schema_editor() as editor:
        operation.code(apps, editor)  # type: ignore[attr-defined]
        operation.code(apps, editor)  # type: ignore[attr-defined]  # a second time adds nothing
    assert {one.spdx for one in Licence.objects.all()} == {*REGISTRY, "X-1.0"}
    assert Licence.objects.default().spdx == "CC-BY-SA-4.0"
    assert [one.position for one in Licence.objects.in_order()] == [*range(1, 17), 99]

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from wiki.search import complete, index, schema, search, suggest
from wiki.search.entry import SearchEntry


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_the_index_and_it_works_afterwards():
    index(1, language="en", title="Quagga", text="zebra")
    call_command("flush", interactive=False, verbosity=0)
    assert not [*search("zebra").hits, *complete("quagga"), *suggest("quaga")]
    index(1, language="en", title="Okapi", text="giraffe")
    assert [hit.title for hit in search("giraffe").hits] == ["Okapi"]
    assert search("zebra").hits == []


@pytest.mark.django_db
def test_a_transaction_that_is_rolled_back_leaves_the_index_as_it_was():
    index(1, language="en", title="Quagga", text="zebra")
    with transaction.atomic():
        index(1, language="en", title="Okapi", text="giraffe")
        index(2, language="en", title="Tapir", text="giraffe")
        transaction.set_rollback(True)
    assert [hit.title for hit in search("zebra").hits] == ["Quagga"]
    assert not [*search("giraffe").hits, *complete("okapi"), *complete("tapir")]


@pytest.mark.django_db
def test_rows_deleted_through_the_model_are_found_no_more():
    index(1, language="en", title="Quagga", text="zebra")
    SearchEntry.objects.all().delete()
    assert not [*search("zebra").hits, *complete("quagga"), *suggest("quaga")]


@pytest.mark.django_db(transaction=True)
def test_the_engine_part_of_the_schema_can_be_taken_away_and_made_again():
    index(1, language="en", title="Quagga", text="zebra")
    with connection.schema_editor() as editor:
        schema.drop(None, editor)
        schema.create(None, editor)
    assert SearchEntry.objects.get().title == "Quagga"
    index(1, language="en", title="Quagga", text="zebra")
    assert [hit.title for hit in search("zebra").hits] == ["Quagga"]

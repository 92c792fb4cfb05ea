"""Pages by the values of a row."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commons.log.keyset import Page, paginate
from commons.log.models import LogEntry

pytestmark = pytest.mark.django_db

NEWEST = ("-created", "-pk")
OLDEST = ("created", "pk")
MIXED = ("area", "-created", "pk")
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def make_rows(minutes: Sequence[int], areas: Sequence[str] = ("a",)) -> None:
    """Rows at minutes that may be equal."""
    LogEntry.objects.bulk_create(
        LogEntry(
            created=START + dt.timedelta(minutes=minute),
            action="test.act",
            area=areas[number % len(areas)],
        )
        for number, minute in enumerate(minutes)
    )


def pages(rows: QuerySet[LogEntry], order: tuple[str, ...], size: int) -> list[Page[LogEntry]]:
    """All pages from the first to the last."""
    found = [paginate(rows, order=order, cursor="", size=size)]
    while found[-1].next_cursor:
        found.append(paginate(rows, order=order, cursor=found[-1].next_cursor, size=size))
    return found


def keys(page: Page[LogEntry]) -> list[int]:
    return [row.pk for row in page.items]


def all_keys(order: tuple[str, ...]) -> list[int]:
    return list(LogEntry.objects.order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize("order", [NEWEST, OLDEST, MIXED, ("-pk",)])
def test_every_row_comes_once_and_in_order(order: tuple[str, ...]) -> None:
    make_rows([0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3], ("a", "b"))
    found = pages(LogEntry.objects.all(), order, 3)
    assert [key for page in found for key in keys(page)] == all_keys(order)
    assert [len(page.items) for page in found] == [3, 3, 3, 2]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(0, 4), max_size=14),
    size=st.integers(1, 5),
    order=st.sampled_from([NEWEST, OLDEST, MIXED, ("-area", "created", "-pk")]),
)
def test_pages_turn_forward_and_back_over_the_same_rows(
    minutes: list[int], size: int, order: tuple[str, ...]
) -> None:
    LogEntry._base_manager.all().delete()
    make_rows(minutes, ("a", "b", "c"))
    forward = pages(LogEntry.objects.all(), order, size)
    assert [key for page in forward for key in keys(page)] == all_keys(order)
    assert forward[0].previous_cursor == ""
    back = [forward[-1]]
    while back[-1].previous_cursor:
        cursor = back[-1].previous_cursor
        back.append(paginate(LogEntry.objects.all(), order=order, cursor=cursor, size=size))
    assert [keys(page) for page in reversed(back)] == [keys(page) for page in forward]


def test_rows_that_arrive_meanwhile_neither_repeat_nor_hide_others() -> None:
    make_rows(range(10))
    first = paginate(LogEntry.objects.all(), order=NEWEST, cursor="", size=5)
    make_rows([100, 101])
    second = paginate(LogEntry.objects.all(), order=NEWEST, cursor=first.next_cursor, size=5)
    assert not set(keys(first)) & set(keys(second))
    assert len(second.items) == 5
    newer = paginate(LogEntry.objects.all(), order=NEWEST, cursor=second.previous_cursor, size=5)
    assert keys(newer) == keys(first)
    assert (
        len(paginate(LogEntry.objects.all(), order=NEWEST, cursor=newer.previous_cursor).items) == 2
    )


def test_a_page_whose_rows_are_gone_leads_back() -> None:
    make_rows(range(6))
    first = paginate(LogEntry.objects.all(), order=NEWEST, cursor="", size=3)
    LogEntry._base_manager.exclude(pk__in=keys(first)).delete()
    gone = paginate(LogEntry.objects.all(), order=NEWEST, cursor=first.next_cursor, size=3)
    assert (gone.items, gone.next_cursor) == ([], "")
    back = paginate(LogEntry.objects.all(), order=NEWEST, cursor=gone.previous_cursor, size=3)
    assert set(keys(back)) <= set(keys(first))
    assert back.items


def test_there_is_nothing_around_an_empty_list() -> None:
    assert paginate(LogEntry.objects.all(), order=NEWEST, cursor="") == Page([], "", "")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "....",
        "WyJuIl0.",
        "\x00",
        "é",
        "\ud800",
        "A" * 5000,
        "WyJuIiwiMjAyNi0wMS0wMVQwMDowMDowMCswMDowMCIsIjEiXQ.forged",
    ],
)
def test_a_cursor_that_is_not_ours_gives_the_first_page(cursor: str) -> None:
    make_rows(range(4))
    page = paginate(LogEntry.objects.all(), order=NEWEST, cursor=cursor, size=2)
    assert keys(page) == all_keys(NEWEST)[:2]


@given(cursor=st.text(max_size=80))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cursor_is_an_error(cursor: str) -> None:
    assert paginate(LogEntry.objects.all(), order=NEWEST, cursor=cursor).items == []


def test_a_cursor_of_another_order_gives_the_first_page() -> None:
    make_rows(range(4))
    cursor = paginate(LogEntry.objects.all(), order=NEWEST, cursor="", size=2).next_cursor
    page = paginate(LogEntry.objects.all(), order=OLDEST, cursor=cursor, size=2)
    assert keys(page) == all_keys(OLDEST)[:2]


def test_a_cursor_can_stand_in_an_address_as_it_is() -> None:
    make_rows(range(4))
    cursor = paginate(LogEntry.objects.all(), order=NEWEST, cursor="", size=2).next_cursor
    assert cursor.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_an_empty_place_in_the_order_is_refused() -> None:
    make_rows(range(3))
    with pytest.raises(ValueError, match="null"):
        paginate(LogEntry.objects.all(), order=("actor", "pk"), cursor="", size=2)


def test_a_page_costs_one_query() -> None:
    make_rows(range(9))
    cursor = paginate(LogEntry.objects.all(), order=NEWEST, cursor="", size=3).next_cursor
    with CaptureQueriesContext(
        connection,
    ) as queries:
        paginate(LogEntry.objects.all(), order=NEWEST, cursor=cursor, size=3)
    assert len(queries) == 1


@pytest.mark.parametrize("area", ["", "a"])
def test_a_page_far_back_is_looked_up_in_the_index(area: str) -> None:
    """Neither a sort nor a walk through the table, in either direction."""
    make_rows(range(2000), ("a", "b"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = LogEntry.objects.in_area(area) if area else LogEntry.objects.all()
    found = pages(rows, NEWEST, 400)
    for place in (found[-1].previous_cursor, found[1].next_cursor):
        with CaptureQueriesContext(connection) as queries:
            paginate(rows, order=NEWEST, cursor=place, size=5)
        plan = explained(queries[0]["sql"])
        assert "log_by_area" in plan or "log_newest" in plan
        assert "sort" not in plan.lower() and "temp b-tree" not in plan.lower()


def explained(sql: str) -> str:
    """What the database means to do."""
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return "\n".join(str(row) for row in cursor.fetchall())

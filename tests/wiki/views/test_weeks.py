"""Weeks, percentiles, backlogs, and what charts make of numbers: against the plainest reckoning."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.views.charts import BOTTOM, LEFT, RIGHT, TOP, bar_chart, line_chart, round_top
from wiki.views.weeks import Reverted, Reverts, backlog, ends_of_weeks, percentile, waits

DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
counts = st.lists(st.integers(0, 50), min_size=1, max_size=30)


def days(*numbers: int) -> list[dt.timedelta]:
    return [number * DAY for number in numbers]


@pytest.mark.parametrize(
    ("percent", "expected"), [(50, 3 * DAY), (75, 4 * DAY), (95, 5 * DAY), (100, 5 * DAY)]
)
def test_a_percentile_is_one_of_the_times(percent, expected):
    assert percentile(days(1, 2, 3, 4, 5), percent) == expected


def test_of_no_times_there_is_no_percentile():
    assert waits([]) == (0, None, None, None, None)


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_first_that_enough_are_not_above(numbers, percent):
    ordered = days(*sorted(numbers))
    enough = [
        time
        for time in ordered
        if 100 * sum(other <= time for other in ordered) >= percent * len(ordered)
    ]
    assert percentile(ordered, percent) == enough[0]


@given(st.integers(0, 40_000_000))
def test_weeks_end_on_mondays_and_the_last_one_now(minutes):
    now = START + dt.timedelta(minutes=minutes)
    ends = ends_of_weeks(now, 26)
    assert len(ends) == 26 and ends[-1] == now
    assert {(end.weekday(), end.time()) for end in ends[:-1]} == {(0, dt.time())}
    assert dt.timedelta(0) <= now - ends[-2] < 7 * DAY
    assert {later - end for end, later in pairwise(ends[:-1])} == {7 * DAY}


@given(st.integers(0, 100), counts, st.data())
def test_a_backlog_is_what_came_and_did_not_go(before, came, data):
    went, waiting, expected = [], before, []
    for arrived in came:
        left = data.draw(st.integers(0, waiting + arrived))
        went.append(left)
        waiting += arrived - left
        expected.append(waiting)
    assert backlog(waiting, came, went) == expected


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=12),
    st.integers(1, 20),
    st.integers(0, 40),
)
def test_reverts_undo_what_is_newer_than_what_they_bring_back(made, number, after):
    moment, reverts = START, []
    for step, (to, passed) in enumerate(made):
        moment += passed * DAY
        reverts.append(Reverted(20 + step, to, moment))
    asked = START + after * DAY
    expected = any(one.at > asked and one.to < number for one in reverts)
    assert Reverts(reverts).undid(number, asked) == expected


@given(st.integers(0, 10**9))
def test_the_top_of_a_chart_is_round_and_nothing_is_above_it(highest):
    top = round_top(highest)
    assert highest <= top and top % 2 == 0
    assert top <= max(2, 2 * highest)
    assert str(top).rstrip("0") in {"1", "2", "4", "6", "8"}


@given(counts)
def test_a_line_stays_inside_and_rises_with_the_values(values):
    chart = line_chart(values)
    points = [tuple(map(int, point.split(","))) for point in chart.points.split()]
    assert len(points) == len(values)
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in points)
    by_value = sorted(zip(values, (y for _x, y in points), strict=True))
    assert [y for _value, y in by_value] == sorted((y for _value, y in by_value), reverse=True)


@given(st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4), min_size=1, max_size=30))
def test_every_part_of_a_bar_is_to_be_seen_and_looks_like_its_kind(columns):
    bars = bar_chart(columns).bars
    expected = [kind for column in columns for kind, value in enumerate(column) if value]
    looks = ("solid", "striped", "dotted", "hollow")
    assert [looks.index(bar.look) for bar in bars] == expected
    assert all(int(bar.height) >= 2 and int(bar.width) > 0 for bar in bars)
    assert all(int(bar.x) >= LEFT and int(bar.x) + int(bar.width) <= RIGHT for bar in bars)

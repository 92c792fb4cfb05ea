"""The drawing of what flows into a licence and out of it."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from licensing.flows import LONGEST_TITLE, TRUNK, WIDTH, Stream, flow, shortened
from licensing.models import Licence
from tests.licensing.test_licence_models import make_licence

YES, NO = Stream("Y", "CC0 1.0", "yes"), Stream("N", "9 others", "only if every author agrees")
ALL = [Stream(letter, f"Licence {letter}", "word") for letter in "YVPR"] + [NO]


def test_what_comes_in_joins_one_line_that_ends_at_the_licence() -> None:
    drawn = flow("CC BY-SA 4.0", ALL, [])
    box = int(drawn.box_y)
    assert [row.look for row in drawn.coming.rows] == [
        "solid",
        "dashed",
        "dashed",
        "dotted",
        "stopped",
    ]
    first = int(drawn.coming.rows[0].y)
    assert drawn.coming.trunk.startswith(f"M{TRUNK} {first}V")
    assert drawn.coming.head.endswith(f"L{TRUNK} {box}z")
    for row in drawn.coming.rows[:-1]:
        assert row.path.endswith(f"H{TRUNK}")
    assert not drawn.coming.rows[-1].path.endswith(f"H{TRUNK}")


def test_what_goes_out_leaves_the_licence_along_one_line() -> None:
    drawn = flow("CC BY-SA 4.0", [], [YES, NO])
    yes, no = drawn.going.rows
    assert drawn.going.trunk == f"M{TRUNK} {int(drawn.box_y) + 44}V{yes.y}"
    assert yes.path.startswith(f"M{TRUNK} {yes.y}H") and yes.head
    assert not no.path.startswith(f"M{TRUNK} ")


def test_where_nothing_flows_no_line_is_drawn() -> None:
    drawn = flow("CC BY-ND 4.0", [NO], [NO])
    assert drawn.coming.trunk == drawn.coming.head == drawn.going.trunk == ""


@pytest.mark.parametrize("number", [0, 1, 7, 60])
def test_everything_stands_inside_the_picture_and_nothing_on_another(number: int) -> None:
    drawn = flow("X", [YES] * number, [YES] * number)
    heights = [int(row.y) for half in (drawn.coming, drawn.going) for row in half.rows]
    assert all(0 < height < int(drawn.height) for height in heights)
    places = sorted([*heights, int(drawn.name_y)])
    assert all(below - above >= 30 for above, below in pairwise(places))
    across = [int(x) for row in drawn.going.rows for x in re.findall(r"[MHL](\d+)", row.path)]
    assert all(0 < x < WIDTH for x in across)


def test_a_long_name_is_cut_where_the_room_ends() -> None:
    assert shortened("x" * LONGEST_TITLE, LONGEST_TITLE) == "x" * LONGEST_TITLE
    long = "GNU FDL 1.3 or later, no invariant sections"
    (row,) = flow(long, [Stream("R", long, "not settled")], []).coming.rows
    assert row.name == "GNU FDL 1.3 or later, no in…"[: len(row.name) - 1] + "…"
    assert len(row.name) * 7.5 + len(row.word) * 6.8 < WIDTH - 74
    assert flow(long, [], []).name.endswith("…")
    (short,) = flow(
        "X", [Stream("R", long, "a word that leaves little room to others")], []
    ).coming.rows
    assert len(short.name) == 8


@pytest.mark.django_db
@pytest.mark.parametrize("spdx", ["CC-BY-SA-4.0", "CC0-1.0", "CC-BY-ND-4.0", "CC-BY-4.0"])
def test_the_page_draws_it_and_has_a_table_that_says_the_same(client: Client, spdx: str) -> None:
    page = client.get(f"/licences/{spdx}").content.decode()
    drawing = re.search(r"<svg class=\"flow\".*?</svg>", page, re.DOTALL)
    table = re.search(r"<details>.*?</details>", page, re.DOTALL)
    assert drawing and table
    assert 'role="img"' in drawing[0] and "<title" in drawing[0] and "<desc" in drawing[0]
    assert "style=" not in drawing[0]
    assert table[0].count("<tr>") == Licence.objects.count()  # a head, and all others


@pytest.mark.django_db
def test_a_name_is_only_letters_in_the_drawing(client: Client) -> None:
    make_licence("X-1.0", name_en="</text><b>&")
    page = client.get("/licences/X-1.0").content.decode()
    assert "<b>" not in page and "&lt;/text&gt;" in page

"""Citations for programs that keep references, with hostile words in them."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from licensing.citing import Citation, as_bibtex, as_csl_json

ADDRESS = "https://wiki.example/en/peer-production/revisions/48"


def cited(**more: Any) -> Citation:
    arguments: dict[str, Any] = {
        "title": "Peer production",
        "authors": ("contributor-1", "maintainer-1"),
        "address": ADDRESS,
        "site": "Our commons",
        "date": dt.date(2026, 11, 26),
        "licence": "CC BY-SA 4.0",
        "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/",
        "revision": 48,
        "language": "en",
        **more,
    }
    return Citation(**arguments)


def bibtex(**more: Any) -> str:
    with translation.override("en"):
        return as_bibtex(cited(**more))


def csl(**more: Any) -> dict[str, Any]:
    with translation.override("en"):
        return as_csl_json(cited(**more))


def test_a_revision_is_cited_in_bibtex() -> None:
    assert bibtex(accessed=dt.date(2026, 12, 1)) == (
        "@misc{our-commons-peer-production-48,\n"
        "  title = {{Peer production}},\n"
        "  author = {{contributor-1} and {maintainer-1}},\n"
        "  howpublished = {Our commons},\n"
        "  year = {2026},\n"
        "  month = nov,\n"
        "  date = {2026-11-26},\n"
        "  version = {48},\n"
        "  language = {en},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  urldate = {2026-12-01},\n"
        "  note = {revision 48; CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)},\n"
        "}\n"
    )


def test_a_revision_is_cited_in_csl_json() -> None:
    assert csl(accessed=dt.date(2026, 12, 1)) == {
        "id": "our-commons-peer-production-48",
        "type": "webpage",
        "title": "Peer production",
        "author": [{"literal": "contributor-1"}, {"literal": "maintainer-1"}],
        "container-title": "Our commons",
        "issued": {"date-parts": [[2026, 11, 26]]},
        "accessed": {"date-parts": [[2026, 12, 1]]},
        "URL": ADDRESS,
        "version": "48",
        "language": "en",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "note": "CC BY-SA 4.0",
    }
    json.dumps(csl())


def test_a_passage_is_named() -> None:
    assert "note = {“Definition”; revision 48; CC BY-SA 4.0 (" in bibtex(passage="Definition")
    assert csl(passage="Definition")["section"] == "Definition"
    assert bibtex(passage="Definition").startswith(
        "@misc{our-commons-peer-production-definition-48"
    )


def test_what_the_text_took_from_elsewhere_is_credited_with_it() -> None:
    sources = ["Adapted from “Wells & wheels” by Somebody Else, CC BY 4.0", "From “Ropes”, CC0 1.0"]
    assert (
        "; With text from elsewhere: Adapted from “Wells \\& wheels” by Somebody Else, CC BY 4.0; "
        "From “Ropes”, CC0 1.0},\n"
    ) in bibtex(sources=sources)
    assert csl(sources=sources)["note"] == (
        "CC BY-SA 4.0; With text from elsewhere: Adapted from “Wells & wheels” by Somebody Else, "
        "CC BY 4.0; From “Ropes”, CC0 1.0"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = {"authors": (), "revision": None, "language": "", "licence": "", "licence_url": ""}
    text = bibtex(**bare)
    for field in ("author", "version", "language", "urldate", "note"):
        assert f"  {field} = " not in text
    assert {*csl(**bare)} == {"id", "type", "title", "container-title", "issued", "URL"}


SPECIALS = r"\ { } $ & % # _ ~ ^ < > | " + '"'


def test_specials_of_tex_are_printed_as_they_are() -> None:
    title = re.search(r"title = \{\{(.*)\}\},\n", bibtex(title=SPECIALS))
    assert title is not None
    assert title[1] == (
        r"\textbackslash{} \textbraceleft{} \textbraceright{} \$ \& \% \# \_ \textasciitilde{} "
        r"\textasciicircum{} \textless{} \textgreater{} \textbar{} \textquotedbl{}"
    )


def test_a_name_with_and_in_it_is_one_name() -> None:
    text = bibtex(authors=("Peers and Sons", "Doe, Jane", "} and {Nobody"))
    assert "{{Peers and Sons} and {Doe, Jane} and {\\textbraceright{} and" in text


@pytest.mark.parametrize(
    "address", ["javascript:x()", "file:///etc/passwd", "/en/peer-production", "", "//x.example"]
)
def test_only_addresses_on_the_web_are_given(address: str) -> None:
    assert "url = " not in bibtex(address=address)
    assert "URL" not in csl(address=address)


def test_an_address_cannot_end_its_field() -> None:
    text = bibtex(address="https://wiki.example/a}, evil = {b\\c d%20é")
    assert "url = {https://wiki.example/a%7D,%20evil%20=%20%7Bb%5Cc%20d%20%C3%A9},\n" in text


@pytest.mark.parametrize("title", ["日本語", "…", ""])
def test_a_key_is_always_there(title: str) -> None:
    assert bibtex(title=title, site="").startswith("@misc{page-48,")


def fields(entry: str) -> dict[str, str]:
    """Read an entry as BibTeX does: braces are counted, whatever stands before them."""
    head, _comma, rest = entry.partition(",\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+", head)
    found = {}
    while rest != "}\n":
        match = re.match(r"  ([a-z]+) = ", rest)
        assert match is not None, rest
        rest = rest[match.end() :]
        depth, end = 0, 0
        while not (depth == 0 and rest[end] == ","):
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            assert depth >= 0
            end += 1
        found[match[1]] = rest[:end]
        assert rest[end : end + 2] == ",\n"
        rest = rest[end + 2 :]
    return found


WORDS = st.text(alphabet=st.one_of(st.sampled_from('{}\\%,@#"=\n a'), st.characters()), max_size=20)


@given(title=WORDS, name=WORDS, site=WORDS, passage=WORDS, licence=WORDS, address=WORDS)
def test_whatever_the_words_the_entry_has_its_own_fields_and_no_others(**words: str) -> None:
    name, address = words.pop("name"), words.pop("address")
    arguments = {**words, "authors": (name,), "address": f"https://x.example/{address}"}
    with translation.override("en"):
        found = fields(as_bibtex(cited(**arguments)))
        known = {"title", "author", "howpublished", "year", "month", "date", "version"}
        assert {*found} <= known | {"language", "url", "note"}
        assert all(len(value.splitlines()) <= 1 for value in found.values())
        item = as_csl_json(cited(**arguments))
    assert json.loads(json.dumps(item)) == item
    for value in (item["id"], item.get("title", ""), item.get("section", "")):
        assert len(value.splitlines()) <= 1


@pytest.mark.parametrize("turn", list("\u202e\u2067\u200f"))
def test_no_name_turns_the_citation_around(turn: str) -> None:
    assert turn not in bibtex(title=f"Peer {turn}production")
    assert turn not in json.dumps(csl(authors=(f"contributor{turn}-1",)), ensure_ascii=False)

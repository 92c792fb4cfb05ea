"""No query is wrong: each gives results or none, everywhere, and leaves the index as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.search import complete, index, search, suggest

pytestmark = pytest.mark.django_db

HOSTILE = [
    "", " ", "\t\n\r", "\x00", "a\x00b", "\x00" * 1000, "\x01\x02\x1f\x7f", "\ud800", "a\udfffb",
    '"', '""', '"""', '" "', '"a', 'a"', '"a" "', '""""a""""', "'", "''", "a'b", "'; --", "\\",
    "\\\\'", "*", "**", "a*", "*a", "a * b", '"a"*', '"a" *', "^a", "^", "-a", "+a", "- -", "--",
    "a - b", "a -- b", "a:b", ":", "::", "title:a", "text : a", "rowid:1", "rank:x",
    "{title text}:a", "{title} : ", "-title:a", "NEAR", "NEAR(a b)", "NEAR(a b, 5)", "NEAR(",
    "a NEAR b", "AND", "OR", "NOT", "AND AND", "a AND", "OR b", "NOT a", "a NOT",
    "a AND OR NOT b", "(", ")", "()", "((a)", "(a OR b) AND (c", "a & b", "a | b", "!a",
    "a <-> b", "a <2> b", "a:*", "a:ABCD", "'a':*", "'a' & !'b'", "& | !", "a:*B", "<->", "''':*",
    "\\':*", "'; DROP TABLE wiki_searchentry; --", "1 OR 1=1", '") OR 1=1 --', "%", "_", "%s",
    "%(a)s", "%%", "{}", "{0}", "$1", "$$", "E'\\x00'", "NULL", "/* a */", "`a`", "[a]", "a;b",
    "?", "???", ".", "...", "…", "—", "😀", "😀😀😀 👩‍👩‍👧", "☕", "🇫🇷", "\u200b", "\u200d\u200d",
    "\u202e", "\ufeff", "\u00ad", "\u0301", "e\u0301\u0301", "\u0301\u0301", "\U0010ffff",
    "\uffff", "\ufffe", "公", "公地", "公" * 5000, "ไทย", "กํ", "\u0e31", "ि", "한국어", "العربية",
    "עִבְרִית", "ﷺ", "ﷲ" * 100, "½", "①", "𝕬", "ß", "ŉ", "İ", "ı", "ǅ", "ﬀ", "A\u030a", "K",
    "a" * 10_000, "a " * 5_000, '"a" ' * 2_500, '"' * 10_000, "(" * 10_000, "*" * 10_000,
    "é" * 10_000, '"' + "a " * 5_000 + '"', " ".join(f"word{number}" for number in range(1_500)),
    "😀" * 2_500, "<script>alert(1)</script>", "<b>a</b>", "&amp;", "http://example.org/?a=b#c",
    "a@example.org", "../..", "C++", "C#", ".NET", "12", "-12", "3.14", "1e5", "1e999",
    "2024-01-01", "0x1F", "x" * 64, "x" * 65, "_a_", "the", "le la les", "l'", "d’", "qu'",
    "l'l'l'", "«»", "« »", "«a", "a»", "“a”", "„a“", "\"the\" of",
]  # fmt: skip


@pytest.fixture
def zebra():
    index(1, language="en", title="Zebra", text="A striped animal, a b c.")
    index(2, language="fr", title="Zèbre", text="Un animal rayé.")


@pytest.mark.usefixtures("zebra")
@pytest.mark.parametrize("language", [None, "en", "fr", "ja"])
@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_no_query_is_an_error(query, language):
    search(query, language=language)
    complete(query, language=language)
    suggest(query, language)
    assert search("zebra").hits[0].title == "Zebra"


@pytest.mark.usefixtures("zebra")
@pytest.mark.parametrize(
    "language", ["", "\x00", "\ud800", "'", "en' OR '1'='1", "x" * 10_000, "%s"]
)
def test_no_language_is_an_error(language):
    assert search("zebra", language=language).hits == []
    assert complete("zebra", language=language) == []
    assert suggest("zebro", language) == []


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_what_is_no_query_can_still_be_a_title_and_a_text(query):
    index(1, language="en", title=query, text=query)
    index(2, language="zz", title=query, text=query)
    search(query)
    complete(query)
    suggest(query)


# Signs that one engine or another has a meaning for, more often than chance would have them.
QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [*"\"'*:^()&|!<>-+{}\\%\x00 ", "a", "zebra", "AND", "NEAR", "公", "é", "<->"]
        ),
        max_size=30,
    ).map("".join),
)


@pytest.mark.usefixtures("zebra")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=QUERIES)
def test_no_generated_query_is_an_error(query):
    search(query)
    search(query, language="fr")
    complete(query, language="en")
    suggest(query, None)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(title=st.text(min_size=1, max_size=40))
def test_every_title_with_a_visible_sign_finds_its_article(title):
    index(7, language="en", title=title, text="")
    if '"' in title or not title.strip():
        return
    hits = search(title, limit=1).hits
    assert not hits or hits[0].article_id == 7
    if any(character.isalnum() and character.isascii() for character in title):
        assert [hit.article_id for hit in hits] == [7]

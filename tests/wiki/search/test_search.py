import pytest

from wiki.search import MAX_RESULTS, complete, index, reindex, remove, search, suggest

pytestmark = pytest.mark.django_db


def found(query, **options):
    return [hit.title for hit in search(query, **options).hits]


@pytest.mark.usefixtures("articles")
class TestOrder:
    def test_the_exact_title_comes_first_then_beginnings_then_words_then_texts(self):
        titles = found("commons", language="en")
        assert titles[:3] == ["Commons", "Commons-based peer production", "Tragedy of the commons"]
        assert set(titles[3:]) == {"Elinor Ostrom", "Open access"}

    def test_a_title_written_the_same_comes_before_one_that_differs_by_case(self):
        index(50, language="en", title="COMMONS", text="")
        assert found("COMMONS")[:2] == ["COMMONS", "Commons"]
        assert found("Commons")[:2] == ["Commons", "COMMONS"]

    def test_a_text_that_says_the_word_more_often_comes_first(self):
        index(60, language="en", title="Passing", text="zebra " + "other words " * 50)
        index(61, language="en", title="Subject", text="zebra " * 20 + "other words " * 40)
        assert found("zebra") == ["Subject", "Passing"]


@pytest.mark.usefixtures("articles")
class TestForgiving:
    @pytest.mark.parametrize(
        "query",
        [
            "economie",
            "ÉCONOMIE",
            "Économie",
            "e\u0301conomie",
            "economie des communs",
            "l'économie",
        ],
    )
    def test_accents_case_and_articles_do_not_matter(self, query):
        assert found(query)[0] == "Économie des communs"

    @pytest.mark.parametrize("query", ["COMMUNS", "communs", "commun"])
    def test_french_plurals_are_found_by_singulars_and_back(self, query):
        assert {"Économie des communs", "Bien commun"} <= set(found(query, language="fr"))

    @pytest.mark.parametrize("query", ["community", "communities", "COMMUNITY"])
    def test_english_plurals_are_found_by_singulars_and_back(self, query):
        assert {"Commons", "Elinor Ostrom"} <= set(found(query, language="en"))

    @pytest.mark.parametrize("query", ["coeur d'oeuvre", "cœur", "COEUR", "journal"])
    def test_ligatures_and_irregular_plurals_do_not_matter(self, query):
        assert found(query) == ["Cœur d'œuvre"]

    @pytest.mark.parametrize("query", ["ψηφιακα", "ΨΗΦΙΑΚΑ ΚΟΙΝΑ", "γνωσης"])
    def test_greek_is_found_without_accents(self, query):
        assert found(query) == ["Ψηφιακά κοινά"]

    @pytest.mark.parametrize("query", ["ОБЩЕСТВЕННОЕ", "емкое"])
    def test_russian_is_found_without_dots_and_case(self, query):
        assert found(query) == ["Общественное достояние"]

    @pytest.mark.parametrize(
        "query", ["公共地", "悲劇", "地", "寓話", "ギャレット", '"公共地"', "公共地 寓話"]
    )
    def test_japanese_is_found_by_any_part(self, query):
        assert found(query) == ["公共地の悲劇"]

    @pytest.mark.parametrize("query", ["ทรัพยากร", "ชุมชน", "ร่วม"])
    def test_thai_is_found_by_any_part(self, query):
        assert found(query) == ["ทรัพยากรร่วม"]

    def test_characters_that_do_not_stand_together_are_not_found(self):
        assert found("劇公") == []

    def test_the_last_word_may_be_unfinished_when_nothing_has_it_as_it_is(self):
        assert found("commons-based peer produc") == ["Commons-based peer production"]
        assert found("parabl") == ["Tragedy of the commons"]

    def test_a_finished_word_is_not_taken_for_a_beginning(self):
        index(70, language="en", title="Art", text="")
        index(71, language="en", title="Other", text="article")
        assert found("art") == ["Art"]


@pytest.mark.usefixtures("articles")
class TestWords:
    def test_all_words_are_needed(self):
        assert found("ostrom communities") == ["Elinor Ostrom"]
        assert found("ostrom xylophone") == []

    def test_words_may_be_shared_between_title_and_text(self):
        assert found("elinor govern") == ["Elinor Ostrom"]

    def test_a_phrase_is_found_in_its_order_only(self):
        assert found('"peer production"') == ["Commons-based peer production"]
        assert found('"production peer"') == []
        assert found('"that a community"') == ["Commons"]

    def test_a_phrase_may_consist_of_common_words(self):
        index(80, language="en", title="Hamlet", text="To be, or not to be: that is the question.")
        index(81, language="en", title="Other", text="Not to be or to: be.")
        assert found('"to be or not to be"') == ["Hamlet"]

    def test_punctuation_separates_words_on_every_engine(self):
        index(
            82,
            language="en",
            title="Signs",
            text="see wiki.example.org/zanzibar?x=<quux>&amp;-12,5",
        )
        for query in ["zanzibar", "example", "quux", "12", "wiki.example.org/zanzibar"]:
            assert found(query) == ["Signs"], query

    def test_only_the_language_asked_for_is_searched(self):
        assert "Bien commun" in found("communs", language="fr")
        assert found("communs", language="el") == []
        assert found("communs", language="no such language") == []

    def test_titles_of_signs_alone_can_be_found(self):
        index(83, language="en", title="???", text="")
        assert found("???") == ["???"]

    def test_excerpts_mark_the_words(self):
        (hit,) = search("govern").hits
        assert ("govern", True) in hit.excerpt
        assert (hit.article_id, hit.title, hit.language) == (4, "Elinor Ostrom", "en")


class TestKeepingStep:
    def test_indexing_again_replaces_what_was_there(self):
        index(1, language="en", title="Before", text="quagga")
        index(1, language="fr", title="After", text="zebra")
        assert found("quagga") == found("before") == []
        assert found("zebra", language="fr") == ["After"]
        assert complete("before") == []
        assert suggest("befor") == []

    def test_what_is_removed_is_found_nowhere(self):
        index(1, language="en", title="Quagga", text="zebra")
        remove(1)
        assert found("quagga") == found("zebra") == []
        assert complete("quagga") == suggest("quaga") == []

    def test_removing_what_is_not_there_is_no_error(self):
        remove(999)

    def test_indexing_all_anew_changes_nothing(self):
        index(1, language="fr", title="Économie", text="Les communs")
        assert list(reindex()) == [1]
        assert found("communs") == ["Économie"]

    @pytest.mark.parametrize(
        ("title", "text"),
        [
            ("", ""),
            ("nul\x00", "nul\x00 and \ud800 surrogate"),
            ("x" * 10_000, "y" * 600_000),
            ("公" * 3_000, "公地" * 300_000),
            ("words", " ".join(f"w{number}" for number in range(120_000))),
            ("letters", " ".join(chr(0x10000 + number % 60_000) for number in range(120_000))),
            ("syllables", " ".join(chr(0xAC00 + number % 11_172) for number in range(120_000))),
            ("same", "same " * 200_000),
            ("e" + "\u0301" * 5_000, "a\u0300\u0301" * 10_000),
            ("\u202ertl\u200b", "\ufeff\u00ad"),
        ],
        ids=lambda value: repr(value[:12]),
    )
    def test_any_text_can_be_indexed(self, title, text):
        index(1, language="en", title=title, text=text)
        index(1, language="xx", title=title, text=text)
        index(2, language="en", title="After all", text="still works")
        assert found("after all") == ["After all"]


class TestPages:
    def test_pages_hold_every_result_once_in_the_same_order(self):
        for number in range(1, 56):
            index(number, language="en", title=f"Page {number}", text="zebra " * (number % 7 + 1))
        ids, cursor = [], ""
        while True:
            results = search("zebra", limit=10, cursor=cursor)
            ids += [hit.article_id for hit in results.hits]
            cursor = results.next_cursor
            if not cursor:
                break
        assert sorted(ids) == list(range(1, 56))
        assert results.total == 55
        assert not results.total_is_at_least
        assert ids == [hit.article_id for hit in search("zebra", limit=100).hits]

    @pytest.mark.parametrize(
        "cursor", ["", "x", "-5", "99999999999999", "1e3", "²", "0; DROP", "\x00"]
    )
    def test_a_wrong_cursor_gives_the_first_page(self, cursor):
        index(1, language="en", title="Zebra", text="")
        assert found("zebra", cursor=cursor) == ["Zebra"]

    def test_a_cursor_past_the_end_gives_an_empty_last_page(self):
        index(1, language="en", title="Zebra", text="")
        results = search("zebra", cursor="500")
        assert results.hits == []
        assert results.next_cursor == ""

    def test_results_that_cannot_all_be_shown_say_so(self, monkeypatch):
        monkeypatch.setattr("wiki.search.finding.MAX_FOUND", 3)
        for number in range(1, 6):
            index(number, language="en", title=f"Page {number}", text="zebra")
        results = search("zebra")
        assert results.total == 3 < MAX_RESULTS
        assert results.total_is_at_least

    @pytest.mark.parametrize(("limit", "count"), [(-1, 1), (0, 1), (2, 2), (10_000, 3)])
    def test_the_size_of_a_page_is_kept_in_bounds(self, limit, count):
        for number in range(1, 4):
            index(number, language="en", title=f"Page {number}", text="zebra")
        assert len(search("zebra", limit=limit).hits) == count

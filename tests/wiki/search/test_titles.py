import pytest

from wiki.search import complete, suggest

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("articles")
class TestTitles:
    @pytest.mark.parametrize("prefix", ["econ", "ÉCON", "Économie des c"])
    def test_completion_forgives_accents_and_case(self, prefix):
        assert [item.title for item in complete(prefix)] == ["Économie des communs"]

    def test_completion_gives_beginnings_first_and_words_inside_after(self):
        titles = [item.title for item in complete("com", language="en")]
        assert titles == ["Commons", "Commons-based peer production", "Tragedy of the commons"]

    def test_completion_of_a_word_that_a_stemmer_would_cut(self):
        assert [item.title for item in complete("producti")] == ["Commons-based peer production"]

    def test_completion_keeps_to_its_number_and_language(self):
        assert len(complete("c", limit=1)) == 1
        assert {item.language for item in complete("c", language="fr")} == {"fr"}

    @pytest.mark.parametrize("prefix", ["公", "悲劇"])
    def test_completion_works_in_scripts_without_spaces(self, prefix):
        assert [item.title for item in complete(prefix)] == ["公共地の悲劇"]

    @pytest.mark.parametrize("prefix", ["", "   ", "\x00"])
    def test_nothing_completes_to_nothing(self, prefix):
        assert complete(prefix) == []

    @pytest.mark.parametrize(
        ("typed", "title"),
        [
            ("elinor ostrum", "Elinor Ostrom"),
            ("comons", "Commons"),
            ("economie des comuns", "Économie des communs"),
            ("Tragedi of the commons", "Tragedy of the commons"),
            ("ψηφικα κοινα", "Ψηφιακά κοινά"),
        ],
    )
    def test_a_title_spelled_nearly_so_is_suggested_first(self, typed, title):
        assert suggest(typed, None)[0].title == title

    def test_what_is_far_from_every_title_suggests_nothing(self):
        assert suggest("xylophone", "en") == []
        assert suggest("ab", "en") == []

    def test_suggestions_keep_to_their_language(self):
        assert suggest("economie des comuns", "en") == []

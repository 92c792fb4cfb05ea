"""The few words that formatting adds to an article, in the article's language.

They are stored with the article's HTML and read by everybody, whatever language the reader's
interface has, so they follow the article and not the request; and the worker that needs them
runs without Django. English stands in for a language that is not here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases with `str.format` places: `{}` is a title, a name or a number."""

    missing: str
    heading_link: str
    table: str
    notes: str
    note: str
    back: str
    back_again: str
    image: str


_ENGLISH = Words(
    missing="(no article yet)",
    heading_link="Link to the section “{}”",
    table="Table {}",
    notes="Notes",
    note="Note {}",
    back="Back to the text from note {}",
    back_again="Back to the text from note {}, place {}",
    image="image",
)

_FRENCH = Words(
    missing="(pas encore d’article)",
    heading_link="Lien vers la section « {} »",
    table="Tableau {}",
    notes="Notes",
    note="Note {}",
    back="Retour au texte depuis la note {}",
    back_again="Retour au texte depuis la note {}, endroit {}",
    image="image",
)


def words_in(language: str) -> Words:
    """Return the phrases for a language code such as `fr` or `fr-CA`."""
    return _FRENCH if language.partition("-")[0].lower() == "fr" else _ENGLISH

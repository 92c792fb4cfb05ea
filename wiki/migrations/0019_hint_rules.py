"""Begin with the rules for hints that the software had in its code, and two more.

Maintainers edit them afterwards, and the public log keeps what they were. Names and meanings
stand here in both languages of the interface, because they are data from now on.
"""

from typing import Any

from django.db import migrations

FIELDS = ("signal", "threshold", "name_en", "name_fr", "meaning_en", "meaning_fr")

# In the order in which the queue shows them.
RULES = (
    (
        "share_removed",
        50,
        "large removal",
        "grande suppression",
        "Half of the validated text or more is gone.",
        "La moitié du texte validé, ou davantage, a disparu.",
    ),
    (
        "links_added",
        5,
        "many links added",
        "beaucoup de liens ajoutés",
        "The change adds five or more addresses of other sites to a validated text: sources, or "
        "advertising. An article that was never validated has no such hint: it begins with its "
        "sources.",
        "La modification ajoute au moins cinq adresses d’autres sites à un texte validé : des "
        "sources, ou de la publicité. Un article qui n’a jamais été validé n’a pas cet indice : "
        "il commence par ses sources.",
    ),
    (
        "first_edit",
        1,
        "first edit",
        "première modification",
        "It is the first change that one of the authors has made here.",
        "C’est la première modification faite ici par l’un des auteurs ou l’une des autrices.",
    ),
    (
        "declined_before",
        1,
        "declined before",
        "déjà refusée",
        "An earlier change to this article by one of the authors was declined.",
        "Une modification antérieure de cet article, par l’un des auteurs ou l’une des autrices, "
        "a été refusée.",
    ),
    (
        "reverted_before",
        1,
        "reverted before",
        "déjà annulée",
        "Somebody else went back to a version from before an earlier change to this article by "
        "one of the authors. Declined changes do not count here.",
        "Quelqu’un d’autre est revenu à une version d’avant une modification de cet article par "
        "l’un des auteurs ou l’une des autrices. Les modifications refusées ne comptent pas ici.",
    ),
    (
        "licence_question",
        1,
        "licence question",
        "question de licence",
        "One of the changes raises a question of licence, which a maintainer decides in any case.",
        "L’une des modifications pose une question de licence, qu’un mainteneur tranche dans tous "
        "les cas.",
    ),
    (
        "repeated",
        8,
        "repeated letters",
        "lettres répétées",
        "A new line holds the same letter, ! or ? eight times or more in a row.",
        "Une nouvelle ligne contient la même lettre, « ! » ou « ? », au moins huit fois de suite.",
    ),
    (
        "capitals",
        4,
        "words in capitals",
        "mots en capitales",
        "A new line holds four or more words in capitals in a row; a few abbreviations do not "
        "count.",
        "Une nouvelle ligne contient au moins quatre mots de suite en capitales ; quelques sigles "
        "ne comptent pas.",
    ),
)


def add(apps: Any, schema_editor: Any) -> None:
    """Add those that are not there yet."""
    rules = apps.get_model("wiki", "HintRule").objects.using(schema_editor.connection.alias)
    known = set(rules.values_list("name_en", flat=True))
    for position, row in enumerate(RULES, start=1):
        values = dict(zip(FIELDS, row, strict=True))
        if values["name_en"] not in known:
            rules.create(position=position, **values)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take away those that nobody renamed; what maintainers added stays."""
    rules = apps.get_model("wiki", "HintRule").objects.using(schema_editor.connection.alias)
    rules.filter(name_en__in=[row[FIELDS.index("name_en")] for row in RULES]).delete()


class Migration(migrations.Migration):
    dependencies = [("wiki", "0018_ready_reasons")]

    operations = [migrations.RunPython(add, remove)]

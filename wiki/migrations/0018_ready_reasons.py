"""Ready-made reasons, with a handful to begin with in English and French."""

from django.db import migrations, models

# Language, verdict, title, text. Frozen: maintainers change them on the site.
FIRST = (
    ("en", "validated", "Thank you", "Thank you: this makes the article better."),
    (
        "en",
        "validated",
        "Welcome",
        "Welcome, and thank you for your first change here. It is validated: readers can rely "
        "on it now.",
    ),
    (
        "en",
        "asked",
        "A source is missing",
        "Please name a source for what you added, so that readers can check it: author, title, "
        "date, and where to find it.",
    ),
    (
        "en",
        "asked",
        "Say who says so",
        "Please say who holds this view, and what others say, so that the article does not take "
        "sides.",
    ),
    (
        "en",
        "asked",
        "Why this change?",
        "I do not see why you changed this. Please say so in the summary of your next edit.",
    ),
    (
        "en",
        "declined",
        "No source",
        "Nobody can check this, as no source is named. With one, please take it up again.",
    ),
    (
        "en",
        "declined",
        "Copied from elsewhere",
        "This stands word for word elsewhere, under a licence that does not let us publish it "
        "here. Please say it in your own words, and name the source.",
    ),
    (
        "en",
        "declined",
        "Advertising",
        "This advertises rather than describes. Please keep to what independent sources say.",
    ),
    (
        "en",
        "declined",
        "Not about this subject",
        "This is not about the subject of this article. It may well fit in another one.",
    ),
    (
        "en",
        "declined",
        "A trial",
        "This looks like a trial. The preview of the editor is there for that: nothing in it is "
        "published.",
    ),
    ("fr", "validated", "Merci", "Merci\u00a0: l’article y gagne."),
    (
        "fr",
        "validated",
        "Bienvenue",
        "Bienvenue, et merci pour cette première modification. Elle est validée\u00a0: on peut "
        "désormais s’y fier.",
    ),
    (
        "fr",
        "asked",
        "Il manque une source",
        "Merci d’indiquer une source pour ce que vous avez ajouté, afin que chacun puisse le "
        "vérifier\u00a0: auteur, titre, date, et où la trouver.",
    ),
    (
        "fr",
        "asked",
        "Dire qui le dit",
        "Merci de dire qui défend ce point de vue, et ce qu’en disent d’autres, pour que "
        "l’article ne prenne pas parti.",
    ),
    (
        "fr",
        "asked",
        "Pourquoi ce changement\u00a0?",
        "Je ne vois pas la raison de cette modification. Merci de la donner dans le résumé de la "
        "prochaine.",
    ),
    (
        "fr",
        "declined",
        "Sans source",
        "Personne ne peut le vérifier, car aucune source n’est indiquée. Avec une source, "
        "reprenez ce texte, il sera bienvenu.",
    ),
    (
        "fr",
        "declined",
        "Copié d’ailleurs",
        "Ce texte figure mot pour mot ailleurs, sous une licence qui ne permet pas de le publier "
        "ici. Merci de le dire avec vos propres mots, et d’indiquer la source.",
    ),
    (
        "fr",
        "declined",
        "Publicité",
        "Ce texte fait de la publicité plus qu’il ne décrit. Merci de s’en tenir à ce que disent "
        "des sources indépendantes.",
    ),
    (
        "fr",
        "declined",
        "Hors sujet",
        "Cela ne concerne pas le sujet de cet article, mais peut trouver sa place dans un autre.",
    ),
    (
        "fr",
        "declined",
        "Un essai",
        "Cela ressemble à un essai. L’aperçu de l’éditeur est fait pour cela\u00a0: rien n’y est "
        "publié.",
    ),
)


def load(apps, schema_editor):
    """Add those that are not there, in this order."""
    reasons = apps.get_model("wiki", "ReadyReason").objects.using(schema_editor.connection.alias)
    places = {}
    for language, verdict, title, text in FIRST:
        group = (language, verdict)
        places[group] = places.get(group, 0) + 1
        reasons.get_or_create(
            language=language,
            verdict=verdict,
            title=title,
            defaults={"text": text, "position": places[group]},
        )


def unload(apps, schema_editor):
    """Take away those that nobody changed."""
    reasons = apps.get_model("wiki", "ReadyReason").objects.using(schema_editor.connection.alias)
    for language, verdict, title, text in FIRST:
        reasons.filter(language=language, verdict=verdict, title=title, text=text).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0017_undo"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadyReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("validated", "validated"),
                            ("asked", "changes asked for"),
                            ("declined", "declined"),
                        ],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(max_length=1000, verbose_name="text")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                ),
            ],
            options={
                "verbose_name": "ready-made reason",
                "verbose_name_plural": "ready-made reasons",
                "ordering": ["language", "verdict", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "verdict", "title"),
                        name="one_reason_per_title",
                        violation_error_message="There is already a reason with this title.",
                    )
                ],
            },
        ),
        migrations.RunPython(load, unload),
    ]

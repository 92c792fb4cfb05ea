"""Articles, their revisions, verdicts, links and topics."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0001_initial"),
        ("licensing", "0001_initial"),
        ("reversion", "0002_add_index_on_version_for_content_type_and_db"),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("author_name", models.CharField(max_length=150, verbose_name="author")),
                (
                    "author_kind",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("guest", "guest"),
                            ("elsewhere", "wrote on another site"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
                ),
                (
                    "recorded",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=500, verbose_name="summary")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("creation", "creation"),
                            ("edit", "edit"),
                            ("merge", "merged edit"),
                            ("revert", "revert"),
                            ("rename", "renaming"),
                            ("relicensing", "change of licence"),
                            ("import", "import"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size in characters")),
                ("size_change", models.IntegerField(verbose_name="change of size in characters")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "awaiting validation"),
                            ("validated", "validated"),
                            ("declined", "declined"),
                            ("undone", "undone before a decision"),
                        ],
                        default="awaiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("key", models.CharField(max_length=240, null=True, unique=True)),
                ("language", models.CharField(max_length=12)),
                ("by_newcomer", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
                ("name_fr", models.CharField(max_length=80, verbose_name="name in French")),
                (
                    "description_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="description in English"
                    ),
                ),
                (
                    "description_fr",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="description in French"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("slug", models.CharField(max_length=200, verbose_name="address")),
                ("text", models.TextField(verbose_name="text")),
                ("pending_since", models.DateTimeField(null=True, verbose_name="awaiting since")),
                (
                    "pending_count",
                    models.PositiveIntegerField(default=0, verbose_name="changes awaiting"),
                ),
                (
                    "contributor_count",
                    models.PositiveIntegerField(default=0, verbose_name="contributors"),
                ),
                (
                    "leading_contributors",
                    models.JSONField(default=list, verbose_name="first in the credits"),
                ),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
                ),
                (
                    "touched",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="touched"),
                ),
                ("deleted_at", models.DateTimeField(null=True, verbose_name="deleted")),
                (
                    "deleted_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="deleted by"),
                ),
                (
                    "deletion_reason",
                    models.TextField(blank=True, verbose_name="reason of the deletion"),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="licensing.licence",
                        verbose_name="licence",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="wiki.article",
                        verbose_name="translation of",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rendering",
                        serialize=False,
                        to="wiki.revision",
                    ),
                ),
                ("html", models.TextField()),
                ("contents", models.JSONField(default=list)),
                ("excerpt", models.CharField(blank=True, max_length=300)),
                ("renderer_version", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "rendering",
                "verbose_name_plural": "renderings",
            },
        ),
        migrations.AddField(
            model_name="revision",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="wiki.article",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="revisions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="licence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="licensing.licence",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wiki.revision",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="reverted_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wiki.revision",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="revision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reversion.revision",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="latest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wiki.revision",
                verbose_name="latest",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="validated",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wiki.revision",
                verbose_name="validated",
            ),
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.UUIDField(default=uuid.uuid4)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("validated", "validated"), ("declined", "declined")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reviewer_name", models.CharField(max_length=150, verbose_name="maintainer")),
                ("comment", models.TextField(blank=True, verbose_name="public comment")),
                ("by_edit", models.BooleanField(default=False)),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="wiki.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict",
                "verbose_name_plural": "verdicts",
            },
        ),
        migrations.AddField(
            model_name="article",
            name="topics",
            field=models.ManyToManyField(
                blank=True, related_name="articles", to="wiki.topic", verbose_name="topics"
            ),
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("slug", models.CharField(max_length=200)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="wiki.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "slug"), name="one_alias_per_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("guest", "guest"),
                            ("elsewhere", "wrote on another site"),
                        ],
                        max_length=10,
                    ),
                ),
                ("revisions", models.PositiveIntegerField(default=0)),
                ("first", models.DateTimeField()),
                ("last", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="wiki.article",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "indexes": [
                    models.Index(
                        fields=["article", "-revisions", "id"], name="contributor_most_first"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "name", "kind"), name="one_contributor_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("slug", models.CharField(max_length=200)),
                ("title", models.CharField(max_length=200)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_out",
                        to="wiki.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "indexes": [
                    models.Index(fields=["language", "slug", "source"], name="link_target")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "language", "slug"), name="one_link_per_target"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Maintainership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="appointed by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maintainerships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "maintainership",
                "verbose_name_plural": "maintainerships",
                "ordering": ["-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("user",),
                        name="one_open_maintainership",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["-created", "-id"], name="revision_newest"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["language", "-created", "-id"], name="revision_by_language"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["author", "-created", "-id"], name="revision_by_author"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["author_name", "-created", "-id"], name="revision_by_name"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("state", "awaiting")),
                fields=["article", "number"],
                name="revision_awaiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("article", "number"), name="one_revision_per_number"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["-created", "-id"], name="review_newest"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reviewer", "-created", "-id"], name="review_by_reviewer"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("pending_since__isnull", False)),
                fields=["pending_since", "id"],
                name="article_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language", "title", "id"], name="article_by_title"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                fields=("language", "slug"), name="one_article_per_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pending_count", 0), ("pending_since", None)),
                    models.Q(("pending_count__gt", 0), ("pending_since__isnull", False)),
                    _connector="OR",
                ),
                name="pending_since_means_pending",
            ),
        ),
    ]

"""`manage.py import_revisions`: a history from elsewhere becomes articles here."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from licensing.models import Licence
from wiki.exchange.applying import Progress, apply_plan
from wiki.exchange.formats import read_revisions
from wiki.exchange.planning import Licences, Outcome, PagePlan, Plan, make_plan
from wiki.models import Topic

LINES_BETWEEN_WORDS = 200  # of progress, where there is no terminal to keep up to date
SECONDS_BETWEEN_WORDS = 0.2  # where there is one


class Command(BaseCommand):
    help = (
        "Import a history of pages (JSON lines, plain or compressed with xz or gzip; one revision "
        "a line with page, author, date, text and, if known, comment, licence, commit and sha1; "
        "the oldest first). A second run adds only what is new."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the history, such as history.jsonl.xz")
        parser.add_argument(
            "--language",
            required=True,
            choices=sorted(settings.CONTENT_LANGUAGES),
            metavar="CODE",
            help="language of the pages whose path names no other (guide/fr/x.md is French)",
        )
        parser.add_argument(
            "--licence",
            required=True,
            metavar="SPDX",
            help="licence of the lines that name none, such as CC-BY-4.0",
        )
        parser.add_argument(
            "--topic", action="append", default=[], metavar="SLUG", help="may be given repeatedly"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        licences = Licences(_licence(options["licence"]))
        topics = _topics(options["topic"])
        now = timezone.now()
        try:
            plan = make_plan(
                read_revisions(path, now=now), language=options["language"], licences=licences
            )
            self._tell_plan(plan, every_page=options["dry_run"])
            if plan.to_write and not options["dry_run"]:
                words = _Words(self, plan.to_write)
                items = read_revisions(path, now=now)
                done = apply_plan(plan, items, licences=licences, topics=topics, tell=words.tell)
                words.end(done)
                self._tell_missed(plan, done)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        if not plan.is_clean:
            sys.exit(1)

    def _tell_plan(self, plan: Plan, *, every_page: bool) -> None:
        for broken in plan.broken:
            self.stderr.write(f"Line {broken.number} is left out. {broken.sentence}")
        for page in plan.pages.values():
            if page.outcome is Outcome.REFUSED:
                self._tell_refused(page)
            elif every_page:
                self.stdout.write(_description(page))
        new, continued = plan.having(Outcome.NEW), plan.having(Outcome.CONTINUED)
        self.stdout.write(
            f"{plan.to_write:,} revisions to write: {len(new)} new articles, "
            f"{len(continued)} to continue; {len(plan.having(Outcome.THERE))} are there already; "
            f"{len(plan.having(Outcome.REFUSED))} pages refused, "
            f"{len(plan.broken)} lines left out."
        )

    def _tell_refused(self, page: PagePlan) -> None:
        self.stderr.write(f"{page.page} is not imported. {page.reason}")

    def _tell_missed(self, plan: Plan, done: Progress) -> None:
        for page in done.refused:
            self._tell_refused(page)
        if done.revisions < plan.to_write:
            raise CommandError("The file changed while it was being read: run the import again.")


class _Words:
    """Tells how far an import is: on one line of a terminal, else every so many revisions."""

    def __init__(self, command: Command, total: int) -> None:
        self.out, self.total = command.stdout, total
        self.started = self.told = time.monotonic()
        self.told_at = 0
        self.on_terminal = bool(self.out.isatty())

    def tell(self, done: Progress) -> None:
        if self.on_terminal and time.monotonic() - self.told > SECONDS_BETWEEN_WORDS:
            self.told = time.monotonic()
            self.out.write(f"\r{self._sentence(done)}\x1b[K", ending="")
            self.out.flush()
        elif self._is_time_for_a_line(done):
            self.told_at = done.revisions
            self.out.write(self._sentence(done))
            self.out.flush()

    def _is_time_for_a_line(self, done: Progress) -> bool:
        # The last line is that of the end.
        is_due = self.told_at + LINES_BETWEEN_WORDS <= done.revisions < self.total
        return is_due and not self.on_terminal

    def end(self, done: Progress) -> None:
        start = "\r\x1b[K" if self.on_terminal else ""
        self.out.write(f"{start}{self._sentence(done)} Done.")

    def _sentence(self, done: Progress) -> str:
        rate = done.revisions / max(time.monotonic() - self.started, 0.001)
        return (
            f"Line {done.line:,}: {done.revisions:,} of {self.total:,} revisions, "
            f"{done.articles:,} articles, {rate:.0f} revisions a second."
        )


def _description(page: PagePlan) -> str:
    """What would become of a page, on one line."""
    licences = ", ".join(sorted(page.licences))
    return (
        f"{page.outcome.value}: {page.page} → {page.path} “{page.title}”, "
        f"{len(page.pending)} of {len(page.lines)} revisions to write, "
        f"{len(page.authors)} authors, {licences}"
    )


def _licence(spdx: str) -> Licence:
    found = Licence.objects.importable().filter(spdx__iexact=spdx).first()
    if found is None:
        known = ", ".join(Licence.objects.importable().values_list("spdx", flat=True))
        raise CommandError(f"Text under {spdx} cannot be imported here; possible are {known}.")
    return found


def _topics(slugs: list[str]) -> list[Topic]:
    found = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        known = ", ".join(Topic.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no topic {', '.join(unknown)}; there are {known}.")
    return list(found.values())

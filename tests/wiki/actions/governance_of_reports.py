"""What every action about licence problems and hidden text leaves in the public log.

A part of tests/wiki/actions/governance.py.
"""

from collections.abc import Callable
from typing import Any

from tests.factories import (
    fresh,
    make_article,
    make_decided,
    make_edit,
    make_hidden,
    make_maintainer,
    make_report,
    make_user,
)
from tests.wiki.peers import WHY
from wiki.actions import deciding_reports, hiding, objecting
from wiki.models import Article, LicenceReport


def with_old_text() -> Article:
    """A text that readers are not shown any more, by somebody else than who decides."""
    article = make_article(text="Copied.\n")
    make_edit(article, "Written anew.\n")
    return fresh(article)


def show_again() -> None:
    hiding.show_again(actor=make_maintainer(), hiding=make_hidden(with_old_text(), 1), reason=WHY)


def decide_reports() -> None:
    article = with_old_text()
    make_decided(make_report(article))
    make_decided(make_report(article, number=1), "hidden", first=1)


def object_to_report() -> LicenceReport:
    report = make_decided(make_report(with_old_text(), number=1), "hidden", first=1)
    objecting.object_to_decision(actor=make_user(), report=report, text=WHY)
    return LicenceReport.objects.get(pk=report.pk)


def answer_objections() -> None:
    other = make_maintainer("maintainer-2")
    for outcome in ("hidden", "refused"):
        report = object_to_report()
        ruling = deciding_reports.Ruling(outcome, WHY)
        objecting.decide_objection(actor=other, report=report, ruling=ruling)
        Article.objects.filter(pk=report.article_id).update(slug=outcome)


REPORTS: dict[str, tuple[Callable[[], Any], str] | str] = {
    "wiki.actions.reporting.file_report": (
        "To report decides nothing; it has a public page and a place in the queue from then on."
    ),
    "wiki.actions.report_mail.forget_addresses": "An address is nobody else's matter.",
    "wiki.actions.hiding.hide_revisions": (lambda: make_hidden(with_old_text(), 1), "text.hide"),
    "wiki.actions.hiding.show_again": (show_again, "text.hide text.show"),
    "wiki.actions.deciding_reports.decide_report": (
        decide_reports, "report.refuse text.hide report.uphold",
    ),
    "wiki.actions.objecting.object_to_decision": (
        object_to_report, "text.hide report.uphold report.object",
    ),
    "wiki.actions.objecting.decide_objection": (
        answer_objections,
        "text.hide report.uphold report.object report.stand"
        " text.hide report.uphold report.object text.show report.change",
    ),
}  # fmt: skip

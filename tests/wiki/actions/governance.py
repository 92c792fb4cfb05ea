"""What every action leaves in the public log: one act to try for each, or the reason why none.

Whoever writes a new action adds a line, or tests/wiki/actions/test_governance_is_logged.py fails.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from licensing import actions as licences
from licensing.models import Licence
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_protection,
    make_user,
    make_validated,
)
from tests.wiki.actions.governance_of_people import PEOPLE
from tests.wiki.actions.governance_of_reports import REPORTS
from tests.wiki.actions.governance_of_texts import TEXTS
from tests.wiki.peers import WHY
from tests.wiki.proposals import FIRST, SECOND, agree, make_proposal, make_shared, taken, write
from wiki.actions import (
    answering,
    asking,
    carrying_out,
    consenting,
    finishing,
    importing,
    looking_again,
    moderating,
    naming,
    pledging,
    proposing,
    reasons,
    relicensing,
    serving,
    starter,
    undoing,
    withdrawing,
)
from wiki.actions.drafts import Draft
from wiki.models import (
    Article,
    ReadyReason,
    Review,
    SecondLook,
    Source,
)

WATCHING = "What one watches is nobody else's matter; how many watch is counted."
CLAIMING = "It decides nothing, binds nobody and is over in minutes; the review page shows it."
OFTEN = "The revision that it makes says who, what and why in the history and recent changes."


def spdx(name: str) -> Licence:
    return Licence.objects.get(spdx=name)


def awaiting() -> Article:
    article = make_article(validated=True)
    make_edit(article, "More.\n")
    return fresh(article)


def past() -> importing.Past:
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return importing.Past("Text.\n", "somebody", now, "", spdx("CC-BY-SA-4.0"), f"past:{WHY}")


def start_history() -> None:
    destination = importing.Destination("en", "Imported")
    importing.start_history(destination=destination, past=[past()], is_whole=True)


def continue_history() -> None:
    destination = importing.Destination("en", "Imported")
    first = past()
    article = importing.start_history(destination=destination, past=[first], is_whole=False)
    more = importing.Past("More.\n", "somebody", first.created, "", first.licence, f"{first.key}:2")
    importing.continue_history(article_id=article.pk, after=first.key, past=[more], is_whole=True)


def load_starter() -> None:
    topic = starter.StarterTopic("newest", "Newest", "Nouveau", "", "")
    starter.load_starter(articles=[starter_article()], topics=[topic])


def starter_article() -> starter.StarterArticle:
    return starter.StarterArticle(
        language="en", title="Starter", text="Text.\n", licence="CC-BY-SA-4.0", topics=("newest",)
    )


def rename() -> None:
    article = make_article()
    naming.rename_article(actor=make_user(), article=article, title="Other", reason=WHY, base=1)


def relicense() -> None:
    article, other = make_article(licence="CC0-1.0"), spdx("CC-BY-SA-4.0")
    relicensing.change_licence(
        actor=make_user(), article=article, licence=other, reason=WHY, base=1
    )


def answer_proposal() -> None:
    proposal = make_proposal()
    for answer in ("agrees", "refuses", "taken_back"):
        agree(proposal, "contributor-1", answer=answer)


def record_permission() -> None:
    article = make_shared()
    write(article, f"{FIRST}{SECOND}\nMore.\n", actor=make_user(), sources=[taken()])
    proposal, source = make_proposal(fresh(article)), Source.objects.get()
    which = {"actor": make_maintainer(), "proposal": proposal, "source": source, "words": WHY}
    consenting.record_permission(**which, address="https://example.org/talk")
    consenting.strike_permission(**which)


def carry_out() -> None:
    proposal = make_proposal()
    agree(proposal, "contributor-1", "contributor-2")
    carrying_out.carry_out(actor=make_user(), proposal=proposal)


def withdraw_proposal() -> None:
    proposal = make_proposal()
    actor = make_user("contributor-9")
    proposing.withdraw_proposal(actor=actor, proposal=proposal, reason=WHY)


def lapse_proposal() -> None:
    proposal = make_proposal()
    Article.objects.filter(pk=proposal.article_id).update(licence=spdx("LAL-1.3"))
    make_proposal(fresh(proposal.article))


def pledge() -> None:
    pledging.give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))


def end_pledge() -> None:
    pledge()
    pledging.end_pledge(actor=make_user(), licence=spdx("CC0-1.0"))


def delete() -> None:
    moderating.delete_article(actor=make_maintainer(), article=make_article(), reason=WHY)


def restore() -> None:
    gone = make_deleted(make_article())
    moderating.restore_article(actor=make_maintainer(), article=gone, reason=WHY)


def ask_for_changes() -> None:
    article = awaiting()
    asking.ask_for_changes(
        actor=make_maintainer(), article=article, reason=WHY, seen=2, seen_validated=1
    )


def edit_and_validate() -> None:
    finishing.edit_and_validate(
        actor=make_maintainer(), article=awaiting(), draft=Draft("Better.\n"),
        seen=2, seen_validated=1,
    )  # fmt: skip


def decline_one() -> None:
    undoing.decline_one(
        actor=make_maintainer(), article=awaiting(), number=2, reason=WHY, seen=2, seen_validated=1
    )


def withdraw() -> None:
    make_declined(awaiting(), reason=WHY)
    review = Review.objects.get(verdict="declined")
    withdrawing.withdraw(actor=make_maintainer(), decision=review.decision, reason=WHY)


def answer_verdict() -> None:
    make_declined(awaiting(), reason=WHY)
    review = Review.objects.get(verdict="declined")
    answering.answer_verdict(actor=make_user(), review=review, text=WHY)


def object_to_verdict() -> SecondLook:
    make_declined(awaiting(), reason=WHY)
    review = Review.objects.get(verdict="declined")
    return looking_again.object_to_verdict(actor=make_user(), review=review, words=WHY)


def uphold() -> None:
    other = make_maintainer("maintainer-2")
    looking_again.uphold(actor=other, look=object_to_verdict(), comment=WHY)


def overturn() -> None:
    other = make_maintainer("maintainer-2")
    looking_again.overturn(actor=other, look=object_to_verdict(), reason=WHY)


def set_version_first() -> None:
    serving.set_version_first(
        actor=make_maintainer(),
        article=make_article(),
        version="validated",
        reason=WHY,
        until=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7),
    )


def ready_reason() -> ReadyReason:
    values = {"language": "en", "verdict": "declined", "title": "Unclear", "text": "Say more."}
    return reasons.add_reason(actor=make_maintainer(), values=values)


def change_reason() -> None:
    changes = {"text": "Say much more."}
    reasons.change_reason(actor=make_maintainer(), ready=ready_reason(), changes=changes)


def add_licence() -> Licence:
    values = {
        "spdx": "LicenseRef-New", "name_en": "New", "name_fr": "Nouvelle",
        "url": "https://example.org/new", "legal_url": "https://example.org/new/legal",
        "credit": "author", "is_open": True,
    }  # fmt: skip
    return licences.add_licence(actor=make_admin(), values=values, reason=WHY)


def licence_act(act: Callable[..., Any], name: str = "CC-BY-4.0", **values: Any) -> None:
    act(actor=make_admin(), licence=spdx(name), reason=WHY, **values)


def change_cell() -> Any:
    return licences.change_cell(
        actor=make_admin(),
        source=spdx("CC-BY-4.0"),
        target=spdx("LAL-1.3"),
        letter="Y",
        rule="A declaration.",
        reason=WHY,
    )


def drop_cell() -> None:
    licences.drop_cell(actor=make_admin(), cell=change_cell(), reason=WHY)


def reorder() -> None:
    licences.reorder(actor=make_admin(), positions={"CC-BY-4.0": 1, "CC0-1.0": 9}, reason=WHY)


# The act to try and the codes that it logs, or why it logs nothing.
TABLE: dict[str, tuple[Callable[[], Any], str] | str] = {
    "wiki.actions.editing.save_edit": OFTEN,
    "wiki.actions.reverting.revert_to": OFTEN,
    "wiki.actions.profiles.set_interface_language": "One's own language is nobody else's matter.",
    "wiki.actions.profiles.set_notice_mail": "One's own e-mail is nobody else's matter.",
    "wiki.actions.telling.mark_read": "What one has read is nobody else's matter.",
    "wiki.actions.watching.watch_article": WATCHING,
    "wiki.actions.watching.stop_watching_article": WATCHING,
    "wiki.actions.watching.watch_topic": WATCHING,
    "wiki.actions.watching.stop_watching_topic": WATCHING,
    "wiki.actions.read_counts.add_reads": "A number of reads decides nothing and is nobody's act.",
    "wiki.actions.claiming.claim": CLAIMING,
    "wiki.actions.claiming.release": CLAIMING,
    "wiki.actions.requesting.ask_for_review": (
        "To ask decides nothing; who asks whom stands on the review page until it is decided."
    ),
    "wiki.actions.answering.answer_verdict": (
        answer_verdict, "review.validate review.decline review.answer",
    ),
    "wiki.actions.importing.start_history": (start_history, "article.import"),
    "wiki.actions.importing.continue_history": (continue_history, "article.import"),
    "wiki.actions.starter.load_starter": (load_starter, "topic.add content.starter"),
    "wiki.actions.naming.rename_article": (rename, "article.rename"),
    "wiki.actions.relicensing.change_licence": (relicense, "article.relicense"),
    "wiki.actions.proposing.propose_licence": (
        lapse_proposal, "proposal.open proposal.lapse proposal.open",
    ),
    "wiki.actions.proposing.withdraw_proposal": (
        withdraw_proposal, "proposal.open proposal.withdraw",
    ),
    "wiki.actions.consenting.answer_proposal": (
        answer_proposal,
        "proposal.open proposal.agree proposal.refuse proposal.take_back",
    ),
    "wiki.actions.consenting.record_permission": (
        record_permission, "proposal.open proposal.permit proposal.strike",
    ),
    "wiki.actions.consenting.strike_permission": (
        record_permission, "proposal.open proposal.permit proposal.strike",
    ),
    "wiki.actions.carrying_out.carry_out": (
        carry_out, "proposal.open proposal.agree proposal.agree article.relicense",
    ),
    "wiki.actions.pledging.give_pledge": (pledge, "pledge.give"),
    "wiki.actions.pledging.end_pledge": (end_pledge, "pledge.give pledge.end"),
    "wiki.actions.moderating.delete_article": (delete, "article.delete"),
    "wiki.actions.moderating.restore_article": (restore, "article.delete article.restore"),
    "wiki.actions.reviewing.validate": (
        lambda: make_validated(awaiting()), "review.validate review.validate",
    ),
    "wiki.actions.reviewing.decline": (
        lambda: make_declined(awaiting()), "review.validate review.decline",
    ),
    "wiki.actions.finishing.edit_and_validate": (
        edit_and_validate, "review.validate review.validate",
    ),
    "wiki.actions.undoing.decline_one": (decline_one, "review.validate review.decline_one"),
    "wiki.actions.asking.ask_for_changes": (ask_for_changes, "review.validate review.ask"),
    "wiki.actions.withdrawing.withdraw": (
        withdraw, "review.validate review.decline review.withdraw",
    ),
    "wiki.actions.looking_again.object_to_verdict": (
        object_to_verdict, "review.validate review.decline review.object",
    ),
    "wiki.actions.looking_again.uphold": (
        uphold, "review.validate review.decline review.object review.uphold",
    ),
    "wiki.actions.looking_again.overturn": (
        overturn, "review.validate review.decline review.object review.withdraw review.overturn",
    ),
    "wiki.actions.serving.set_version_first": (set_version_first, "article.version_first"),
    "wiki.actions.reasons.add_reason": (ready_reason, "reason.add"),
    "wiki.actions.reasons.change_reason": (change_reason, "reason.add reason.change"),
    "wiki.actions.reasons.delete_reason": (
        lambda: reasons.delete_reason(actor=make_maintainer(), ready=ready_reason()),
        "reason.add reason.delete",
    ),
    "wiki.actions.protecting.protect_article": (
        lambda: make_protection(make_article()), "measure.protect",
    ),
    "licensing.actions.add_licence": (add_licence, "licence.add"),
    "licensing.actions.change_licence": (
        lambda: licence_act(licences.change_licence, changes={"name_en": "Other"}),
        "licence.change",
    ),
    "licensing.actions.offer_licence": (
        lambda: licence_act(licences.offer_licence, add_licence().spdx),
        "licence.add licence.offer",
    ),
    "licensing.actions.withdraw_licence": (
        lambda: licence_act(licences.withdraw_licence, "CC0-1.0"), "licence.withdraw",
    ),
    "licensing.actions.choose_default_licence": (
        lambda: licence_act(licences.choose_default_licence, "CC0-1.0"), "licence.default",
    ),
    "licensing.actions.reorder": (reorder, "licence.reorder"),
    "licensing.actions.delete_licence": (
        lambda: licence_act(licences.delete_licence, add_licence().spdx),
        "licence.add licence.delete",
    ),
    "licensing.cells.change_cell": (change_cell, "licence.cell"),
    "licensing.cells.drop_cell": (drop_cell, "licence.cell licence.cell_drop"),
    **PEOPLE,
    **REPORTS,
    **TEXTS,
}  # fmt: skip

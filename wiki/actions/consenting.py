"""What authors answer to a proposal of a licence, and what authors of sources wrote elsewhere."""

from types import MappingProxyType
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.consents import agreement_on
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.proposal_steps import held_in_force, record_step, require_member
from wiki.models import Consent, LicenceProposal, Source, User
from wiki.models.person import Actor
from wiki.models.proposal import ADDRESS_LENGTH
from wiki.permissions import can_decide_licences

MOST = 20  # answers of one person to one proposal
LONGEST = 2000  # characters

ACTIONS = MappingProxyType(
    {
        Consent.Answer.AGREES: "proposal.agree",
        Consent.Answer.REFUSES: "proposal.refuse",
        Consent.Answer.TAKEN_BACK: "proposal.take_back",
    }
)


def answer_proposal(
    *, actor: Actor, proposal: LicenceProposal, answer: str, words: str = ""
) -> Consent:
    """Agrees or refuses for all words of one's own in the article, or takes the answer back.

    Until it is carried out one may change one's mind. The same answer again, without new words, is
    the one that stands. A block keeps nobody from deciding about their own text, but from saying
    more than that. Raises NotAllowed, NotDone.
    """
    member = require_member(actor)
    if answer not in ACTIONS:
        raise NotDone(_("Choose whether you agree or refuse."))
    words = _checked(words)
    if words and member.is_blocked:
        raise NotAllowed(
            _("While you are blocked you can agree or refuse, but say no more: empty the field.")
        )
    with transaction.atomic():
        current = held_in_force(proposal)
        before = current.consents.filter(author=member, source=None)
        last = before.order_by("-created", "-pk").first()
        _require_concerned(member, current, last, answer)
        if last is not None and last.answer == answer and not words:
            return last
        if before.count() >= MOST:
            raise NotDone(
                _("You have changed your mind often enough here: your last answer counts.")
            )
        consent = Consent.objects.create(
            proposal=current,
            author=member,
            author_name=member.public_name,
            answer=answer,
            words=words,
        )
        record_step(member, ACTIONS[Consent.Answer(answer)], current, words)
        return consent


def record_permission(
    *, actor: Actor, proposal: LicenceProposal, source: Source, address: str, words: str
) -> Consent:
    """Records that the authors of a source, who are not here, allow it: where that can be read,
    and in which words. Raises NotAllowed, NotDone."""
    member = _require_recorder(actor, proposal)
    address, words = address.strip(), _checked(words)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > ADDRESS_LENGTH:
        raise NotDone(_("Give a whole address, such as https://example.org/page."))
    if not words:
        raise NotDone(_("Copy the words by which the authors allow it."))
    with transaction.atomic():
        current = held_in_force(proposal)
        taken = next(
            (one for one in agreement_on(current).sources if one.source.pk == source.pk), None
        )
        if taken is None:
            raise NotDone(_("No word from this source stands in the text any more."))
        if not taken.stands_against:
            raise NotDone(_("The text from this source may go along already."))
        consent = Consent.objects.create(
            proposal=current,
            author=member,
            author_name=member.public_name,
            source=source,
            answer=Consent.Answer.AGREES,
            words=words,
            address=address,
        )
        new = {"source": source.title, "address": address}
        record_step(member, "proposal.permit", current, words, new)
        return consent


def strike_permission(
    *, actor: Actor, proposal: LicenceProposal, source: Source, words: str
) -> Consent:
    """Takes back what was recorded of a source by mistake. Raises NotAllowed, NotDone."""
    member = _require_recorder(actor, proposal)
    words = _checked(words)
    if not words:
        raise NotDone(_("Say why: the reason is public."))
    with transaction.atomic():
        current = held_in_force(proposal)
        last = current.consents.filter(source=source).order_by("-created", "-pk").first()
        if last is None or last.answer != Consent.Answer.AGREES:
            raise NotDone(_("Nothing is recorded here for this source."))
        consent = Consent.objects.create(
            proposal=current,
            author=member,
            author_name=member.public_name,
            source=source,
            answer=Consent.Answer.TAKEN_BACK,
            words=words,
        )
        record_step(member, "proposal.strike", current, words, {"source": source.title})
        return consent


def may_record(actor: Actor, proposal: LicenceProposal) -> bool:
    """Maintainers of the article record what authors of sources wrote, but who proposed it."""
    return can_decide_licences(actor, proposal.article) and proposal.proposed_by_id != actor.pk


def _require_recorder(actor: Actor, proposal: LicenceProposal) -> User:
    member = require_member(actor)
    if may_record(member, proposal):
        return member
    if can_decide_licences(member, proposal.article):
        raise NotAllowed(_("You proposed this: another maintainer records what authors wrote."))
    raise NotAllowed(_("Only maintainers of the article record what authors of a source wrote."))


def _require_concerned(
    member: User, proposal: LicenceProposal, last: Consent | None, answer: str
) -> None:
    """Raises NotDone where nothing is asked of the member, or there is nothing to take back."""
    if answer == Consent.Answer.TAKEN_BACK:
        if last is None:
            raise NotDone(_("You have not answered yet: there is nothing to take back."))
        return
    party = agreement_on(proposal).party_of(member)
    if party is None:
        raise NotDone(
            _(
                "No word of the text as it stands is from you, so your consent is not asked for. "
                "You can say what you think of it on the article’s pages or to who proposed it."
            )
        )
    if not party.is_needed:
        raise NotDone(
            _(
                "All your words in this article may go under %(licence)s already, for you gave "
                "them so before: nothing is asked of you."
            )
            % {"licence": proposal.new.name}
        )


def _checked(words: str) -> str:
    words = words.strip().replace("\0", "")
    if len(words) > LONGEST:
        raise NotDone(_("Say it in no more than 2,000 characters."))
    return words

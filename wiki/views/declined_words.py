"""Which versions still hold a change that was declined alone and taken out later."""

from wiki.models import Revision


def holding_declined(changes: list[Revision]) -> list[Revision]:
    """The changes that await, each with the revision that takes declined words out of its text.

    As `taken_out_by`, None where there is none; such a text cannot be validated by itself.
    """
    for change in changes:
        later = [
            other
            for other in changes
            if other.undoes is not None and other.undoes.number <= change.number < other.number
        ]
        change.taken_out_by = later[-1] if later else None  # type: ignore[attr-defined]
    return changes

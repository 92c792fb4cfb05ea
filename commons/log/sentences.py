"""What the rows of the public log say, in words: codes in, sentences out.

Apps register the sentences of their own acts, so that the log knows nothing of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commons.log.models import LogEntry

Words = str | Promise

# Stands for the target while a sentence is put together.
MARK = "\x00"

_sentences: dict[str, Words] = {}
_areas: dict[str, Words] = {}
_fields: dict[str, dict[str, Words]] = {}
_values: dict[tuple[str, str], Mapping[Any, Words]] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a row says, cut where the name of the target stands so that it can be a link."""

    before: str
    target: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.target}{self.after}"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an act changed, in words."""

    what: str
    old: str
    new: str


def register_actions(
    sentences: Mapping[str, Words], *, areas: Mapping[str, Words] | None = None
) -> None:
    """Teach the log what action codes mean; for `AppConfig.ready`.

    A sentence begins after the actor's name: `_("deleted the article %(target)s")`. Besides
    `target` it may name any key of `old` (as `old_key`) and of `new` (as `key`). `areas` names
    the first parts of the codes, for the filter on the page: `{"article": _("Articles")}`.
    """
    _sentences.update(sentences)
    _areas.update({code.partition(".")[0]: code.partition(".")[0] for code in sentences} | _areas)
    _areas.update(areas or {})


def register_fields(
    area: str,
    labels: Mapping[str, Words],
    values: Mapping[str, Mapping[Any, Words]] | None = None,
) -> None:
    """Name the keys of `old` and `new` of one area, and the codes that stand as their values."""
    _fields.setdefault(area, {}).update(labels)
    _values.update({(area, key): names for key, names in (values or {}).items()})


def areas() -> dict[str, str]:
    """Return the registered areas and their names in the active language, by name."""
    named = {code: str(name) for code, name in _areas.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].casefold()))


def sentence(entry: LogEntry) -> Sentence:
    """Say in the active language what a row says, without the actor's name.

    An action that nobody registered is shown by its code: the log outlives the code it logs.
    """
    target = entry.target_label or entry.target_id
    values = _Values(MARK, entry)
    try:
        text = str(_sentences[entry.action]) % values
    except (KeyError, TypeError, ValueError):
        text = f"{entry.action} {MARK}" if target else entry.action
    before, mark, after = text.partition(MARK)
    return Sentence(before, target if mark else "", after.replace(MARK, target))


def describe(entry: LogEntry) -> str:
    """Return the sentence of a row as plain text, without the actor's name."""
    return str(sentence(entry))


class _Values(dict[str, str]):
    """What a sentence may name; a key that the row does not have reads as a dash."""

    def __init__(self, target: str, entry: LogEntry) -> None:
        super().__init__(target=target)
        for prefix, side in (("old_", entry.old), ("", entry.new)):
            if isinstance(side, dict):
                for key, value in side.items():
                    self.setdefault(f"{prefix}{key}", _in_words(entry.area, key, value))

    def __missing__(self, key: str) -> str:
        return "–"


def changes(entry: LogEntry) -> list[Change]:
    """Return what the act changed, one item a key; a value that stayed is left out."""
    old, new = entry.old, entry.new
    if not isinstance(old, dict | None) or not isinstance(new, dict | None):
        return [Change("", _in_words("", "", old), _in_words("", "", new))]
    old, new = old or {}, new or {}
    labels = _fields.get(entry.area, {})
    return [
        Change(
            str(labels.get(key, key)),
            _in_words(entry.area, key, old.get(key)),
            _in_words(entry.area, key, new.get(key)),
        )
        # As the fields were registered: PostgreSQL does not keep the order of keys.
        for key in dict.fromkeys([*labels, *sorted([*old, *new])])
        if old.get(key) != new.get(key)
    ]


def _in_words(area: str, key: str, value: Any) -> str:
    """Return a JSON value as a reader would say it."""
    names = _values.get((area, key), {})
    if isinstance(value, str | int) and value in names:
        return str(names[value])
    if value is None or value == "":
        return "–"
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(value, list):
        return ", ".join(_in_words(area, key, item) for item in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(area, '', item)}" for name, item in value.items())
    return str(value).replace(MARK, "")

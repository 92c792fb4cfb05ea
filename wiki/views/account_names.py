"""Which names a member may take. Pure: no database.

A name stands in credits for ever and in the address of a page, so it is made of letters and
digits of any script, and nobody's can be taken for somebody else's.
"""

import re
import unicodedata

from wiki.models.person import GUEST_PREFIX

MIN_LENGTH = 2
MAX_LENGTH = 60
MARKS = frozenset("-_.'’·")

# Letters that look like others in most typefaces: Greek and Cyrillic that pass for Latin, figures
# that pass for letters. Unicode's own table has thousands; mixing scripts is refused besides.
_FOREIGN = str.maketrans("авгеѕіјкмнорстухһԛԝьαγεηικνορτυχω", "abresijkmhopctyxhqwbayenikvoptuxw")
_FIGURES = str.maketrans("01iıǀ’·", "ollll'.")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")


def tidy(name: str) -> str:
    """The name as it is kept: one form for each letter, no space around."""
    return unicodedata.normalize("NFKC", name).strip()


def has_only_letters(name: str) -> bool:
    """Whether the name begins with a letter or digit and has only these and `MARKS`."""
    if not name or unicodedata.category(name[0])[0] not in "LN":
        return False
    return all(char in MARKS or unicodedata.category(char)[0] in "LMN" for char in name)


def mixes_scripts(name: str) -> bool:
    """Whether letters of two scripts that look alike stand in the name."""
    found: set[str] = set()
    for char in name:
        if char.isalpha():
            found.update(script for script in _SCRIPTS if script in unicodedata.name(char, ""))
    return len(found) > 1


def skeleton(name: str) -> str:
    """What the name looks like; two names with the same one can be taken for each other."""
    folded = unicodedata.normalize("NFKC", tidy(name).casefold())
    latin = folded.translate(_FOREIGN).translate(_FIGURES)
    dashed = re.sub(r"[-_\u2010-\u2015]+", "-", latin)
    return dashed.replace("rn", "m").replace("vv", "w")


def is_reserved(name: str) -> bool:
    """Whether the name looks like a guest's."""
    return skeleton(name).startswith(skeleton(GUEST_PREFIX))

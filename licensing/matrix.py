"""What the licence texts say about moving text from one licence to another, as data.

Rows are the licence that text stands under, columns the licence of the page it would go into.
A letter is a promise to readers and authors: change one only with a source, and say it in public.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

Words = str | Promise

CC0 = "CC0-1.0"
PDM = "CC-PDM-1.0"
BY3 = "CC-BY-3.0"
BY4 = "CC-BY-4.0"
BY_SA3 = "CC-BY-SA-3.0"
BY_SA4 = "CC-BY-SA-4.0"
FAL = "LAL-1.3"
GFDL = "GFDL-1.3-no-invariants-or-later"
ETALAB = "etalab-2.0"
ODBL = "ODbL-1.0"
ODC_BY = "ODC-By-1.0"
PPL = "PPL"
NC = ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0")
ND = ("CC-BY-ND-4.0", "CC-BY-NC-ND-4.0")
# What is made from text under these stays under the same licence, or one that it names.
SHARE_ALIKE = frozenset({BY_SA3, BY_SA4, FAL, GFDL, ODBL, PPL, "CC-BY-NC-SA-4.0"})

# What the licences are called in a sentence.
NAMES: dict[str, Words] = {
    CC0: "CC0 1.0",
    PDM: _("the Public Domain Mark"),
    BY3: "CC BY 3.0",
    BY4: "CC BY 4.0",
    BY_SA3: "CC BY-SA 3.0",
    BY_SA4: "CC BY-SA 4.0",
    FAL: _("the Free Art License 1.3"),
    GFDL: _("the GNU FDL 1.3"),
    ETALAB: _("the Etalab Open Licence 2.0"),
    ODBL: "ODbL 1.0",
    ODC_BY: "ODC-By 1.0",
    PPL: _("the Peer Production License"),
    "CC-BY-NC-4.0": "CC BY-NC 4.0",
    "CC-BY-NC-SA-4.0": "CC BY-NC-SA 4.0",
    "CC-BY-ND-4.0": "CC BY-ND 4.0",
    "CC-BY-NC-ND-4.0": "CC BY-NC-ND 4.0",
}

# What each letter says, short.
LETTERS: dict[str, Words] = {
    "Y": _("yes"),
    "N": _("only if every author agrees"),
    "V": _("in two steps"),
    "R": _("not settled"),
    "P": _("facts only"),
}

TARGETS = (CC0, BY3, BY4, BY_SA3, BY_SA4, FAL, GFDL, PPL)

# Y yes, with notices · N only with the consent of every rightsholder · V only in two steps ·
# R not settled, people decide · P as a work produced from data, with a notice.
_ROWS = {
    #        CC0 BY3 BY4 SA3 SA4 FAL GFDL PPL
    CC0: "     Y   Y   Y   Y   Y   Y   Y   Y",
    PDM: "     Y   Y   Y   Y   Y   Y   Y   Y",
    BY3: "     N   Y   Y   Y   Y   R   R   R",
    BY4: "     N   R   Y   R   Y   R   R   R",
    ETALAB: "  N   R   Y   R   Y   R   R   R",
    BY_SA3: "  N   N   N   Y   Y   V   N   N",
    BY_SA4: "  N   N   N   N   Y   Y   N   N",
    FAL: "     N   N   N   N   Y   Y   N   N",
    GFDL: "    N   N   N   N   N   N   Y   N",
    ODBL: "    R   P   P   P   P   P   P   R",
    ODC_BY: "  R   P   P   P   P   P   P   R",
    PPL: "     N   N   N   N   N   N   N   Y",
    **dict.fromkeys(sorted({*NC, *ND}), " N   N   N   N   N   N   N   N"),
}
CELLS: dict[tuple[str, str], str] = {
    (source, target): letter
    for source, letters in _ROWS.items()
    for target, letter in zip(TARGETS, letters.split(), strict=True)
}

# Where a letter comes from: the cell's own source, else the one of its row.
SOURCE_OF_CELL: dict[tuple[str, str], Words] = {
    (BY_SA3, BY_SA4): _(
        "CC BY-SA 3.0, section 4(b)(ii): an adaptation may carry a later version with the same "
        "elements; the untouched original stays under 3.0."
    ),
    (BY_SA3, FAL): _(
        "Creative Commons lists the Free Art License as compatible with version 4.0 only."
    ),
    (BY_SA4, BY_SA3): _("CC BY-SA 4.0, section 3(b)(1): the same version or a later one."),
    (BY_SA4, FAL): _(
        "Creative Commons declared the Free Art License 1.3 compatible with CC BY-SA 4.0 on "
        "21 October 2014."
    ),
    (FAL, BY_SA4): _(
        "Free Art License 1.3, articles 2.3 and 5, which ask for reciprocity; CC BY-SA 4.0 gives "
        "it since 21 October 2014."
    ),
    (FAL, BY_SA3): _("Nobody has declared the two compatible in both directions."),
    (GFDL, BY_SA3): _(
        "GNU FDL 1.3, section 11: only the operator of a wiki could move its pages, and only "
        "before 1 August 2009."
    ),
    (GFDL, BY_SA4): _("GNU FDL 1.3, section 11: that way ended on 1 August 2009."),
    (BY3, BY4): _(
        "CC BY 3.0, section 4: the licence of an adaptation is free as long as credit is kept."
    ),
    (BY4, BY_SA4): _(
        "CC BY 4.0, section 3(a)(4): the licence of an adaptation must let people keep the "
        "conditions of CC BY 4.0."
    ),
    (BY4, BY3): _("Creative Commons' charts do not speak of going back to an older version."),
    (BY4, BY_SA3): _("Creative Commons' charts do not speak of going back to an older version."),
    (BY3, FAL): _("No declaration either way was found."),
    (BY4, FAL): _("No declaration either way was found."),
    (BY3, GFDL): _("GNU FDL 1.3, sections 2 and 4: no other conditions may be added."),
    (BY4, GFDL): _("GNU FDL 1.3, sections 2 and 4: no other conditions may be added."),
    (BY3, PPL): _("The Peer Production License appears on no list of compatible licences."),
    (BY4, PPL): _("The Peer Production License appears on no list of compatible licences."),
    (ETALAB, BY4): _(
        "Open Licence 2.0, on compatibility: any free licence that asks for at least attribution; "
        "it names CC BY."
    ),
    (ETALAB, BY_SA4): _(
        "Open Licence 2.0, on compatibility, as for CC BY 4.0, which may be adapted under "
        "CC BY-SA 4.0."
    ),
}
SOURCE_OF_ROW: dict[str, Words] = {
    CC0: _("CC0 1.0, section 2: its authors gave up all their rights."),
    PDM: _("True only if the text really is in the public domain: the mark gives no warranty."),
    BY3: _("CC BY 3.0, section 4."),
    BY4: _("CC BY 4.0, section 3(a)."),
    ETALAB: _("Open Licence 2.0, on attribution and compatibility."),
    BY_SA3: _("CC BY-SA 3.0, section 4(b)."),
    BY_SA4: _("CC BY-SA 4.0, section 3(b)."),
    FAL: _("Free Art License 1.3, articles 2.3 and 5."),
    GFDL: _("GNU FDL 1.3, section 4: a changed version stays under exactly this licence."),
    ODBL: _(
        "ODbL 1.0, sections 4.3 to 4.5: a text written from the data is a produced work and needs "
        "a notice; a substantial part of the data itself stays under ODbL."
    ),
    ODC_BY: _("ODC-By 1.0, section 4.3: a work produced from the data needs a notice."),
    PPL: _("Peer Production License, section 4: the same licence only, and limits on commerce."),
    "CC-BY-NC-4.0": _("CC BY-NC 4.0, section 2(a)(1): for non-commercial purposes only."),
    "CC-BY-NC-SA-4.0": _("CC BY-NC-SA 4.0, sections 2(a)(1) and 3(b)."),
    "CC-BY-ND-4.0": _("CC BY-ND 4.0, section 2(a)(1): adapted material may not be shared."),
    "CC-BY-NC-ND-4.0": _("CC BY-NC-ND 4.0, section 2(a)(1): adapted material may not be shared."),
}

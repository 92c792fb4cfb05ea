"""Load the licences that every site knows from the start.

The facts are read from the licence texts, the SPDX list and the Open Definition. They are frozen
here; an admin changes them afterwards, and the public log keeps what they were.
"""

from django.db import migrations

CC = "https://creativecommons.org"
FIELDS = ["spdx", "name_en", "name_fr", "url", "legal_url", "credit", "share_alike", "is_open", "role"]  # fmt: skip


def _cc(spdx, path, name_en, name_fr, *facts):
    return (spdx, name_en, name_fr, f"{CC}/{path}/", f"{CC}/{path}/legalcode", *facts)


# In the order in which pages list them; facts are credit, share-alike, open, role.
REGISTRY = (
    _cc(
        "CC-BY-SA-4.0",
        "licenses/by-sa/4.0",
        "CC BY-SA 4.0",
        "CC BY-SA 4.0",
        "author",
        True,
        True,
        "offered",
    ),
    _cc("CC0-1.0", "publicdomain/zero/1.0", "CC0 1.0", "CC0 1.0", "none", False, True, "offered"),
    _cc("CC-BY-4.0", "licenses/by/4.0", "CC BY 4.0", "CC BY 4.0", "author", False, True, "known"),
    (
        "LAL-1.3",
        "Free Art License 1.3",
        "Licence Art Libre 1.3",
        "https://artlibre.org/licence/lal/",
        "https://artlibre.org/licence/lal/",
        "every_author",
        True,
        True,
        "known",
    ),
    _cc(
        "CC-BY-3.0",
        "licenses/by/3.0",
        "CC BY 3.0 Unported",
        "CC BY 3.0 non transposée",
        "author_title",
        False,
        True,
        "import_only",
    ),
    _cc(
        "CC-BY-SA-3.0",
        "licenses/by-sa/3.0",
        "CC BY-SA 3.0 Unported",
        "CC BY-SA 3.0 non transposée",
        "author_title",
        True,
        True,
        "import_only",
    ),
    (
        "etalab-2.0",
        "Etalab Open Licence 2.0",
        "Licence Ouverte 2.0 (Etalab)",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "https://spdx.org/licenses/etalab-2.0.html",
        "source_date",
        False,
        None,
        "import_only",
    ),
    (
        "CC-PDM-1.0",
        "Public Domain Mark 1.0",
        "Marque du domaine public 1.0",
        f"{CC}/publicdomain/mark/1.0/",
        f"{CC}/publicdomain/mark/1.0/",
        "none",
        False,
        None,
        "import_only",
    ),
    (
        "GFDL-1.3-no-invariants-or-later",
        "GNU FDL 1.3 or later, no invariant sections",
        "GNU FDL 1.3 ou ultérieure, sans section invariante",
        "https://www.gnu.org/licenses/fdl-1.3.html",
        "https://www.gnu.org/licenses/fdl-1.3.txt",
        "history",
        True,
        True,
        "import_off",
    ),
    (
        "ODbL-1.0",
        "Open Database License 1.0",
        "Open Database License 1.0 (ODbL)",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "notice",
        True,
        True,
        "import_off",
    ),
    (
        "ODC-By-1.0",
        "ODC Attribution License 1.0",
        "ODC Attribution License 1.0 (ODC-By)",
        "https://opendatacommons.org/licenses/by/1-0/",
        "https://opendatacommons.org/licenses/by/1-0/",
        "notice",
        False,
        True,
        "import_off",
    ),
    (
        "PPL",
        "Peer Production License",
        "Licence de production entre pairs",
        "https://wiki.p2pfoundation.net/Peer_Production_License",
        "https://wiki.p2pfoundation.net/Peer_Production_License",
        "author",
        True,
        False,
        "described",
    ),
    _cc(
        "CC-BY-NC-4.0",
        "licenses/by-nc/4.0",
        "CC BY-NC 4.0",
        "CC BY-NC 4.0",
        "author",
        False,
        False,
        "refused",
    ),
    _cc(
        "CC-BY-NC-SA-4.0",
        "licenses/by-nc-sa/4.0",
        "CC BY-NC-SA 4.0",
        "CC BY-NC-SA 4.0",
        "author",
        True,
        False,
        "refused",
    ),
    _cc(
        "CC-BY-ND-4.0",
        "licenses/by-nd/4.0",
        "CC BY-ND 4.0",
        "CC BY-ND 4.0",
        "author",
        False,
        False,
        "refused",
    ),
    _cc(
        "CC-BY-NC-ND-4.0",
        "licenses/by-nc-nd/4.0",
        "CC BY-NC-ND 4.0",
        "CC BY-NC-ND 4.0",
        "author",
        False,
        False,
        "refused",
    ),
)
DEFAULT = "CC-BY-SA-4.0"


def load(apps, schema_editor):
    licences = apps.get_model("licensing", "Licence").objects.using(schema_editor.connection.alias)
    for position, row in enumerate(REGISTRY, start=1):
        facts = dict(zip(FIELDS, row, strict=True))
        facts |= {"position": position, "is_default": facts["spdx"] == DEFAULT}
        licences.get_or_create(spdx=facts.pop("spdx"), defaults=facts)


def unload(apps, schema_editor):
    licences = apps.get_model("licensing", "Licence").objects.using(schema_editor.connection.alias)
    licences.filter(spdx__in=[row[0] for row in REGISTRY]).delete()


class Migration(migrations.Migration):
    dependencies = [("licensing", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]

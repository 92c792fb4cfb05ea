"""Compiles the translations that are newer than their compiled form, without further programs."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path = LOCALE) -> list[Path]:
    """Write a .mo beside each .po in the folder that has none as new; return those written."""
    written: list[Path] = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Put in place in one step: another process may be about to read it.
        new = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(new))
        new.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_translations()

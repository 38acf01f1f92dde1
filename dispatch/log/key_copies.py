"""Copies of the keys of personal words: beside a backup, and back from one, never with a key that was destroyed since.

Beside a backup ``FILE`` lies ``FILE.keys``, and one list ``personal.erased`` for the whole folder. Each backup brings
the list up to date and destroys in *every* copy of keys in that folder what it names. A restore applies that list, and
the one in the folder that it fills. What nobody shows this program, a copy of keys on another disk, still opens what it
opened.
"""

from __future__ import annotations

import os
from pathlib import Path

from dispatch.files import replace_file
from dispatch.log.base import LogError, LogUnavailable
from dispatch.log.incident_keys import ERASED_FILE, KEYS_FILE, Erased, add_erased, destroy_in, read_erased, slots_in

SUFFIX = ".keys"


def backup_keys(data: Path, file: Path) -> int:
    """Copy a data folder's keys beside the backup ``file``; return how many keys were destroyed in older copies there.

    A folder without keys has no copy. Raises `LogError`.
    """
    copy = file.with_name(file.name + SUFFIX)
    try:
        if (data / KEYS_FILE).exists():
            replace_file(copy, (data / KEYS_FILE).read_bytes())
        # Read after the copy was made: what is destroyed while it is made is destroyed in it too.
        erased = _gathered(file.parent / ERASED_FILE, [data / ERASED_FILE])
        return sum(destroy_in(each, erased) for each in sorted(file.parent.glob(f"*{SUFFIX}")))
    except OSError as error:
        raise LogUnavailable(f"the keys of {data} cannot be copied beside {file} ({error}); mend that") from error


def restore_keys(file: Path, data: Path, also_erased: Path | None = None) -> list[Erased]:
    """Give a data folder the keys of a backup, without those that were destroyed since; return what was destroyed.

    A folder that has the keys of the same record keeps its own, which are newer. ``also_erased`` is another list of
    what was destroyed. Raises `LogError`, also where the folder has another record's keys.
    """
    copy, keys = file.with_name(file.name + SUFFIX), data / KEYS_FILE
    lists = [file.parent / ERASED_FILE, *([also_erased] if also_erased is not None else [])]
    try:
        if also_erased is not None and not also_erased.exists():
            raise LogError(f"there is no {also_erased}; name the newest personal.erased that there is")
        erased = _gathered(data / ERASED_FILE, lists)
        if copy.exists() and not keys.exists():
            replace_file(keys, copy.read_bytes())
        elif copy.exists() and _first_check(copy) != _first_check(keys):
            raise LogError(f"{keys} holds the keys of another record; restore into another folder, or move it away")
        if keys.exists():
            destroy_in(keys, erased)
    except OSError as error:
        raise LogUnavailable(f"the keys beside {file} cannot be put into {data} ({error}); mend that") from error
    return erased


def _gathered(target: Path, sources: list[Path]) -> list[Erased]:
    """Add to a list what the others name, and return it as it is then."""
    known = read_erased(target)
    missing = sorted({each for source in sources for each in read_erased(source)} - set(known))
    if missing:
        add_erased(target, missing)
    return [*known, *missing]


def _first_check(file: Path) -> str | None:
    """Return what tells the keys of one record from another's."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return next((slot.check for slot in slots_in(descriptor)), None)
    finally:
        os.close(descriptor)

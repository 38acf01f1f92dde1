"""Replaces several files of a folder as one: all of them or none, whenever the machine stops.

The new files are written beside the old ones, into a folder that is then renamed to `PENDING`. That rename is the
moment from which they count: a reader prefers a file in there to the old one. Only then are they moved into place, and
whoever replaces next finishes what was interrupted.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

PENDING = ".onethree-import"
_UNFINISHED = ".onethree-import-unfinished"


def find_table(folder: Path, name: str) -> Path | None:
    """Return the file that counts, None where there is none."""
    paths = (folder / PENDING / name, folder / name)
    return next((path for path in paths if path.exists()), None)


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace the files of these names by these contents. Raises OSError and leaves all as they were, or none."""
    finish(folder)
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        for name, content in contents.items():
            _write_through(unfinished / name, content)
        _sync_folder(unfinished)
        unfinished.rename(folder / PENDING)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync_folder(folder)
    finish(folder)


def finish(folder: Path) -> None:
    """Move into place what an interrupted replacement left; nothing where none was interrupted."""
    pending = folder / PENDING
    if not pending.is_dir():
        return
    for path in sorted(pending.iterdir()):
        path.replace(folder / path.name)
    _sync_folder(folder)
    pending.rmdir()


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

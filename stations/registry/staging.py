"""Replaces several files of a folder as one: all of them or none, whenever the machine stops.

The new files are written beside the old ones, into a folder that is then renamed to `PENDING`. That rename is the
moment from which they count: a reader prefers a file in there to the old one. Only then are they moved into place, and
whoever replaces next finishes what was interrupted.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from stations.problems import StationsError

PENDING = ".onethree-import"
_UNFINISHED = ".onethree-import-unfinished"


def find_table(folder: Path, name: str) -> Path | None:
    """Return the file that counts, None where there is none."""
    paths = (folder / PENDING / name, folder / name)
    return next((path for path in paths if path.exists()), None)


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace the files of these names by these contents.

    Raises OSError, and then either all of them count or none; StationsError where somebody else is replacing just now.
    """
    with _alone_in(folder):
        finish(folder)
        _stage(folder, contents)
        finish(folder)


def _stage(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the new files beside the old ones and make them count."""
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        for name, content in contents.items():
            _write_through(unfinished / name, content)
            with contextlib.suppress(FileNotFoundError):  # a table that is new here gets what the process gives
                shutil.copymode(folder / name, unfinished / name)
        _sync_folder(unfinished)
        unfinished.rename(folder / PENDING)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _sync_folder(folder)


def finish(folder: Path) -> None:
    """Move into place what an interrupted replacement left; nothing where none was interrupted."""
    pending = folder / PENDING
    if not pending.is_dir():
        return
    for path in sorted(pending.iterdir()):
        path.replace(folder / path.name)
    _sync_folder(folder)
    pending.rmdir()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process whatever happens to it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StationsError(f"another import into {folder} is under way; wait for it and try again") from None


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

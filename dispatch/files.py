"""Files that survive a power cut and that no other user of the machine reads."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TextIO

logger = logging.getLogger(__name__)

OWNER_ONLY = 0o077
"""The bits of group and others, which nothing in a data folder may have."""

PRIVATE = ("record.*", "tokens.*", "confirmed*", "personal.*", "*.key", "raw.*")
"""What the hub keeps in a data folder: record, write-ahead log, snapshots, tokens, confirmed head, keys of
personal words, the record's key, raw messages of devices."""


def sync_folder(folder: Path) -> None:
    """Put the names of the files in ``folder`` on stable storage. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file there whole, for its owner alone; content and name are on the disk when this returns.

    Raises OSError; the old file stands then, unless only the last sync failed.
    """
    draft = path.with_suffix(f".{os.getpid()}.draft")
    try:
        draft.touch(mode=0o600)
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def open_private(path: Path) -> TextIO:
    """Open a file for writing that, where it is made here, is its owner's alone. Raises OSError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8")


def keep_new_files_private() -> None:
    """Let this process make files and folders that only their owner may read."""
    os.umask(OWNER_ONLY)


def close_to_others(folder: Path) -> None:
    """Take group's and others' permissions from a data folder and what lies in it; what was open is logged in one line.

    Links are not followed, and only files with names of `PRIVATE` are touched: the folder is closed itself.
    What belongs to somebody else stays as it is and is logged.
    """
    inside = (path for pattern in PRIVATE for path in sorted(folder.glob(pattern)) if not path.is_symlink())
    opened = [path for path in (folder, *inside) if path.stat().st_mode & OWNER_ONLY]
    for path in opened:
        try:
            path.chmod(path.stat().st_mode & 0o7777 & ~OWNER_ONLY)
        except OSError as error:
            logger.warning("%s can be read by other users and stays so: %s; mend its owner", path, error)
    if opened:
        names = ", ".join(path.name for path in opened)
        logger.warning("other users could read what is in %s; taken from them: %s", folder, names)

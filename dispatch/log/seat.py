"""The hub that wants to lead a record on a server: what tells it from another one that wants to lead the same."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from dispatch.log.base import RecordInUse
from dispatch.log.sqlite_lock import LockFile

LEASE_S = 5.0
"""How long a leader that is not heard of is waited for: longer than any stand-still of a hub that works."""

LOCK_FILE = "record.lock"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Claimant(NamedTuple):
    """A hub as a leader of a record: its name for people, whose lease it holds, and for how long (milliseconds)."""

    name: str
    holder: str
    lease_ms: int


class Seat:
    """A hub's name for people, its lease, and the data folder that it alone has while it leads.

    A hub that was killed leaves its lease behind. Where the next one has the same folder on the same running machine,
    and the kernel gives it the folder's lock, the one before is surely gone: its lease is this one's, and nobody waits.
    """

    def __init__(self, name: str | None = None, folder: Path | None = None, *, lease_s: float = LEASE_S) -> None:
        self._name = name or socket.gethostname()
        self._folder = folder
        self._lease_ms = round(lease_s * 1000)
        self._lock: LockFile | None = None

    def take(self) -> Claimant:
        """Return this hub as a leader. Raises `LogUnavailable` where the folder takes no lock file."""
        return Claimant(self._name, self._locked_folder() or uuid4().hex, self._lease_ms)

    def leave(self) -> None:
        """Let go of the folder."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _locked_folder(self) -> str:
        """Lock the folder and return what it is in this running system; empty where another process has it."""
        if self._folder is None or not _BOOT_ID.exists():
            return ""
        if self._lock is None:
            lock = LockFile(self._folder / LOCK_FILE)
            try:
                lock.acquire()
            except RecordInUse:
                return ""
            self._lock = lock
        found = self._folder.stat()
        return f"{_BOOT_ID.read_text(encoding='ascii').strip()}:{found.st_dev}:{found.st_ino}"

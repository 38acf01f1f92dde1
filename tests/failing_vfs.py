"""A SQLite VFS over the real one that answers every write with "disk full" once it is told to."""

from __future__ import annotations

from typing import Any

import apsw


class FailingVFS(apsw.VFS):
    """Registered under ``name`` while it lives."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.full = False
        super().__init__(name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _File:  # noqa: N802 - SQLite's name
        return _File(self, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, vfs: FailingVFS, name: Any, flags: list[int]) -> None:
        self._vfs = vfs
        self._read_only = bool(flags[0] & apsw.SQLITE_OPEN_READONLY)
        super().__init__("", name, flags)

    def xLock(self, level: int) -> None:  # noqa: N802 - SQLite's name
        # When a read-only connection closes, SQLite asks for an exclusive lock, which the system refuses on such a
        # file, and goes on without it; here that refusal would surface as an error of the close.
        if self._read_only and level == apsw.SQLITE_LOCK_EXCLUSIVE:
            raise apsw.BusyError("a read-only file cannot be locked exclusively")
        super().xLock(level)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        if self._vfs.full:
            raise apsw.FullError("the test says that the disk is full")
        super().xWrite(data, offset)

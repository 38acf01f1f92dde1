"""One writer on this machine: an exclusive lock on a file beside the record."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from dispatch.log.base import LogUnavailable, RecordInUse


class LockFile:
    """Holds ``flock`` on a file from `acquire` to `release`; the kernel releases it when the process dies.

    The file stays where it is: removing it would let two processes hold locks on two files of the same name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock and write this process's id into the file. Raises `RecordInUse` or `LogUnavailable`."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LogUnavailable(f"{self._path} cannot be written ({error}); check the folder's owner") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise RecordInUse(f"process {holder} writes the record beside {self._path}; stop that one first") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

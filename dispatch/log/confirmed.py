"""The confirmed head: a small file outside the record that says how far the hub ever let anybody see.

A record that does not hold this position is not the one that alarms were answered from. The file has two slots of one
disk sector each, written in turn, so that a torn write leaves the other one; writing is a plain `pwrite`, synced in a
thread of its own at most once a second: after a power cut it may lag behind the record, never run ahead of it.
"""

from __future__ import annotations

import logging
import os
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from dispatch.files import sync_folder
from dispatch.log.base import Head, LogError, LogUnavailable
from dispatch.log.signed_head import format_head, parse_head

logger = logging.getLogger(__name__)

CONFIRMED_FILE = "confirmed"
_SLOT_BYTES = 512
_SYNC_EVERY_S = 1.0


class Confirmed(NamedTuple):
    """The highest head that anybody may have seen, and the identity that the record had then."""

    head: Head
    epoch: str


def read_confirmed(folder: Path) -> Confirmed | None:
    """Return what the data folder says was confirmed; None where it never said anything. Raises `LogError`."""
    path = folder / CONFIRMED_FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LogUnavailable(f"{path} cannot be read ({error}); check its owner and the disk") from error
    slots = [_parse(content[start : start + _SLOT_BYTES]) for start in (0, _SLOT_BYTES)]
    found = [slot for slot in slots if slot is not None]
    if not found:
        raise LogError(f"{path} is damaged, so nobody can say how far the record was confirmed")
    return max(found, key=lambda each: each.head.seq)


class ConfirmedFile:
    """Keeps the confirmed head of one record, from `begin` to `close`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CONFIRMED_FILE
        self._epoch = ""
        self._slot = 0
        self._descriptor: int | None = None
        self._fails = False
        self._dirty, self._closing = Event(), Event()
        self._thread = Thread(target=self._sync_now_and_then, name="confirmed-head", daemon=True)

    def begin(self, epoch: str, head: Head) -> None:
        """Say from now on what is confirmed of this record, whatever the file said before. Raises `LogUnavailable`."""
        write_confirmed(self._path.parent, Confirmed(head, epoch))
        self._epoch = epoch
        self._descriptor = os.open(self._path, os.O_WRONLY)
        self._thread.start()

    def advance(self, head: Head) -> None:
        """Write down a new head; costs a few microseconds. A disk that refuses is said once: the record goes on."""
        if self._descriptor is None:
            return
        self._slot ^= 1
        try:
            os.pwrite(self._descriptor, _slot(Confirmed(head, self._epoch)), self._slot * _SLOT_BYTES)
        except OSError as error:
            self._complain(error)
            return
        self._fails = False
        if not self._dirty.is_set():  # else the sync that is still to come takes this with it
            self._dirty.set()

    def close(self) -> None:
        """Sync what was written and let the file go."""
        if self._descriptor is None:
            return
        self._closing.set()
        self._dirty.set()
        self._thread.join()
        descriptor, self._descriptor = self._descriptor, None
        os.close(descriptor)

    def _sync_now_and_then(self) -> None:
        while not self._closing.wait(_SYNC_EVERY_S):
            self._dirty.wait()
            self._sync()
        self._sync()

    def _sync(self) -> None:
        self._dirty.clear()
        try:
            os.fdatasync(self._descriptor if self._descriptor is not None else -1)
        except OSError as error:
            self._complain(error)

    def _complain(self, error: OSError) -> None:
        if not self._fails:
            logger.error("the confirmed head cannot be written to %s: %s; the record goes on", self._path, error)
        self._fails = True


def write_confirmed(folder: Path, confirmed: Confirmed) -> None:
    """Put the file there whole and durably. Raises `LogUnavailable`."""
    path = folder / CONFIRMED_FILE
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(2 * _slot(confirmed))
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        sync_folder(folder)
    except OSError as error:
        raise LogUnavailable(f"{path} cannot be written ({error}); check the folder's owner and the disk") from error


def _slot(confirmed: Confirmed) -> bytes:
    words = f"{format_head(confirmed.head)} {confirmed.epoch}"
    return f"{words} {_check(words)}".encode("ascii").ljust(_SLOT_BYTES - 1) + b"\n"


def _parse(slot: bytes) -> Confirmed | None:
    try:
        position, epoch, check = slot.decode("ascii").split()
        head = parse_head(position)
    except (ValueError, LogError):
        return None
    return Confirmed(head, epoch) if check == _check(f"{position} {epoch}") else None


def _check(words: str) -> str:
    return sha256(words.encode("ascii")).hexdigest()[:16]

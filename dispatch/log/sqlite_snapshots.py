"""Snapshots as files beside a SQLite record.

A large one must not swell the write-ahead log that appends wait for.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from threading import Lock

from dispatch.files import sync_folder
from dispatch.log.base import KeptSnapshot, LogUnavailable, Snapshot
from dispatch.log.seal import sealed, unsealed

_MAGIC = b"onethree snapshot 1"
_KEPT = 2
_SLICE_BYTES = 1 << 20
_DIGITS = 20


class SnapshotFiles:
    """Files ``NAME.snapshot-SEQ``: one header line (magic, seq, chained hash, SHA-256 of the data), then the
    data.

    All methods block. A file that is torn is not loaded, its digest tells; with a key nor is one that bears another
    seal (`seal`).
    """

    def __init__(self, record: Path, key: bytes | None = None) -> None:
        self._record = record
        self._key = key
        # A save that nobody waits for any more goes on in its thread; the next one comes after it.
        self._saving = Lock()

    def save(self, snapshot: Snapshot) -> None:
        """Write a snapshot and drop all but the newest two. Raises `LogUnavailable`."""
        path = self._record.with_name(f"{self._record.name}.snapshot-{snapshot.seq:020d}")
        try:
            stored = sealed(self._key, snapshot)
            with self._saving:
                _write_durably(path, _header(stored) + stored.data)
                for old in self._newest_first()[_KEPT:]:
                    old.unlink(missing_ok=True)
        except OSError as error:
            raise LogUnavailable(f"the snapshot {path} was not stored ({error}); check the disk") from error

    def load(self) -> list[Snapshot]:
        """Return the snapshots that can be believed, newest first. Raises `LogUnavailable`."""
        return [kept.snapshot for kept in self.examine() if kept.snapshot is not None]

    def examine(self) -> list[KeptSnapshot]:
        """Return every snapshot file, newest first, with what is wrong with it. Raises `LogUnavailable`."""
        try:
            return [self._examine(path) for path in self._newest_first()]
        except OSError as error:
            raise LogUnavailable(f"the snapshots of {self._record} cannot be read ({error}); check the disk") from error

    def drop(self) -> None:
        """Remove every snapshot, also one that was not finished. Raises `LogUnavailable`."""
        try:
            for path in self._record.parent.glob(f"{self._record.name}.snapshot-*"):
                path.unlink(missing_ok=True)
            sync_folder(self._record.parent)
        except OSError as error:
            raise LogUnavailable(f"the snapshots of {self._record} cannot be removed ({error})") from error

    def _examine(self, path: Path) -> KeptSnapshot:
        seq, stored = int(path.name[-_DIGITS:]), _read(path)
        if stored is None or stored.seq != seq:
            return KeptSnapshot(seq, None, f"{path.name} is torn or was altered: its digest does not fit")
        found = unsealed(self._key, stored)
        return KeptSnapshot(seq, found, "" if found else f"{path.name} does not bear the record's seal")

    def _newest_first(self) -> list[Path]:
        return sorted(self._record.parent.glob(f"{self._record.name}.snapshot-{'[0-9]' * _DIGITS}"), reverse=True)


def _write_durably(path: Path, data: bytes) -> None:
    """Write beside the name, sync, rename.

    Slices are synced one by one, so that no append waits behind all of it.
    """
    part = path.with_name(path.name + ".part")
    with part.open("wb", buffering=0) as file:
        view = memoryview(data)
        for start in range(0, len(view), _SLICE_BYTES):
            file.write(view[start : start + _SLICE_BYTES])
            os.fdatasync(file.fileno())
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.parent)


def _header(snapshot: Snapshot) -> bytes:
    position = b"%d %s" % (snapshot.seq, snapshot.hash.hex().encode("ascii"))
    digest = sha256(position)
    digest.update(snapshot.data)
    return b"%s %s %s\n" % (_MAGIC, position, digest.hexdigest().encode("ascii"))


def _read(path: Path) -> Snapshot | None:
    header, _, data = path.read_bytes().partition(b"\n")
    try:
        seq, chained, _ = header.removeprefix(_MAGIC).decode("ascii").split()
        snapshot = Snapshot(int(seq), bytes.fromhex(chained), data)
    except ValueError:
        return None
    return snapshot if header + b"\n" == _header(snapshot) else None

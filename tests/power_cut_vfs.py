"""A SQLite VFS that remembers which writes were synced, and shows what a power cut at any moment could have left.

Reads and writes go to the real disk. Beside it the VFS keeps, per file, the image as of the last sync and the writes
since then. At a cut each of those may be there, be missing, or be torn: any subset of its 512-byte sectors. That is
harsher than a disk that keeps the order of writes, and as harsh as the POSIX file interface allows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock

import apsw

_SECTOR = 512


@dataclass
class _Image:
    """One file: what is on stable storage (None: not even its name), and what was done since."""

    synced: bytearray | None = None
    since: list[tuple[int, bytes] | int] = field(default_factory=list)
    """Writes (offset, data) and truncations (new size)."""
    deleted: bool = False

    def sync(self) -> None:
        self.synced = _applied(self.synced or bytearray(), self.since)
        self.since.clear()

    def after_cut(self, random: Random) -> bytearray | None:
        """One of the images that a cut may leave; None where the file is not there."""
        if self.deleted and random.random() < 0.5:
            return None
        if self.synced is None and random.random() < 0.3:
            return None
        fate = random.choice(["nothing", "prefix", "subset", "everything"])
        kept = list(self.since)
        if fate == "nothing":
            kept = []
        elif fate == "prefix":
            kept = kept[: random.randrange(len(kept) + 1)]
            if kept:
                kept[-1:] = _torn(kept[-1], random)
        elif fate == "subset":
            kept = [part for change in kept if random.random() < 0.7 for part in _torn(change, random)]
        return _applied(bytearray(self.synced or b""), kept)


def _torn(change: tuple[int, bytes] | int, random: Random) -> list[tuple[int, bytes] | int]:
    if isinstance(change, int):
        return [change]
    offset, data = change
    starts = range(0, len(data), _SECTOR)
    return [(offset + start, data[start : start + _SECTOR]) for start in starts if random.random() < 0.6]


def _applied(image: bytearray, changes: list[tuple[int, bytes] | int]) -> bytearray:
    for change in changes:
        if isinstance(change, int):
            del image[change:]
            continue
        offset, data = change
        image.extend(bytes(max(0, offset - len(image))))
        image[offset : offset + len(data)] = data
    return image


class PowerCutVFS(apsw.VFS):
    """``before_change`` is called before every write, sync, truncation and deletion: the moments that differ."""

    def __init__(self, name: str, before_change: Callable[[], None]) -> None:
        self.name = name
        self.lock = Lock()
        self.images: dict[str, _Image] = {}
        self._before_change = before_change
        super().__init__(name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _File:  # noqa: N802 - SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        return _File(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's name
        self.before_change()
        with self.lock:
            if syncdir:
                self.images.pop(filename, None)
            elif filename in self.images:
                self.images[filename].deleted = True
        super().xDelete(filename, syncdir)

    def before_change(self) -> None:
        self._before_change()

    def image(self, path: str) -> _Image:
        image = self.images.setdefault(path, _Image())
        if image.deleted:
            image = self.images[path] = _Image()
        return image

    def cut(self, folder: Path, random: Random) -> None:
        """Write into ``folder`` what a power cut at this moment may leave."""
        with self.lock:
            images = copy.deepcopy(self.images)
        folder.mkdir()
        for path, image in images.items():
            left = image.after_cut(random)
            if left is not None:
                (folder / Path(path).name).write_bytes(left)


class _File(apsw.VFSFile):
    def __init__(self, vfs: PowerCutVFS, path: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._vfs = vfs
        self._path = path
        self._read_only = bool(flags[0] & apsw.SQLITE_OPEN_READONLY)
        super().__init__("", name, flags)

    def xLock(self, level: int) -> None:  # noqa: N802 - SQLite's name
        # See FailingVFS: SQLite tries this when a read-only connection closes, and does without.
        if self._read_only and level == apsw.SQLITE_LOCK_EXCLUSIVE:
            raise apsw.BusyError("a read-only file cannot be locked exclusively")
        super().xLock(level)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._vfs.before_change()
        with self._vfs.lock:
            self._vfs.image(self._path).since.append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        self._vfs.before_change()
        with self._vfs.lock:
            self._vfs.image(self._path).since.append(newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        self._vfs.before_change()
        super().xSync(flags)
        with self._vfs.lock:
            self._vfs.image(self._path).sync()

"""The keys that personal words are encrypted with: one per incident, in one file beside the record, never in it.

The file ``personal.keys`` is a row of slots of 128 bytes, each a random key (64 bytes, for AES-256-SIV) with its check
(BLAKE2b-64, by which everything names it) and, once it is taken, whose it is and since when. Keys are made *ahead*,
some hundred at a time, and are on stable storage before any of them is taken: taking one writes, but syncs nothing, and
a power cut after an event leaves the key that reads it. Whose a key is says the record as well, which a start reads
again (`restore_taken`). Destroying a key overwrites it in its place with zeros and syncs.

``personal.erased`` names every key that was destroyed, without any secret. It is applied to every copy of the keys that
this program meets: at a start, by a backup to the copies beside it, by a restore.
"""

from __future__ import annotations

import os
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from dispatch.files import replace_file, sync_folder
from dispatch.log.base import LogError, LogUnavailable

KEYS_FILE, ERASED_FILE = "personal.keys", "personal.erased"
AHEAD = 1024
"""So many keys are made ahead: more incidents than can begin while the next ones are written."""

SNAPSHOT = "snapshot"
"""Whose the key is that snapshots are encrypted with."""

_SLOT = struct.Struct(">64s8s32sQQ8x")
_TAKEN = struct.Struct(">32sQQ")
_TAKEN_AT = 72
_HEAD = struct.Struct(">32sQ32s56x")
_MAGIC = b"onethree personal keys 1\n"
_NO_KEY = bytes(64)


class Slot(NamedTuple):
    """One key: its number in the file, itself (None once it is destroyed), its check, whose it is and since when.

    ``owner`` is an incident's id, empty for a key that nobody has taken; ``at_ms`` is hub time; ``erased_seq`` is the
    event that says that it was destroyed (0: none says so, or it is not destroyed).
    """

    number: int
    key: bytes | None
    check: str
    owner: str
    at_ms: int
    erased_seq: int


class IncidentKeys:
    """The keys in a data folder. A file that is not there has none; `prepare` makes it.

    Everything but `prepare` is short enough for an event loop; `destroy` syncs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / KEYS_FILE
        self._file: int | None = None
        self._writable = False
        self._maker: ThreadPoolExecutor | None = None
        self._made: Future[None] | None = None
        self._lock = Lock()
        self._count = 0  # slots that are on stable storage
        self._next = 0  # the first that nobody has taken
        self._owned: dict[str, list[int]] = defaultdict(list)
        self._gone: dict[str, dict[int, int]] = defaultdict(dict)  # by owner: destroyed slot → the event that says so

    def close(self) -> None:
        """Let go of the file; whose keys are is on stable storage then."""
        if self._maker is not None:
            self._maker.shutdown()
            self._maker = None
        if self._file is not None:
            if self._writable:
                os.fsync(self._file)
            os.close(self._file)
            self._file = None

    def open(self) -> None:
        """Open the file for reading, where there is one that this user may read. Raises `LogError`."""
        try:
            self._file = os.open(self._path, os.O_RDONLY)
        except (FileNotFoundError, PermissionError):
            return
        self._look_through()

    def prepare(self) -> None:
        """Open the file for writing, made where there is none, with enough keys ahead. Raises `LogError`."""
        self.close()
        try:
            if not self._path.exists():
                replace_file(self._path, _HEAD.pack(_MAGIC, 0, b""))
            self._file = os.open(self._path, os.O_RDWR)
            self._writable = True
            self._look_through()
            self._apply(read_erased(self._folder / ERASED_FILE))
            self._make_ahead()
        except OSError as error:
            raise self._unusable(error) from error
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="incident-keys")

    # --- what the record's position is ------------------------------------------------------------------------------

    def settled(self, epoch: str) -> int:
        """The event up to which the file holds what the record says of its keys; 0 where it is of another record."""
        if self._file is None:
            return 0
        _, seq, of = _HEAD.unpack(os.pread(self._file, _HEAD.size, 0))
        return seq if of.rstrip(b"\0").decode("ascii") == epoch else 0

    def settle(self, seq: int, epoch: str) -> None:
        """Note that everything the record says up to event ``seq`` is in the file, and on stable storage."""
        if self._file is None:
            return
        os.fdatasync(self._file)
        os.pwrite(self._file, _HEAD.pack(_MAGIC, seq, epoch.encode("ascii")), 0)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def slot(self, number: int) -> Slot | None:
        """Return one slot; None where this file has none of that number."""
        if self._file is None:
            return None
        raw = os.pread(self._file, _SLOT.size, _offset(number))
        return _read(number, raw) if len(raw) == _SLOT.size else None

    def newest_of(self, owner: str) -> int | None:
        """Return the number of the key that an incident's words are encrypted with now; None where it has none."""
        numbers = self._owned.get(owner)
        return numbers[-1] if numbers else None

    def take(self, owner: str, at_ms: int) -> int:
        """Give an incident a key of its own and return its number. Raises `LogUnavailable` where none can be made."""
        if self._file is None or self._maker is None:
            raise LogError("the keys of this folder are open for reading only: call lead() before append()")
        try:
            if self._next >= self._count:
                self._make_ahead()
            number = self._next
            self._mark(number, owner, at_ms)
        except OSError as error:
            raise self._unusable(error) from error
        if self._count - self._next < AHEAD // 2 and (self._made is None or self._made.done()):
            self._made = self._maker.submit(self._make_ahead)
        return number

    def restore_taken(self, number: int, owner: str, at_ms: int) -> None:
        """Note what the record says: whose a key is. A power cut may have taken it from the file."""
        slot = self.slot(number)
        if slot is not None and slot.key is not None and not slot.owner:
            self._mark(number, owner, at_ms)

    def destroy(self, owner: str, seq: int, at_ms: int) -> int:
        """Destroy the keys that an incident had at ``at_ms``; event ``seq`` says so. Return how many.

        They are named in the list of what was destroyed first, so that a crash in between is finished at the next
        start. Raises `LogUnavailable`.
        """
        if self._file is None:
            return 0
        slots = [slot for number in self._owned.get(owner, ()) if (slot := self.slot(number)) is not None]
        doomed = [slot for slot in slots if slot.key is not None and slot.at_ms <= at_ms]
        try:
            if doomed:
                add_erased(self._folder / ERASED_FILE, [Erased(slot.check, owner, seq) for slot in doomed])
            for slot in doomed:
                self._wipe(slot, seq)
            if not doomed:
                self._say_again(owner, seq)
            os.fsync(self._file)
        except OSError as error:
            raise self._unusable(error) from error
        return len(doomed)

    def erasures_of(self, owner: str) -> tuple[int, ...]:
        """The events that say that keys of this incident were destroyed."""
        return tuple(sorted(set(self._gone.get(owner, {}).values()) - {0}))

    def owned(self, before_ms: int) -> list[str]:
        """The incidents that have a key which they got up to that hub time, in the order in which keys were taken."""
        found = []
        for owner, numbers in self._owned.items():
            slot = self.slot(numbers[0]) if numbers and owner != SNAPSHOT else None
            if slot is None:
                continue
            if slot.at_ms > before_ms:
                break  # those behind it are younger still
            found.append(owner)
        return found

    def _apply(self, erased: Iterable[Erased]) -> None:
        """Destroy again what was destroyed before: this may be an older copy."""
        assert self._file is not None  # noqa: S101 - the callers have it open
        by_check = {each.check: each for each in erased}
        for slot in slots_in(self._file) if by_check else ():
            found = by_check.get(slot.check)
            if found is not None and slot.key is not None:
                self._wipe(slot._replace(owner=found.owner), found.seq)

    def _wipe(self, slot: Slot, seq: int) -> None:
        assert self._file is not None  # noqa: S101 - the callers have it open
        _wipe_in(self._file, slot, seq)
        numbers = self._owned.get(slot.owner, [])
        if slot.number in numbers:
            numbers.remove(slot.number)
            if not numbers:
                del self._owned[slot.owner]
        self._next = max(self._next, slot.number + 1)
        self._gone[slot.owner][slot.number] = seq

    def _say_again(self, owner: str, seq: int) -> None:
        """Note that another event says what was destroyed before: that of a record which was restored since."""
        gone = self._gone.get(owner, {})
        if gone and seq and seq not in gone.values():
            slot = self.slot(max(gone))
            if slot is not None:
                self._wipe(slot, seq)

    def _mark(self, number: int, owner: str, at_ms: int) -> None:
        assert self._file is not None  # noqa: S101 - the callers have it open
        name = owner.encode("ascii")
        if len(name) > _OWNER_BYTES:
            raise LogError(f"the id {owner!r} is longer than any incident's")
        os.pwrite(self._file, _TAKEN.pack(name, at_ms, 0), _offset(number) + _TAKEN_AT)
        self._owned[owner].append(number)
        self._next = max(self._next, number + 1)

    def _make_ahead(self) -> None:
        """Write keys until enough wait to be taken; they count once they are on stable storage."""
        with self._lock:
            if self._file is None or self._count - self._next >= AHEAD:
                return
            n_new = AHEAD - (self._count - self._next)
            made = b"".join(_new_slot() for _ in range(n_new))
            os.pwrite(self._file, made, _offset(self._count))
            os.fsync(self._file)
            self._count += n_new

    def _look_through(self) -> None:
        assert self._file is not None  # noqa: S101 - the callers have it open
        self._count = self._next = 0
        self._owned.clear()
        self._gone.clear()
        for slot in slots_in(self._file):
            self._count = slot.number + 1
            if not slot.owner:
                continue
            self._next = slot.number + 1
            if slot.key is not None:
                self._owned[slot.owner].append(slot.number)
            else:
                self._gone[slot.owner][slot.number] = slot.erased_seq

    def _unusable(self, error: OSError) -> LogUnavailable:
        return LogUnavailable(f"the keys of personal words {self._path} cannot be read or written ({error}); mend that")


class Erased(NamedTuple):
    """A key that was destroyed: its check, whose it was, the event that says so."""

    check: str
    owner: str
    seq: int


def read_erased(file: Path) -> list[Erased]:
    """Read a list of what was destroyed; one that is not there is empty, a line that a power cut tore is left out.

    Raises `LogError`.
    """
    try:
        whole, _, _ = file.read_text("ascii").rpartition("\n")
        rows = [line.split() for line in whole.splitlines()]
        return [Erased(row[0], row[1], int(row[2])) for row in rows if len(row) == len(Erased._fields)]
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise LogError(f"{file} is no list of destroyed keys ({error}); put it back from a copy") from error


def add_erased(file: Path, erased: Iterable[Erased]) -> None:
    """Add to a list of what was destroyed; it is on stable storage when this returns. Raises OSError."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as listed:
        # A line that a power cut tore is ended first, so that it spoils no other.
        end = listed.seek(0, os.SEEK_END)
        torn = end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
        lines = "".join(f"{each.check} {each.owner} {each.seq}\n" for each in erased)
        listed.write((("\n" if torn else "") + lines).encode("ascii"))
        listed.flush()
        os.fsync(listed.fileno())
    sync_folder(file.parent)


def destroy_in(file: Path, erased: Iterable[Erased]) -> int:
    """Destroy keys in a copy; return how many it still had. Raises OSError or `LogError`."""
    by_check, n_destroyed = {each.check: each for each in erased}, 0
    descriptor = os.open(file, os.O_RDWR)
    try:
        for slot in slots_in(descriptor):
            found = by_check.get(slot.check)
            if found is not None and slot.key is not None:
                _wipe_in(descriptor, slot._replace(owner=found.owner), found.seq)
                n_destroyed += 1
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return n_destroyed


def _wipe_in(descriptor: int, slot: Slot, seq: int) -> None:
    os.pwrite(descriptor, _NO_KEY, _offset(slot.number))
    taken = _TAKEN.pack(slot.owner.encode("ascii"), slot.at_ms, seq)
    os.pwrite(descriptor, taken, _offset(slot.number) + _TAKEN_AT)


def slots_in(descriptor: int) -> Iterator[Slot]:
    """Read every slot of an open file that is whole. Raises `LogError` where it is no file of keys."""
    if not os.pread(descriptor, _HEAD.size, 0).startswith(_MAGIC):
        raise LogError(f"{KEYS_FILE} or a copy of it is no file of this program's; put it back from a backup")
    number = 0
    while chunk := os.pread(descriptor, 512 * _SLOT.size, _offset(number)):
        for start in range(0, len(chunk) - _SLOT.size + 1, _SLOT.size):
            slot = _read(number, chunk[start : start + _SLOT.size])
            if slot is None:
                return  # made, but not finished: nobody has taken it or any behind it
            yield slot
            number += 1
        if len(chunk) < 512 * _SLOT.size:
            return


_OWNER_BYTES = 32


def _offset(number: int) -> int:
    return (number + 1) * _SLOT.size


def _new_slot() -> bytes:
    key = os.urandom(len(_NO_KEY))
    return _SLOT.pack(key, _check(key), b"", 0, 0)


def _check(key: bytes) -> bytes:
    return blake2b(key, digest_size=8, person=b"onethree key").digest()


def _read(number: int, raw: bytes) -> Slot | None:
    """Read a slot; None where it is torn: its key is neither destroyed nor the one that its check is of."""
    key, check, owner, at_ms, erased_seq = _SLOT.unpack(raw)
    destroyed = key == _NO_KEY
    if check == bytes(8) or (not destroyed and _check(key) != check):
        return None
    return Slot(number, None if destroyed else key, check.hex(), owner.rstrip(b"\0").decode("ascii"), at_ms, erased_seq)

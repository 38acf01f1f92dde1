"""A record whose personal words are encrypted as they are written, each incident's with a key of its own.

What people said about an incident (`dispatch.core.personal` is the list) stands in a stored event as
``"sealed":"NUMBER-CHECK.BASE64"``: the key's slot, its check, and the words under AES-SIV (RFC 5297), with the event's
number as associated data. SIV needs no nonce and is the same for the same words: nothing depends on a counter that a
power cut or a restored backup could set back. The chain binds what is stored, so a record whose keys are destroyed
verifies as before. Snapshots hold the same words and are encrypted as a whole, with a key that goes with the first
incident that is erased after them.

Between the storage and everybody who reads: bodies come out with the words in them, or, where the key was destroyed,
without them and marked ``"personal":"erased"``; where this process does not have the key, ``"withheld"``.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from dispatch.core.instant import from_text
from dispatch.core.personal import ERASED, WITHHELD, join, split
from dispatch.log.base import (
    Batch,
    Head,
    KeptSnapshot,
    Log,
    LogError,
    Remembered,
    RememberedCommand,
    Snapshot,
    Stored,
    Unsealed,
)
from dispatch.log.incident_keys import SNAPSHOT, IncidentKeys

_SEALED = b',"sealed":"'
_MAGIC = b"onethree encrypted snapshot 1 "
_ERASED_EVENT = b'{"type":"incident.erased",'
_SLICE = 2_000
_READY_AT_MOST = 1_024
_EVER = (1 << 63) - 1


class PersonalLog(Log):
    """``stored`` with its personal words encrypted; ``keys`` are the data folder's."""

    def __init__(self, stored: Log, keys: IncidentKeys) -> None:
        self._stored = stored
        self._keys = keys
        self._leads = False
        self._unfinished: set[int] = set()  # events that say that keys are destroyed, which are not yet
        self._erased_seq = 0  # the newest event that erased something while this process had the record
        self._ready: OrderedDict[int, _Key] = OrderedDict()

    async def __aenter__(self) -> Self:
        """Open the record, and the keys for reading. Raises `LogError`."""
        await self._stored.__aenter__()
        try:
            await asyncio.to_thread(self._keys.open)
        except BaseException:
            await self._stored.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Close the record, then the keys."""
        try:
            await self._stored.__aexit__(*exc)
            if self._leads:
                await self._settle(self.head.seq)
        finally:
            await asyncio.to_thread(self._keys.close)

    @property
    def as_stored(self) -> Log:
        """The record without its keys."""
        return self._stored

    @property
    def epoch(self) -> str:
        """As `Log.epoch`."""
        return self._stored.epoch

    @property
    def head(self) -> Head:
        """As `Log.head`."""
        return self._stored.head

    async def lead(self, *, take_over: bool = True) -> int:
        """Become the writer; bring the keys to where the record stands, which a power cut may have kept them from."""
        term = await self._stored.lead(take_over=take_over)
        await asyncio.to_thread(self._keys.prepare)
        settled = self._keys.settled(self.epoch)
        await self._follow_record(settled if settled <= self.head.seq else 0)
        self._leads = True
        return term

    def append(self, batch: Batch) -> None:
        """Queue one command's events, their personal words encrypted. Raises `LogError`."""
        at_ms, seq = batch.at_ms, batch.first_seq
        bodies = tuple(self._seal(body, seq + place, at_ms) for place, body in enumerate(batch.bodies))
        # Most batches hold nobody's words, and go on as they came.
        self._stored.append(batch if bodies == batch.bodies else batch._replace(bodies=bodies))
        for place, body in enumerate(bodies):
            if body.startswith(_ERASED_EVENT):
                self._unfinished.add(seq + place)

    def confirm_with(self, note: Callable[[Head], None]) -> None:
        """As `Log.confirm_with`."""
        self._stored.confirm_with(note)

    def follow_with(self, hear: Callable[[], None] | None) -> None:
        """As `Log.follow_with`."""
        self._stored.follow_with(hear)

    def refresh(self) -> None:
        """As `Log.refresh`."""
        self._stored.refresh()

    async def renew_epoch(self) -> str:
        """As `Log.renew_epoch`."""
        return await self._stored.renew_epoch()

    async def wait_beyond(self, seq: int) -> int:
        """As `Log.wait_beyond`."""
        return await self._stored.wait_beyond(seq)

    async def read(self, after: int, limit: int) -> list[Stored]:
        """As `Log.read`, with the words that can be read in their places."""
        stored = await self._stored.read(after, limit)
        # No text can hold the mark: its quotation marks would be escaped there.
        return [each if (mark := each.body.rfind(_SEALED)) < 0 else self._open(each, mark) for each in stored]

    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """As `Log.read_hashes`."""
        return await self._stored.read_hashes(seqs)

    def hash_at_hand(self, seq: int) -> bytes | None:
        """As `Log.hash_at_hand`."""
        return self._stored.hash_at_hand(seq)

    async def find_commands(self, command_id: str) -> list[Remembered]:
        """As `Log.find_commands`."""
        return await self._stored.find_commands(command_id)

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """As `Log.read_commands`."""
        return await self._stored.read_commands(after, limit)

    async def forget_commands(self, before_ms: int) -> int:
        """As `Log.forget_commands`."""
        return await self._stored.forget_commands(before_ms)

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot, encrypted; what was taken of the keys before it is on stable storage with it."""
        if snapshot.seq < self._erased_seq:
            return  # made before what was erased meanwhile: it holds the words
        number = self._keys.newest_of(SNAPSHOT)
        if number is None:
            number = self._keys.take(SNAPSHOT, 0)
        key = self._key(number)
        if key is None or key.cipher is None:
            raise LogError("the key of snapshots was destroyed while it was used; start the hub again")
        data = await asyncio.to_thread(key.cipher.encrypt, snapshot.data, [key.name])
        await self._stored.save_snapshot(snapshot._replace(data=_MAGIC + key.name + b"\n" + data))
        await self._settle(snapshot.seq)

    async def load_snapshot(self) -> Snapshot | None:
        """The newest snapshot, where it can be read; None where its key is gone: the events tell the same."""
        found = await self._stored.load_snapshot()
        return None if found is None else await asyncio.to_thread(self._decrypted, found)

    async def kept_snapshots(self) -> list[KeptSnapshot]:
        """Everything that is stored as a snapshot, but those whose key is not here: nobody can say what they show."""
        opened: list[KeptSnapshot] = []
        for kept in await self._stored.kept_snapshots():
            if kept.snapshot is None:
                opened.append(kept)
            elif (snapshot := await asyncio.to_thread(self._decrypted, kept.snapshot)) is not None:
                opened.append(kept._replace(snapshot=snapshot))
        return opened

    async def drop_snapshots(self) -> None:
        """As `Log.drop_snapshots`."""
        await self._stored.drop_snapshots()

    async def erase(self, incident: str, seq: int, at_ms: int) -> None:
        """Destroy the keys that an incident had, and the snapshots that hold its words. Raises `LogUnavailable`."""
        self._erased_seq = max(self._erased_seq, seq)
        await asyncio.to_thread(self._keys.destroy, incident, seq, at_ms)
        await asyncio.to_thread(self._keys.destroy, SNAPSHOT, 0, at_ms)
        self._ready.clear()
        await self._stored.drop_snapshots()
        self._unfinished.discard(seq)

    def erasures_of(self, incident: str) -> tuple[int, ...]:
        """As `Log.erasures_of`."""
        return self._keys.erasures_of(incident)

    def erasable(self, before_ms: int) -> list[str]:
        """As `Log.erasable`."""
        return self._keys.owned(before_ms)

    async def check_storage(self) -> list[str]:
        """As `Log.check_storage`."""
        return await self._stored.check_storage()

    async def probe(self) -> None:
        """As `Log.probe`."""
        await self._stored.probe()

    async def find_unsafe(self) -> str:
        """As `Log.find_unsafe`."""
        return await self._stored.find_unsafe()

    def wal_bytes(self) -> int:
        """As `Log.wal_bytes`."""
        return self._stored.wal_bytes()

    # --- one event ----------------------------------------------------------------------------------------------------

    def _seal(self, body: bytes, seq: int, at_ms: int) -> bytes:
        parts = split(body)
        if parts is None:
            return body
        number = self._keys.newest_of(parts.incident)
        key = self._key(self._keys.take(parts.incident, at_ms) if number is None else number)
        if key is None or key.cipher is None:
            raise LogError(f"the key of {parts.incident} was destroyed while it was used; start the hub again")
        sealed = b64encode(key.cipher.encrypt(parts.personal, [_bound(seq)]))
        return b'%b%b%b.%b"}' % (parts.rest[:-1], _SEALED, key.name, sealed)

    def _open(self, stored: Stored, place: int) -> Stored:
        name, _, sealed = stored.body[place + len(_SEALED) : -2].partition(b".")
        key = self._named(name)
        personal = None if key is None else _decrypt(key, sealed, stored.seq)
        if personal is not None:
            return Unsealed.of(stored, join(stored.body[:place] + b"}", personal))
        why = ERASED if key is not None and key.cipher is None else WITHHELD
        return Unsealed.of(stored, b'%b,"personal":"%b"}' % (stored.body[:place], why))

    def _decrypted(self, kept: Snapshot) -> Snapshot | None:
        """Return a snapshot's own text; None where its key is gone. One of an older version is in clear."""
        if not kept.data.startswith(_MAGIC):
            return kept
        name, _, sealed = kept.data[len(_MAGIC) :].partition(b"\n")
        key = self._named(name)
        if key is None or key.cipher is None:
            return None
        try:
            return kept._replace(data=key.cipher.decrypt(sealed, [name]))
        except InvalidTag:
            return None

    def _named(self, name: bytes) -> _Key | None:
        """Return the key that a stored text names; None where this folder does not have it."""
        number = name.partition(b"-")[0]
        key = self._key(int(number)) if number.isdigit() else None
        return key if key is not None and key.name == name else None

    def _key(self, number: int) -> _Key | None:
        found = self._ready.get(number)
        if found is None:
            slot = self._keys.slot(number)
            if slot is None:
                return None
            name = b"%d-%b" % (number, slot.check.encode("ascii"))
            found = self._ready[number] = _Key(name, None if slot.key is None else AESSIV(slot.key))
            if len(self._ready) > _READY_AT_MOST:
                self._ready.popitem(last=False)
        return found

    async def _settle(self, seq: int) -> None:
        """Let the next start read on from event ``seq``, or from the first that is not carried out yet."""
        until = min([seq, *(each - 1 for each in self._unfinished)])
        await asyncio.to_thread(self._keys.settle, until, self.epoch)

    # --- what the record says of its keys -----------------------------------------------------------------------------

    async def _follow_record(self, after: int) -> None:
        """Take from the record whose keys are and which were destroyed, from an event on: a crash may lie between."""
        erased = False
        while events := await self._stored.read(after, _SLICE):
            for event in events:
                if event.body.startswith(_ERASED_EVENT):
                    said = _decode_said(event.body)
                    erased |= self._keys.destroy(said.incident, event.seq, from_text(said.at)) > 0
                elif (place := event.body.rfind(_SEALED)) >= 0:
                    self._restore(event, place)
            after = events[-1].seq
            await asyncio.sleep(0)
        if erased:
            self._keys.destroy(SNAPSHOT, 0, _EVER)
            await self._stored.drop_snapshots()
            self._ready.clear()
        await asyncio.to_thread(self._keys.settle, self.head.seq, self.epoch)

    def _restore(self, event: Stored, place: int) -> None:
        name = event.body[place + len(_SEALED) : -2].partition(b".")[0]
        key = self._named(name)
        if key is not None and key.cipher is not None:
            said = _decode_said(event.body)
            self._keys.restore_taken(int(name.partition(b"-")[0]), said.incident, from_text(said.at))


class _Key(NamedTuple):
    """A key as stored texts name it, ready to use; without a cipher where it was destroyed."""

    name: bytes
    cipher: AESSIV | None


class _Said(msgspec.Struct, frozen=True):
    incident: str
    at: str


_decode_said = msgspec.json.Decoder(_Said).decode


def _bound(seq: int) -> bytes:
    """What the words are bound to: they are no other event's."""
    return seq.to_bytes(8, "big")


def _decrypt(key: _Key, sealed: bytes, seq: int) -> bytes | None:
    """Return the words; None where the key was destroyed, or is another than they were encrypted with."""
    if key.cipher is None:
        return None
    try:
        return key.cipher.decrypt(b64decode(sealed), [_bound(seq)])
    except (InvalidTag, ValueError):
        return None

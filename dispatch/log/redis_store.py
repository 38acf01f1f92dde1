"""The record's operations on a Redis or Valkey server, each one request; no retries, no state of a writer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from dispatch.log import redis_scripts
from dispatch.log.base import (
    GENESIS,
    Batch,
    Head,
    Leader,
    NoRecord,
    RecordDamaged,
    RecordLed,
    Remembered,
    RememberedCommand,
    Snapshot,
    Stored,
)
from dispatch.log.seat import Claimant

_FORMAT = b"1"
_CHUNK_BYTES = 256 << 10
_KEPT_SNAPSHOTS = 2


class Standing(NamedTuple):
    """What the server says about the record: the newest term, the head, and who leads with that term where it said."""

    term: int
    head: Head
    leader: Leader | None = None


class RedisStore:
    """One record under the keys ``{onethree:NAME}:…``; the braces keep them on one node of a cluster.

    ``aside`` is the word under which a damaged record was set aside. Every method may raise the driver's errors.
    """

    def __init__(self, client: Redis, name: str, aside: str | None = None) -> None:
        self._client = client
        self._name = name
        prefix = f"{{onethree:{name}}}:" + (f"{aside}:" if aside else "")
        self._record, self._events = prefix + "record", prefix + "events"
        self._commands, self._order = prefix + "commands", prefix + "order"
        self._lease = prefix + "lease"
        self._snapshots, self._snapshot = prefix + "snapshots", prefix + "snapshot:"
        script = client.register_script
        self._open_script: AsyncScript = script(redis_scripts.OPEN)
        self._lead_script: AsyncScript = script(redis_scripts.LEAD)
        self._hold_script: AsyncScript = script(redis_scripts.HOLD)
        self._release_script: AsyncScript = script(redis_scripts.RELEASE)
        self._append_script: AsyncScript = script(redis_scripts.APPEND)
        self._settle_script: AsyncScript = script(redis_scripts.SETTLE)
        self._aside_script: AsyncScript = script(redis_scripts.SET_ASIDE)
        self._hashes_script: AsyncScript = script(redis_scripts.HASHES)
        self._renew_script: AsyncScript = script(redis_scripts.RENEW)
        self._forget_script: AsyncScript = script(redis_scripts.FORGET)

    async def open(self, epoch: str, *, may_create: bool) -> tuple[str, Head]:
        """Create the record where there is none; return its epoch and head.

        Raises `LogUnavailable` where there is none and none may be made, `RecordDamaged` where head and
        events differ.
        """
        answer = await self._open_script(
            keys=[self._record, self._events], args=[epoch, GENESIS, "yes" if may_create else "no"]
        )
        kind, found_epoch, seq, head_hash, last_seq = answer
        if kind is None and last_seq == b"0":
            raise NoRecord(f"there is no record {self._name!r} on this server; check the address and the name")
        if kind != _FORMAT:
            raise RecordDamaged(
                f"record {self._name!r} has events but no head, or is of another format; restore a backup"
            )
        if seq != last_seq:
            raise RecordDamaged(
                f"record {self._name!r} says that its head is {int(seq)}, but the last event is {int(last_seq)}; "
                "restore a backup"
            )
        return found_epoch.decode(), Head(int(seq), head_hash)

    async def set_aside(self, word: str) -> RedisStore:
        """Give the record's keys other names, in one step; return the record under those."""
        other = RedisStore(self._client, self._name, word)
        names = zip(self._keys, other._keys, strict=True)
        await self._aside_script(keys=[key for pair in names for key in pair])
        return other

    @property
    def _keys(self) -> tuple[str, ...]:
        return self._record, self._events, self._commands, self._order, self._snapshots

    async def lead(self, writer: str, claimant: Claimant, *, take_over: bool) -> Standing:
        """Raise the term for this writer; the same writer may ask again.

        Raises `RecordLed` where another hub's lease runs, unless it shall ``take_over``.
        """
        how = "yes" if take_over else "no"
        args: list[str | int] = [writer, claimant.holder, claimant.name, claimant.lease_ms, how]
        led, *found = await self._lead_script(keys=[self._record, self._lease], args=args)
        standing = _standing(found)
        if led:
            raise RecordLed(standing.leader)
        return standing

    async def hold(self, term: int, claimant: Claimant) -> Standing:
        """Renew the lease of this term's leader, where it still is; return who leads."""
        args: list[str | int] = [term, claimant.holder, claimant.lease_ms]
        return _standing(await self._hold_script(keys=[self._record, self._lease], args=args))

    async def release(self, term: int) -> None:
        """Give this term's lease back, so that nobody waits for its end."""
        await self._release_script(keys=[self._record, self._lease], args=[term])

    async def append(
        self, term: int, head: Head, events: Sequence[Stored], batches: Sequence[Batch], *, lease_ms: int
    ) -> bool:
        """Store all that follows ``head``, or nothing where the server's term or head is another one."""
        args: list[str | bytes | int] = [term, head.seq, head.hash, len(events), lease_ms]
        for event in events:
            args += (event.body, event.hash)
        for batch in batches:
            if batch.command is not None:
                args += (
                    batch.command.id,
                    batch.command.fingerprint.hex(),
                    batch.at_ms,
                    batch.first_seq,
                    batch.last_seq,
                )
        keys = [self._record, self._events, self._commands, self._order, self._lease]
        return bool(await self._append_script(keys=keys, args=args) == 1)

    async def settle(self) -> Standing:
        """Return what is stored, once all of it is synced."""
        return _standing(await self._settle_script(keys=[self._record]))

    async def read_standing(self) -> Standing:
        """Return the term, the head and the leader, whether they are synced or not."""
        return _standing(await self._do("HMGET", self._record, "term", "seq", "hash", "leader"))

    async def read_head(self) -> Head:
        """Return the head."""
        seq, head_hash = await self._do("HMGET", self._record, "seq", "hash")
        return Head(int(seq), head_hash)

    async def wait_for_events(self, after: int, block_ms: int) -> None:
        """Return when there is an event after ``after``, or when the time is over."""
        await self._do("XREAD", "COUNT", 1, "BLOCK", block_ms, "STREAMS", self._events, f"{after}-0")

    async def read(self, after: int, limit: int) -> list[Stored]:
        """Return up to ``limit`` events that follow ``after``."""
        if limit < 1:
            return []
        entries = await self._do("XRANGE", self._events, f"{max(after, 0) + 1}-0", "+", "COUNT", limit)
        return [_stored(entry, fields) for entry, fields in entries]

    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """Return the stored hashes of these events, without those that are not there."""
        if not seqs:
            return {}
        found = await self._hashes_script(keys=[self._events], args=list(seqs))
        return {seq: stored for seq, stored in zip(seqs, found, strict=True) if stored is not None}

    async def renew_epoch(self, term: int, epoch: str) -> bool:
        """Give the record another identity; False where another writer leads it."""
        return bool(await self._renew_script(keys=[self._record], args=[term, epoch]) == 1)

    async def find_commands(self, command_id: str) -> list[Remembered]:
        """Return every acceptance of this id, oldest first."""
        return _acceptances(await self._do("HGET", self._commands, command_id))

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """Return up to ``limit`` remembered commands whose first event follows ``after``."""
        members = await self._do("ZRANGEBYSCORE", self._order, f"({after}", "+inf", "LIMIT", 0, limit)
        if not members:
            return []
        places = [member.partition(b":") for member in members]
        values = await self._do("HMGET", self._commands, *(command_id for _, _, command_id in places))
        return [
            RememberedCommand(command_id.decode(), remembered)
            for (first_seq, _, command_id), value in zip(places, values, strict=True)
            for remembered in _acceptances(value)
            if remembered.first_seq == int(first_seq)
        ]

    async def forget_commands(self, before_ms: int, limit: int) -> int:
        """Forget up to ``limit`` of the oldest commands where they are older than ``before_ms``.

        Return how many.
        """
        return int(await self._forget_script(keys=[self._commands, self._order], args=[before_ms, limit]))

    async def find_unordered(self) -> list[str]:
        """Return the ids of accepted commands that the order of acceptance does not have."""
        found: list[str] = []
        async for command_id, value in self._client.hscan_iter(self._commands):
            for each in _acceptances(value):
                member = b"%d:%b" % (each.first_seq, command_id)
                if await self._do("ZSCORE", self._order, member) is None and await self.find_commands(
                    command_id.decode()
                ):
                    found.append(command_id.decode())
        return found

    async def read_hash(self, seq: int) -> bytes | None:
        """Return the chained hash at ``seq``; None where there is no such event."""
        if seq == 0:
            return GENESIS
        found = await self.read(seq - 1, 1)
        return found[0].hash if found and found[0].seq == seq else None

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Store a snapshot in chunks that appends pass, then name it; drop all but the newest two."""
        key = f"{self._snapshot}{snapshot.seq}:{uuid4().hex}"
        for start in range(0, len(snapshot.data), _CHUNK_BYTES):
            await self._do("RPUSH", key, snapshot.data[start : start + _CHUNK_BYTES])
        replaced = await self._do("HGET", self._snapshots, snapshot.seq)
        await self._do("HSET", self._snapshots, snapshot.seq, snapshot.hash + key.encode())
        if replaced is not None:
            await self._do("UNLINK", replaced[len(GENESIS) :])
        for seq in sorted(map(int, await self._do("HKEYS", self._snapshots)))[:-_KEPT_SNAPSHOTS]:
            await self._drop_snapshot(seq)

    async def drop_snapshots(self) -> None:
        """Remove every snapshot."""
        for seq in await self.list_snapshots():
            await self._drop_snapshot(seq)

    async def _drop_snapshot(self, seq: int) -> None:
        named = await self._do("HGET", self._snapshots, seq)
        if named is not None:
            await self._do("HDEL", self._snapshots, seq)
            await self._do("UNLINK", named[len(GENESIS) :])

    async def list_snapshots(self) -> list[int]:
        """Return the positions that there are snapshots of, newest first."""
        return sorted((int(seq) for seq in await self._do("HKEYS", self._snapshots) if seq.isdigit()), reverse=True)

    async def load_snapshot(self, seq: int) -> Snapshot | None:
        """Return the snapshot at a position, as it is stored; None where it has gone meanwhile."""
        named = await self._do("HGET", self._snapshots, seq)
        if named is None:
            return None
        key = named[len(GENESIS) :]
        chunks: list[bytes] = []
        while chunk := await self._do("LINDEX", key, len(chunks)):
            chunks.append(chunk)
        return Snapshot(seq, named[: len(GENESIS)], b"".join(chunks))

    async def _do(self, *command: str | bytes | int) -> Any:
        return await self._client.execute_command(*command)  # type: ignore[no-untyped-call] # not annotated there


def _stored(entry: bytes, fields: Any) -> Stored:
    """Read one entry of the stream. Raises `RecordDamaged` where it is none of ours."""
    try:
        return Stored(int(entry.partition(b"-")[0]), fields[b"b"], fields[b"h"])
    except (ValueError, KeyError, TypeError) as error:
        raise RecordDamaged(f"entry {entry.decode(errors='replace')} on the server is no event; verify it") from error


def _standing(answer: Any) -> Standing:
    term, seq, head_hash, leader = answer
    if term is None:
        raise RecordDamaged(
            "the record is gone from the server: bring back the server's data, or restore a backup (onethree restore)"
        )
    return Standing(int(term), Head(int(seq), head_hash), _leader(term, leader))


def _leader(term: bytes, told: bytes | None) -> Leader | None:
    """Read who leads; None where a hub leads that did not say (of a version that did not), or nobody ever did."""
    of_term, _, rest = (told or b"").partition(b":")
    since_ms, _, name = rest.partition(b":")
    return Leader(name.decode(errors="replace"), int(since_ms)) if of_term == term and since_ms.isdigit() else None


def _acceptances(value: bytes | None) -> list[Remembered]:
    if value is None:
        return []
    split = (acceptance.split(b":") for acceptance in value.split(b";")[1:])
    try:
        return [
            Remembered(bytes.fromhex(fingerprint.decode()), int(at_ms), int(first), int(last))
            for fingerprint, at_ms, first, last in split
        ]
    except ValueError as error:
        raise RecordDamaged("an accepted command's id on the server is not as the hub wrote it; verify it") from error

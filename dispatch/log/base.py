"""The record's port: an append-only, gap-free, hash-chained sequence of event bodies.

What every adapter promises
---------------------------
**Order.** ``append`` is called from one event loop by one writer. Batches become part of the record in the
order of the calls; a batch's bodies get consecutive sequence numbers, the first of which the writer states
and the log checks.

**Atomicity.** One batch is the outcome of one command. After any crash the record holds a prefix of the
batches that were appended, each of them whole. The memory of a command's id is written in the same step as
its events.

**Durability.** ``append`` only queues. A batch is *durable* when it is on stable storage (SQLite: the WAL is
synced; Redis: ``appendfsync always`` has answered). Only durable events are ever read, and ``wait_beyond``
returns only for them. Adapters commit in groups: everything that queued while the last sync ran goes with the
next.

**Fencing.** ``lead`` makes this log the writer and returns its term, higher than any before. A writer whose
term is no longer the newest fails with `Fenced`; nothing of it is stored. The lease that a leader holds on a
server's record, by that server's clock, only says when another may lead without being told to: the term alone
decides what is stored.

**Failure.** A commit of unknown outcome (the connection broke before the answer) is settled by rereading head
and hash; it is never simply sent again. A commit that failed is fatal: ``wait_beyond`` and every later
``append`` raise the same `LogError`; the hub must stop without answering, and a restart folds what is really
there.

**Bytes.** Bodies are stored and returned verbatim. ``hash_n = SHA-256(hash_{n-1} + n as 8 bytes big-endian +
body_n)``, ``hash_0`` is 32 zero bytes.

**Readers.** Everything but ``lead`` and ``append`` works without being the writer, in other processes too, so
that several hubs can share one record: one leads, the others read. ``wait_beyond`` of a reader notices the
writer's commits.

**Time.** Hub time never runs backwards but where a clock that ran ahead is put right (`ClockRestated`), so the order of
batches is the order of their ``at_ms``; forgetting command ids starts at the oldest and ends at the first young one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self
from uuid import uuid4


class LogError(Exception):
    """The record cannot be used. The message says what happened and what to do."""


class LogUnavailable(LogError):  # noqa: N818 - named for what happened
    """The storage does not answer or refused to store; trying later can help."""


class NoRecord(LogUnavailable):
    """There is no record where one was looked for."""


class UnusableFolder(LogUnavailable):
    """The data folder cannot be used as it is; trying later helps only where somebody mends it."""


class Fenced(LogError):  # noqa: N818 - named for what happened
    """Another writer took over this record with a higher term; this one must stop."""


class Leader(NamedTuple):
    """The hub that writes a record on a server: its name for people, and since when (milliseconds, the server's)."""

    name: str
    since_ms: int

    @property
    def since(self) -> str:
        """Since when, as UTC to the second."""
        return f"{datetime.fromtimestamp(self.since_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def __str__(self) -> str:
        return f"{self.name} since {self.since}"


class RecordLed(LogError):  # noqa: N818 - named for what is found
    """Another hub leads this record and was heard of within its lease; ``leader`` is None where it is not known."""

    def __init__(self, leader: Leader | None) -> None:
        super().__init__(f"this record is led by {leader or 'another hub'}; stop that one, or take the record over")
        self.leader = leader


class RecordInUse(LogError):  # noqa: N818 - named for what happened
    """Another process on this machine writes this record; stop that one first."""


class RecordDamaged(LogError):  # noqa: N818 - named for what happened
    """The stored record contradicts itself (gap, broken chain, unreadable); restore a backup."""


class RecordLost(LogError):  # noqa: N818 - named for what happened
    """The record is not the one that was confirmed: shorter, another one, or gone. Somebody must decide."""


class WrongClock(LogError):  # noqa: N818 - named for what is found
    """The machine's clock is far from where the record ends. Somebody must say which of the two is right."""


class ForeignRecord(LogError):  # noqa: N818 - named for what is found
    """The record belongs to another district."""


class SequenceConflict(LogError):  # noqa: N818 - named for what happened
    """A batch does not follow the last one; the caller's World is not the record's."""


class UnsafeStorage(LogError):  # noqa: N818 - named for what happened
    """The storage is set up so that it may lose what the log promises to keep."""


GENESIS = bytes(32)
"""The hash before the first event."""


class Head(NamedTuple):
    """The last durable event: its sequence number (0: none yet) and chained hash (32 bytes)."""

    seq: int
    hash: bytes


class Stored(NamedTuple):
    """One stored event: sequence number from 1, the body, the chained hash (32 bytes)."""

    seq: int
    body: bytes
    hash: bytes

    @property
    def chained(self) -> bytes:
        """The bytes that lie in the record and that the chain binds."""
        return self.body


class Unsealed(Stored):
    """One stored event with the words in its body that are encrypted in the record (`dispatch.log.personal_log`)."""

    _chained: bytes

    @classmethod
    def of(cls, stored: Stored, body: bytes) -> Unsealed:
        """Return the event as readers get it."""
        made = cls(stored.seq, body, stored.hash)
        made._chained = stored.body
        return made

    @property
    def chained(self) -> bytes:
        """The bytes that lie in the record and that the chain binds."""
        return self._chained


class CommandKey(NamedTuple):
    """A client's command id and a digest of the content it was sent with."""

    id: str
    fingerprint: bytes


class Batch(NamedTuple):
    """What one command brought about.

    ``first_seq`` is the sequence number that the first body must get; ``at_ms`` is hub time (milliseconds
    since 1970, UTC). ``command`` is None for what the hub does by itself. ``bodies`` is never empty.
    """

    first_seq: int
    bodies: tuple[bytes, ...]
    at_ms: int
    command: CommandKey | None = None

    @property
    def last_seq(self) -> int:
        """Sequence number of the last body."""
        return self.first_seq + len(self.bodies) - 1


class Remembered(NamedTuple):
    """An accepted command: its fingerprint, when it was accepted, and the events it brought about."""

    fingerprint: bytes
    at_ms: int
    first_seq: int
    last_seq: int


class RememberedCommand(NamedTuple):
    """A remembered command together with the id that it is remembered by."""

    id: str
    remembered: Remembered


class Snapshot(NamedTuple):
    """A stored World: the position it stands for (sequence number and chained hash there) and its bytes."""

    seq: int
    hash: bytes
    data: bytes


class HeadProof(NamedTuple):
    """A head as the record's key signs it, one line of text, and the key's public half."""

    signed: str
    public_key: str


class KeptSnapshot(NamedTuple):
    """What is stored as a snapshot at ``seq``; None where it cannot be believed, ``why`` says what is wrong with it."""

    seq: int
    snapshot: Snapshot | None
    why: str = ""


def new_epoch() -> str:
    """Make the identity of a new record: opaque, never made twice."""
    return uuid4().hex


class Log(ABC):
    """One record. Use as an async context manager; it is open inside the block.

    ``prove`` signs a head of it; None where this process does not have the record's key.
    """

    prove: Callable[[Head], HeadProof] | None = None

    @property
    def as_stored(self) -> Log:
        """The same record without anything between it and its reader: bodies go in and come out as they are stored."""
        return self

    @abstractmethod
    async def __aenter__(self) -> Self:
        """Open the record, creating it where there is none. Raises `LogError`."""

    @abstractmethod
    async def __aexit__(self, *exc: object) -> None:
        """Make what was appended durable, stop leading, close."""

    @property
    @abstractmethod
    def epoch(self) -> str:
        """The record's identity.

        Made when it is created or restored from a backup, the same over restarts.
        """

    @property
    @abstractmethod
    def head(self) -> Head:
        """The last durable event that this process knows of."""

    @abstractmethod
    async def lead(self, *, take_over: bool = True) -> int:
        """Become the writer and return the term.

        Raises `RecordInUse` (SQLite) or fences the other one (Redis); unless it shall ``take_over``, it raises
        `RecordLed` instead while the other one's lease runs.
        """

    @abstractmethod
    def append(self, batch: Batch) -> None:
        """Queue one command's events; returns at once.

        Raises `SequenceConflict`, or the `LogError` that stopped it.
        """

    @abstractmethod
    def confirm_with(self, note: Callable[[Head], None]) -> None:
        """Call ``note`` with every head that this writer makes durable, before anybody who waits for it hears of it."""

    @abstractmethod
    def follow_with(self, hear: Callable[[], None] | None) -> None:
        """Call ``hear`` whenever the durable head has moved, after it was confirmed and before anybody who waits for it
        is woken; it may append and `refresh`, and must not raise. None: nobody any more."""

    def refresh(self) -> None:
        """Take note at once of what became durable meanwhile, as far as this process can know without waiting.

        For whoever is about to hold up the event loop: what can be let out before that need not wait for its next turn.
        """
        return

    @abstractmethod
    async def renew_epoch(self) -> str:
        """Give the record another identity and return it: what clients hold of the old one is of no use any more.

        Only the writer may, and before its first append.
        """

    @abstractmethod
    async def wait_beyond(self, seq: int) -> int:
        """Wait until the durable head is greater than ``seq``; return it.

        Raises the `LogError` that stopped the log.
        """

    @abstractmethod
    async def read(self, after: int, limit: int) -> list[Stored]:
        """Up to ``limit`` durable events that follow ``after``, in order; empty at the head."""

    @abstractmethod
    async def read_hashes(self, seqs: Sequence[int]) -> dict[int, bytes]:
        """The stored hashes of these events, as they are; a position that is not in the record is left out."""

    def hash_at_hand(self, seq: int) -> bytes | None:
        """The hash of a durable event where this process has it in memory, as it has the newest ones."""
        return self.head.hash if seq == self.head.seq else None

    @abstractmethod
    async def find_commands(self, command_id: str) -> list[Remembered]:
        """Every durable acceptance of this id, oldest first (several only where contents differ).

        Of an id appended twice with the same fingerprint the first acceptance stays.
        """

    @abstractmethod
    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        """Up to ``limit`` remembered commands whose first event follows ``after``, in the order of events."""

    @abstractmethod
    async def forget_commands(self, before_ms: int) -> int:
        """Forget command ids accepted before that hub time; return how many. The events stay."""

    @abstractmethod
    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; older ones but the last two may be dropped. Never delays an append noticeably.

        Raises `SequenceConflict` where its position is not a durable one of this record.
        """

    @abstractmethod
    async def load_snapshot(self) -> Snapshot | None:
        """The newest snapshot whose position is in the record with that very hash.

        None where there is none.
        """

    @abstractmethod
    async def kept_snapshots(self) -> list[KeptSnapshot]:
        """Everything that is stored as a snapshot, newest first, for whoever examines the record."""

    @abstractmethod
    async def drop_snapshots(self) -> None:
        """Remove every snapshot."""

    async def erase(self, incident: str, seq: int, at_ms: int) -> None:
        """Destroy the keys that an incident had at ``at_ms`` (hub time); event ``seq`` says so. See `PersonalLog`."""
        raise LogError(
            f"nothing of {incident} is encrypted in this record: event {seq} of {at_ms} cannot be carried out"
        )

    def erasures_of(self, incident: str) -> tuple[int, ...]:  # noqa: ARG002 - a record without keys knows of none
        """The events that say that an incident's personal words were erased, as far as this process knows."""
        return ()

    def erasable(self, before_ms: int) -> list[str]:  # noqa: ARG002 - a record without keys has none
        """The incidents that have a key still which they got up to that hub time, oldest first."""
        return []

    async def check_storage(self) -> list[str]:
        """What the storage itself finds wrong, a sentence each, beside what reading every event shows."""
        return []

    async def probe(self) -> None:
        """Ask the storage for a sign of life, and whether it still has what this writer confirmed.

        Raises `LogUnavailable` where it does not answer, another `LogError` where it holds another record. Storages
        whose writes alone can tell ask nothing.
        """
        return

    async def find_unsafe(self) -> str:
        """How the storage is set up now so that it may lose what the log promises; empty where it may not.

        Raises `LogError`.
        """
        return ""

    def wal_bytes(self) -> int:
        """The size of the write-ahead log beside the record; 0 for storages that have none."""
        return 0

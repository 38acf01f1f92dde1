"""What was accepted before is known again; what is new is known to be new without a look into the record."""

import random

from dispatch.core.events import RoadOpened, encode
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB
from dispatch.log.base import Batch, LogUnavailable, Remembered, RememberedCommand
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.writer.bloom import BloomFilter
from dispatch.writer.idempotency import Deduplicator, IdempotencyKey

NOW = Instant(1_000)


class CountingLog(MemoryLog):
    """The record in deduplicator; counts the looks into it, and can refuse to be read."""

    looks = 0
    unreadable = False

    async def find_commands(self, command_id: str) -> list[Remembered]:
        self.looks += 1
        return await super().find_commands(command_id)

    async def read_commands(self, after: int, limit: int) -> list[RememberedCommand]:
        if self.unreadable:
            raise LogUnavailable("示例: the disk does not answer")
        return await super().read_commands(after, limit)


def _opened(storage: MemoryStorage) -> CountingLog:
    log = CountingLog(storage, manual=True)
    log.open_now()
    log.lead_now()
    return log


async def _accept(log: MemoryLog, deduplicator: Deduplicator, key: IdempotencyKey) -> None:
    """Store an event under the sending, as the writer does."""
    await deduplicator.find(key, now=NOW)
    seq = log.head.seq + 1
    event = RoadOpened(seq=seq, at=NOW, by=HUB, closure="clo-1")
    log.append(Batch(seq, (encode(event),), NOW, key.accepted_at(NOW)))
    log.commit()


async def test_a_new_id_is_known_to_be_new_without_a_look() -> None:
    log = _opened(MemoryStorage())
    deduplicator = Deduplicator(log)
    await deduplicator.find(IdempotencyKey("c-1", b"one"), now=NOW)
    assert log.looks == 1, "what was accepted before is not known yet"
    await deduplicator.warm_up()
    assert (await deduplicator.find(IdempotencyKey("c-2", b"one"), now=NOW)).answer is None
    assert log.looks == 1


async def test_what_this_process_accepts_is_answered_again() -> None:
    log = _opened(MemoryStorage())
    deduplicator = Deduplicator(log)
    await deduplicator.warm_up()
    await _accept(log, deduplicator, IdempotencyKey("c-1", b"one"))
    again = await deduplicator.find(IdempotencyKey("c-1", b"one"), now=NOW)
    assert again.answer is not None
    assert [event.seq for event in again.answer] == [1]
    assert (await deduplicator.find(IdempotencyKey("c-1", b"another"), now=NOW)).reused


async def test_what_an_earlier_process_accepted_is_answered_again() -> None:
    storage = MemoryStorage()
    before = _opened(storage)
    earlier = Deduplicator(before)
    for number in range(1_000):
        await _accept(before, earlier, IdempotencyKey(f"c-{number}", b"one"))
    before.close_now()
    log = _opened(storage)
    deduplicator = Deduplicator(log)
    await deduplicator.warm_up()
    for number in range(1_000):
        again = await deduplicator.find(IdempotencyKey(f"c-{number}", b"one"), now=NOW)
        assert again.answer is not None, f"c-{number} is forgotten"


async def test_a_record_that_cannot_be_read_back_is_asked_every_time() -> None:
    log = _opened(MemoryStorage())
    deduplicator = Deduplicator(log)
    log.unreadable = True
    await deduplicator.warm_up()
    await deduplicator.find(IdempotencyKey("c-1", b"one"), now=NOW)
    assert log.looks == 1


def test_an_id_that_was_taken_in_is_never_taken_for_new() -> None:
    chance = random.Random(1)
    ids = [f"{chance.getrandbits(80):x}" for _ in range(50_000)]
    accepted = BloomFilter()
    for each in ids[:25_000]:
        accepted.take(each)
    assert all(accepted.take(each) for each in ids[:25_000])
    in_vain = sum(accepted.take(each) for each in ids[25_000:])
    assert in_vain <= 5, "nearly every new id must be known to be new"

"""Opening the record that alarms were answered from, and no other.

A record that is shorter than what was confirmed, another one, damaged, of another district or gone is refused with a
sentence. Told to accept the loss, the hub goes on under a new epoch with an event that says what is missing.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dispatch.core.commands import Command, NoteLoss, RestateClock
from dispatch.core.decide import decide
from dispatch.core.events import IncidentOpened, decode, encode
from dispatch.core.instant import Instant, to_text
from dispatch.core.posts import zone_of
from dispatch.core.reach import NOWHERE
from dispatch.core.vocabulary import HUB
from dispatch.core.world import DEFAULT_SETTINGS, World
from dispatch.log.base import (
    Batch,
    ForeignRecord,
    Log,
    LogError,
    NoRecord,
    RecordDamaged,
    RecordLed,
    Stored,
)
from dispatch.log.claims import Claim, Loss, find_loss, loss_of_all, read_claims, refuse, witness_claims
from dispatch.log.confirmed import ConfirmedFile
from dispatch.log.keys import SigningKey, make_key, read_key
from dispatch.log.open import open_log
from dispatch.log.seat import Seat
from dispatch.log.witness import WitnessFile, read_witness, set_aside
from dispatch.writer import snapshots
from dispatch.writer.alive import read_alive
from dispatch.writer.clock import FAR_DRIFT_MS, check_wall, wall_ms
from dispatch.writer.snapshots import Loaded

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class RecordPlace:
    """Where a record is kept, and what its operator decided about it.

    ``accept_loss``: go on without what is missing. ``renamed``: the district has another name since.
    ``accept_clock``: the machine's clock is right, however far from the record's end. ``restate_clock``: it is right
    now, and a record that a clock ahead of it wrote goes on at the right time. ``seat`` is the hub that wants to lead a
    record on a server; ``take_over``: at once, whoever leads it now.
    """

    folder: Path
    redis: str | None = None
    name: str | None = None
    witness: Path | None = None
    accept_unsafe: bool = False
    accept_loss: bool = False
    renamed: bool = False
    accept_clock: bool = False
    restate_clock: bool = False
    seat: Seat | None = None
    take_over: bool = False


StandBy = Callable[[RecordLed], Awaitable[None]]
"""Waits a while because another hub leads; then it is tried again."""


class OpenRecord(NamedTuple):
    """A record that this process writes: the World at its end, the key that signs its heads, its witness.

    ``alive_at`` is when the hub last lived, as far as anybody knows; None for a new record. ``snapshot_seq`` is the
    event up to which a snapshot gave the World; what came after it was folded.
    """

    log: Log
    world: World
    key: SigningKey
    witness: WitnessFile | None
    alive_at: Instant | None = None
    snapshot_seq: int = 0


@asynccontextmanager
async def open_record(
    place: RecordPlace,
    district: str,
    on_progress: Callable[[str], None] = logger.info,
    *,
    wall: Callable[[], int] = wall_ms,
    stand_by: StandBy | None = None,
) -> AsyncIterator[OpenRecord]:
    """Lead the record of this district until the block ends; from here on what becomes durable is confirmed.

    While another hub leads it, ``stand_by`` is called again and again; without it, that raises `RecordLed`.
    Raises `RecordLost`, `RecordDamaged`, `ForeignRecord`, `WrongClock` or another `LogError`.
    """
    async with AsyncExitStack() as stack:
        claims = read_claims(place.folder, place.witness, forgive=place.accept_loss)
        key = _key_of(place.folder, on_progress)
        led_at = 0  # when another hub led it last, as far as this one saw

        async def wait_for(led: RecordLed) -> None:
            nonlocal led_at
            led_at = wall()
            if stand_by is None:
                raise led
            await stand_by(led)

        log, (world, snapshot_seq), loss = await _open_and_compare(place, claims, stack, wait_for)
        _check_district(world, district, place)
        ahead_ms = world.at - wall()
        restated = place.restate_clock and ahead_ms > FAR_DRIFT_MS
        if world.seq and not place.accept_clock and not restated:
            check_wall(world.at, wall())
        alive_at = Instant(max(world.at, read_alive(place.folder) or 0, led_at)) if world.seq else None
        if loss is not None:
            world, snapshot_seq = await _go_on_without(log, world, loss, place), 0
            on_progress(f"accepted: {loss.words}; the record goes on with epoch {log.epoch}")
        if restated:
            world = await restate_clock(log, world, Instant(wall()))
            on_progress(f"hub time goes back to {to_text(world.at)}; the record goes on with epoch {log.epoch}")
        elif place.restate_clock:
            on_progress("the record does not end ahead of the clock: nothing to restate, leave out --restate-clock")
        confirmed = ConfirmedFile(place.folder)
        stack.callback(confirmed.close)
        confirmed.begin(log.epoch, log.head)
        log.confirm_with(confirmed.advance)
        witness = stack.enter_context(WitnessFile(place.witness, key)) if place.witness else None
        yield OpenRecord(log, world, key, witness, alive_at, snapshot_seq)


async def note_loss(log: Log, world: World, loss: Loss) -> World:
    """Write into the record what it lost, under a new epoch; return the World after that."""
    await log.renew_epoch()
    command = NoteLoss(
        lost_epoch=loss.highest.epoch,
        confirmed_seq=loss.highest.head.seq,
        confirmed_hash=loss.highest.head.hash.hex(),
        kept_seq=loss.kept.seq,
        why=loss.words,
    )
    return await _note(log, world, command, Instant(max(wall_ms(), world.at)))


async def restate_clock(log: Log, world: World, now: Instant) -> World:
    """Write into a record that ends ahead of ``now`` that hub time goes on there, under a new epoch; return the World
    after that. Nothing is taken out: what was written ahead stays as it was written."""
    month = f"{now.in_zone(zone_of(world)).month:02d}"
    last_number = await _last_number(log, month, now)
    await log.renew_epoch()
    return await _note(log, world, RestateClock(month=month, last_number=last_number), now)


async def _note(log: Log, world: World, command: Command, now: Instant) -> World:
    """Write into the record, before anything else happens, what this start found."""
    decision = decide(world, command, now=now, by=HUB, reach=NOWHERE)
    bodies = tuple(encode(event) for event in decision.events)
    log.append(Batch(world.seq + 1, bodies, decision.world.at))
    await log.wait_beyond(world.seq)
    return decision.world


async def _last_number(log: Log, month: str, now: Instant) -> int:
    """Return the highest number that an incident of this month has in the record; 0 where there is none."""
    highest = after = 0
    while stored := await log.read(after, _READ_AT_ONCE):
        for each in stored:
            event = decode(each.body) if _OPENED in each.body[:_TYPE_WITHIN] else None
            if isinstance(event, IncidentOpened) and event.number.startswith(f"{month}-") and now - event.at < _YEAR_MS:
                highest = max(highest, int(event.number.partition("-")[2]))
        after = stored[-1].seq
    return highest


_READ_AT_ONCE = 1_000
_OPENED = b'"incident.opened"'
_TYPE_WITHIN = 40
_YEAR_MS = 300 * 24 * 3_600_000
"""An incident of the same month that is older has its number of another year."""


def _key_of(folder: Path, on_progress: Callable[[str], None]) -> SigningKey:
    """Return the folder's key, made and told where there is none yet."""
    found = read_key(folder)
    if found is not None:
        return found
    key = make_key(folder)
    on_progress(f"this record's public key is {key.public}; give it to whoever shall be able to prove the record")
    return key


async def _open_and_compare(
    place: RecordPlace, claims: Sequence[Claim], stack: AsyncExitStack, stand_by: StandBy
) -> tuple[Log, Loaded, Loss | None]:
    """Open the record and fold it; return also what it lost, which is only so where the place accepts it."""
    try:
        log, loaded = await _lead(place, stack, create=place.accept_loss or not claims, stand_by=stand_by)
    except NoRecord as error:
        gone = loss_of_all(claims, str(error).split(";", maxsplit=1)[0])
        raise refuse(gone) if gone is not None else error from error
    except RecordDamaged as damage:
        if not place.accept_loss:
            raise RecordDamaged(f"{damage}; or go on with what can be read: serve --accept-loss") from damage
        from dispatch.log.salvage import salvage  # noqa: PLC0415 - with the driver of servers: for a damaged record only

        rest = await salvage(
            place.folder, place.redis, place.name, accept_unsafe=place.accept_unsafe, check=_fold_along()
        )
        log, loaded = await _lead(place, stack, create=True, stand_by=stand_by)
        return log, loaded, await find_loss(log, claims) or rest
    loss = await find_loss(log, claims)
    if loss is not None and not place.accept_loss:
        raise refuse(loss)
    return log, loaded, loss


def _fold_along() -> Callable[[Stored], None]:
    """Return a check that folds one event after the other and raises `RecordDamaged` at the first that cannot be."""
    world = World()

    def check(stored: Stored) -> None:
        nonlocal world
        world = snapshots.fold(world, (stored,))

    return check


async def _lead(place: RecordPlace, stack: AsyncExitStack, *, create: bool, stand_by: StandBy) -> tuple[Log, Loaded]:
    """Open, lead and fold, as soon as nobody else leads. The record is opened anew each time: it went on meanwhile."""
    while True:
        try:
            return await _lead_now(place, stack, create=create)
        except RecordLed as led:
            await stand_by(led)


async def _lead_now(place: RecordPlace, stack: AsyncExitStack, *, create: bool) -> tuple[Log, Loaded]:
    """Open, lead and fold. Whatever goes wrong leaves nothing open. Raises `RecordLed`."""
    async with AsyncExitStack() as opening:
        log = await opening.enter_async_context(
            open_log(
                place.folder,
                place.redis,
                name=place.name,
                create=create,
                accept_unsafe=place.accept_unsafe,
                seat=place.seat,
            )
        )
        await log.lead(take_over=place.take_over)
        loaded = await snapshots.load_from(log)
        stack.push_async_exit(opening.pop_all())
    return log, loaded


def _check_district(world: World, district: str, place: RecordPlace) -> None:
    """Raise `ForeignRecord` where the record is another district's."""
    known = world.settings.name
    if world.settings == DEFAULT_SETTINGS or known == district or place.renamed:
        return
    raise ForeignRecord(
        f"this record belongs to the district “{known}”, but the folder says “{district}”; keep this district's record "
        "apart with --record NAME on the server, or in another --data folder; where the district only got a new name, "
        "start once with --renamed"
    )


async def _go_on_without(log: Log, world: World, loss: Loss, place: RecordPlace) -> World:
    """Note the loss; a witness that tells of what is missing is kept under another name, for whoever asks.

    Snapshots go first: one of what is missing would stand for an event of another history as soon as its number comes.
    """
    await log.drop_snapshots()
    world = await note_loss(log, world, loss)
    if place.witness is not None and place.witness.exists() and not await _holds(log, place.witness):
        logger.warning("the witness of what was lost is kept in %s", set_aside(place.witness, log.epoch))
    return world


async def _holds(log: Log, witness: Path) -> bool:
    """Whether the record holds every line of a witness that can be read."""
    try:
        claims = [*witness_claims(witness, read_witness(witness))]
    except LogError:
        return False
    return await find_loss(log, [claim for claim in claims if claim.head.seq]) is None

"""The composition root: the only place that builds things. Resources open in order and close in reverse."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from console import static_folder
from dispatch.access.rate_limits import Quotas, RateLimiter
from dispatch.access.tokens import Tokens
from dispatch.access.wrong_tokens import WrongTokens
from dispatch.api.answers import add_security_headers, secure_problem
from dispatch.api.pages import build_of, page_routes
from dispatch.api.quotas import BODY_BYTES
from dispatch.api.routes import routes
from dispatch.api.standby import OnStandby, Standby
from dispatch.core.commands import NoteReturn
from dispatch.core.decide import sharing
from dispatch.core.world import World
from dispatch.erasure import Eraser
from dispatch.files import close_to_others
from dispatch.gateways.dc09.opening import panels_listened_to
from dispatch.gateways.gate import SignalGate
from dispatch.gateways.gb26875.directory import WorldDirectory, read_habits
from dispatch.gateways.gb26875.duties import Rounds
from dispatch.gateways.gb26875.receiver import Receiver, Tallies
from dispatch.gateways.liveness import Liveness
from dispatch.gateways.mappings import MappingKeeper
from dispatch.gateways.modbus.district import poll_district
from dispatch.gateways.mqtt.broker import Broker
from dispatch.gateways.mqtt.hub_gateway import gateway_of
from dispatch.gateways.push_secrets import PushSecrets
from dispatch.gateways.raw_store import RawStore
from dispatch.gateways.record import HubRecord
from dispatch.gateways.watching import watch_devices
from dispatch.hub import Hub
from dispatch.listener.guard import ConnectionGuard
from dispatch.listener.limits import ConnectionLimits, capacity, raise_descriptor_limit
from dispatch.listener.mishaps import Mishaps
from dispatch.listener.protocol import GuardedConnection
from dispatch.listener.serving import serving
from dispatch.listener.tls import TlsFiles, in_clear
from dispatch.log.base import Log, UnusableFolder
from dispatch.log.seat import LEASE_S, Seat
from dispatch.maps.corridors import CorridorWays
from dispatch.maps.coverage import CoverageMap
from dispatch.maps.road_checks import RoadChecks
from dispatch.maps.tiles import DistrictMap
from dispatch.metrics import Metrics
from dispatch.past import questions
from dispatch.past.beside import Past
from dispatch.stream.connections import Streams
from dispatch.stream.feed import Feed
from dispatch.stream.kept_entries import KeptEntries
from dispatch.travel.district_roads import compiled
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.upkeep.channels import Channels
from dispatch.upkeep.collector import collect_at_rest
from dispatch.upkeep.corridors import Corridors
from dispatch.upkeep.forwarding import Forwarding
from dispatch.upkeep.helpers import HelperLines
from dispatch.upkeep.keys import KeyKeeper
from dispatch.upkeep.loop_watch import watch_loop
from dispatch.upkeep.maintenance import refresh_tables, run_maintenance
from dispatch.upkeep.posts import keep_posts
from dispatch.upkeep.retention import keep_term
from dispatch.upkeep.snapshots import SnapshotKeeper
from dispatch.webhooks import HelperKeys
from dispatch.writer import registry
from dispatch.writer.alive import AliveFile, keep_alive
from dispatch.writer.chores import Chores
from dispatch.writer.clock import Clock
from dispatch.writer.opening import RecordPlace, open_record
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.readiness import REASONS, STANDBY, Readiness
from dispatch.writer.watch import Watch
from routing.router import Router
from routing.setup import read_roads
from stations.district import read_district
from stations.model import District
from stations.training.calendar import Calendar, read_calendar

logger = logging.getLogger(__name__)

RAW_FILE = "raw.db"
"""Where a data folder keeps raw messages."""

NOT_READY = "Why the hub is not ready"

OnProgress = Callable[[str], None]
"""Told each step of a start, in a sentence."""

CompileRoads = Callable[[District, OnProgress], Awaitable[Router]]


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a hub is to run. ``port`` 0 takes a free one; ``speed`` is for rehearsals alone: see `Clock`.

    ``measure_loop`` tells in a metric how long the event loop stands still.
    ``record`` names the record on a server; what stands from ``accept_loss`` to ``take_over`` is of `RecordPlace`.
    ``dc09`` is where panels are listened to that speak SIA DC-09, over TCP and UDP.
    ``instance`` is the name under which this hub leads it (None: machine and port), ``lease_s`` how long one that
    stands by waits for it when it is not heard of. ``mqtt`` is the broker whose devices it hears.
    ``gb26875`` is where panels are listened to that speak GB/T 26875.3, over TCP and UDP; ``panel_rounds`` how often
    they are asked.
    """

    district: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = 8013
    redis: str | None = None
    accept_unsafe: bool = False
    record: str | None = None
    witness: Path | None = None
    accept_loss: bool = False
    renamed: bool = False
    accept_clock: bool = False
    restate_clock: bool = False
    take_over: bool = False
    instance: str | None = None
    lease_s: float = LEASE_S
    speed: float = 1.0
    measure_loop: bool = False
    pages: Path = field(default_factory=static_folder)
    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    tls: TlsFiles | None = None
    dc09: tuple[str, int] | None = None
    mqtt: Broker | None = None
    gb26875: tuple[str, int] | None = None
    panel_rounds: Rounds = field(default_factory=Rounds)


async def compile_roads(district: District, on_progress: OnProgress) -> Router:
    """Read the roads and compile them, in a worker thread."""
    setup = await asyncio.to_thread(read_roads, district.roads, district.roads_settings)
    on_progress(
        f"roads: {district.roads.name}, {setup.network.graph.number_of_nodes()} nodes, "
        f"{setup.network.graph.number_of_edges()} edges, version {setup.network.version[:12]}"
    )
    return await asyncio.to_thread(compiled, setup, district.settings)


@asynccontextmanager
async def running_hub(
    options: Options,
    on_progress: OnProgress = logger.info,
    on_standby: OnStandby | None = None,
    compile_roads: CompileRoads = compile_roads,
) -> AsyncIterator[tuple[Hub, int]]:
    """Run a hub and yield it with its port; it stops when the block ends.

    ``compile_roads`` gives it a router of its own: whoever runs one hub after the other on the same roads keeps them.
    While another hub leads its record this one stands by: it is ready to lead, answers who leads, and waits.
    Raises `UnusableFolder`, `DistrictError`, `RoadsError` or `LogError` where it cannot start; a failure while it runs
    cancels the block and is raised at its end.
    """
    async with AsyncExitStack() as stack:
        district = await asyncio.to_thread(read_district, options.district)
        on_progress(
            f"district {district.settings.name}: {len(district.stations)} stations, {len(district.units)} units, "
            f"{len(district.buildings)} buildings"
        )
        _make_data_folder(options.data)
        router, tokens = await compile_roads(district, on_progress), Tokens(options.data)
        async with _standby(options, on_progress, on_standby) as standby:
            log, world, _, witness, alive_at, snapshot_seq = await stack.enter_async_context(
                open_record(_place_of(options), district.settings.name, on_progress, stand_by=standby.wait)
            )
        on_progress(f"record: {log.head.seq} events, epoch {log.epoch}")
        calendar = await asyncio.to_thread(read_calendar, options.district, district)
        hub = build(
            district,
            log,
            world,
            router,
            tokens,
            calendar=calendar,
            past=_past_of(options, calendar),
            folder=options.district,
            raw=options.data / RAW_FILE,
            helper_keys=HelperKeys(options.data),
            speed=options.speed,
            host=options.host,
        )
        stack.push_async_callback(hub.past.close)
        await stack.enter_async_context(hub.raw)
        keeper = SnapshotKeeper(hub.processor, log, snapshot_seq)
        stack.push_async_exit(_leave_snapshot(keeper))
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        stack.callback(lambda: [task.cancel() for task in background])
        background = [tasks.create_task(hub.processor.publish(), name="publish")]
        for change in registry.changes(hub.processor.world, district):
            await hub.processor.do(change)
        keys = KeyKeeper(tokens, hub.processor)
        await keys.look()
        await asyncio.to_thread(hub.travel_times.settle)
        await asyncio.to_thread(hub.travel_times.router.prepare, datetime.now(UTC))
        await asyncio.to_thread(_say_what_roads_lack, hub)
        if alive_at is not None:
            await hub.processor.do(NoteReturn(away_from=alive_at))
        background += [
            tasks.create_task(_finish_signals(hub), name="signals"),
            tasks.create_task(hub.processor.warm_up(), name="ids"),
            tasks.create_task(hub.watch.run(), name="watch"),
            tasks.create_task(hub.readiness.run(), name="readiness"),
            tasks.create_task(hub.streams.look_after(), name="streams"),
            tasks.create_task(refresh_tables(hub.travel_times.router), name="tables"),
            tasks.create_task(
                run_maintenance(hub.processor, hub.log, hub.clock, witness, hub.chores, keeper=keeper), name="house"
            ),
            tasks.create_task(
                keep_posts(hub.processor, hub.clock, hub.streams, district, options.district), name="posts"
            ),
            tasks.create_task(Channels(hub.processor, hub.clock, options.data).run(), name="channels"),
            tasks.create_task(Forwarding(hub.processor, hub.clock, options.data).run(), name="forwarding"),
            tasks.create_task(HelperLines(hub.processor, hub.clock, hub.helper_keys).run(), name="helpers"),
            tasks.create_task(
                Corridors(hub.processor, hub.clock, options.data, hub.corridor_ways).run(), name="corridors"
            ),
            tasks.create_task(keys.run(), name="keys"),
            tasks.create_task(hub.past.keep_up(), name="past"),
            tasks.create_task(watch_devices(hub.processor, hub.clock, hub.liveness), name="devices"),
            tasks.create_task(keep_alive(AliveFile(options.data, hub.clock.now), hub.chores), name="alive"),
            tasks.create_task(keep_term(hub.eraser, hub.processor, hub.clock, hub.chores), name="term"),
            tasks.create_task(collect_at_rest(lambda: hub.processor.world.seq), name="garbage"),
        ]
        background.append(tasks.create_task(poll_district(options.district, hub.gate, hub.clock.now), name="modbus"))
        if options.mqtt is not None:
            mqtt = gateway_of(
                options.mqtt,
                hub.gate,
                processor=hub.processor,
                clock=hub.clock,
                gauge=hub.metrics.gauge,
                mappings=hub.mappings.now,
            )
            background.append(tasks.create_task(mqtt.run(), name="mqtt"))
        if options.measure_loop:
            background.append(tasks.create_task(watch_loop(hub.metrics.loop_late_seconds.observe), name="loop"))
        port = await _serve(hub, options, stack)
        background.append(tasks.create_task(_load_solver(), name="solver"))
        scheme = "http" if options.tls is None else "https"
        on_progress(f"listening on {scheme}://{options.host}:{port}")
        webhooks = [(each.name, each.url) for each in district.settings.channels]
        if district.settings.corridor.url:
            webhooks.append(("corridor", district.settings.corridor.url))
        webhooks += [(each.name, each.url) for each in district.settings.forward]
        for helper in district.registry.helpers or ():
            webhooks += [(helper.id, url) for url in (helper.webhook, helper.cap) if url]
        await _listen_to_panels(hub, options, stack, on_progress)
        for warning in in_clear(options.host, webhooks, tls=options.tls is not None):
            on_progress(warning)
        yield hub, port
        await hub.processor.flush()


async def _finish_signals(hub: Hub) -> None:
    """Bring in the fires that the hub kept and did not bring in before it ended; what cannot be read waits for its
    sender."""
    try:
        finished = await hub.gate.finish(hub.clock.now())
    except OSError as error:
        logger.error("what was kept before the last end could not be looked at: %s", error)  # noqa: TRY400
        return
    if finished:
        logger.warning("%d raw messages of fires were brought into the record after a restart", finished)


async def _listen_to_panels(hub: Hub, options: Options, stack: AsyncExitStack, on_progress: OnProgress) -> None:
    """Listen for panels that speak GB/T 26875.3 or SIA DC-09, where the options say so."""
    if options.gb26875 is not None:
        hub.panels.rounds = options.panel_rounds
        taken = await stack.enter_async_context(hub.panels.listening(*options.gb26875))
        on_progress(f"listening for panels (GB/T 26875.3) on {options.gb26875[0]}:{taken}, TCP and UDP")
    if options.dc09 is None:
        return
    receiver, port = await stack.enter_async_context(
        panels_listened_to(options.dc09, hub.gate, lambda: hub.processor.world.gateways, options.data, hub.clock.now)
    )
    hub.metrics.gauge("dc09_connections", "Panels connected by SIA DC-09", lambda: receiver.connections)
    hub.metrics.gauge("dc09_frames", "Frames of SIA DC-09 that came", receiver.counts.total)
    on_progress(f"listening for panels (SIA DC-09) on {options.dc09[0]}:{port}, TCP and UDP")


async def _load_solver() -> None:
    """Load beforehand what the first look at rivals would wait for. That look tries again what could not be loaded."""
    try:
        await asyncio.to_thread(sharing.load_solver)
    except (ImportError, MemoryError, OSError, RuntimeError) as error:  # what want of memory raises: no map, no thread
        logger.warning("what shares crews among incidents could not be loaded yet: %s", error)


def _leave_snapshot(keeper: SnapshotKeeper) -> Callable[..., Awaitable[None]]:
    """Return what the end of a hub does once nobody asks anything of it any more; one that failed leaves nothing."""

    async def leave(kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            await keeper.finish()

    return leave


def _place_of(options: Options) -> RecordPlace:
    return RecordPlace(
        folder=options.data,
        redis=options.redis,
        name=options.record,
        witness=options.witness,
        accept_unsafe=options.accept_unsafe,
        accept_loss=options.accept_loss,
        renamed=options.renamed,
        accept_clock=options.accept_clock or options.speed != 1,
        seat=_seat_of(options),
        take_over=options.take_over,
        restate_clock=options.restate_clock,
    )


def _past_of(options: Options, calendar: Calendar) -> questions.Place:
    return questions.Place(str(options.data), options.redis, options.record, options.accept_unsafe, calendar)


def _seat_of(options: Options) -> Seat:
    port = f":{options.port}" if options.port else ""
    return Seat(options.instance or socket.gethostname() + port, options.data, lease_s=options.lease_s)


def _standby(options: Options, on_progress: OnProgress, on_standby: OnStandby | None) -> Standby:
    metrics = Metrics()
    metrics.flags("not_ready", NOT_READY, "reason", REASONS, lambda reason: reason == STANDBY)

    def tell(sentence: str, port: int | None) -> None:
        on_progress(sentence)
        if on_standby is not None:
            on_standby(sentence, port)

    return Standby(lambda app: _listening(app, metrics, options), metrics.text, tell)


def _make_data_folder(folder: Path) -> None:
    """Make it where there is none, and let nobody else read what is in it. Raises `UnusableFolder`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        close_to_others(folder)
    except OSError as error:
        raise UnusableFolder(
            f"the data folder {folder} cannot be made ({error.strerror}); name another one, or mend its owner"
        ) from error


def build(
    district: District,
    log: Log,
    world: World,
    router: Router,
    tokens: Tokens,
    *,
    calendar: Calendar,
    past: questions.Place,
    folder: Path,
    raw: Path,
    helper_keys: HelperKeys,
    speed: float = 1.0,
    host: str = "127.0.0.1",
) -> Hub:
    """Put a hub together over an open, leading log."""
    clock, metrics = Clock(not_before=world.at, speed=speed), Metrics()
    travel_times = RoadTravelTimes(router, world)
    processor = CommandProcessor(log, clock, travel_times, world)
    feed = Feed(log)
    processor.on_durable.append(feed.publish)
    processor.on_told.append(metrics.follow)
    processor.on_failed.append(metrics.count_failure)
    watch = Watch(processor, clock, on_fired=metrics.deadline_late_seconds.observe)
    chores = Chores(metrics.chore_failed)
    kept_entries = KeptEntries()
    reading = Past(log, past, clock.now)
    raw_store, liveness = RawStore(raw, clock.now), Liveness(time.monotonic)

    gate = SignalGate(raw_store, HubRecord(processor, clock.now), liveness)

    def forget() -> None:
        reading.forget()
        kept_entries.forget()
        feed.forget()

    hub = Hub(
        log=log,
        past=reading,
        kept_entries=kept_entries,
        clock=clock,
        processor=processor,
        travel_times=travel_times,
        map=DistrictMap(router, district.roads),
        coverage=CoverageMap(travel_times, clock),
        corridor_ways=CorridorWays(travel_times),
        road_checks=RoadChecks(processor, travel_times),
        feed=feed,
        streams=Streams(tokens),
        watch=watch,
        tokens=tokens,
        rate_limiter=RateLimiter(time.monotonic),
        quotas=Quotas(time.monotonic),
        wrong_tokens=WrongTokens(time.monotonic, metrics.wrong_tokens.inc),
        metrics=metrics,
        chores=chores,
        readiness=Readiness(log, clock, processor, watch, chores, raw=lambda: raw_store.failing),
        raw=raw_store,
        gate=gate,
        liveness=liveness,
        panels=Receiver(
            gate,
            WorldDirectory(lambda: processor.world),
            clock.now,
            profiles=read_habits(folder),
            tallies=Tallies(
                met=metrics.panel_frame, confirmed=metrics.panel_confirmed_seconds.observe, lines=metrics.panel_line
            ),
        ),
        mappings=MappingKeeper(folder),
        push_secrets=PushSecrets(raw.parent),
        eraser=Eraser(log, processor, forget),
        helper_keys=helper_keys,
        calendar=calendar,
        folder=folder,
        district=district.settings.name,
        timezone=district.settings.timezone,
        phones=district.settings.phones,
        host=host,
    )
    metrics.flags("not_ready", NOT_READY, "reason", REASONS, lambda reason: reason in hub.readiness.reasons())
    metrics.gauge("clock_drift_seconds", "The machine's clock minus hub time", lambda: clock.drift_ms() / 1000)
    metrics.gauge("panel_sessions", "Open lines of devices that speak GB/T 26875.3", lambda: len(hub.panels))
    metrics.gauge("devices_watched", "Devices and gateways that are to be heard", lambda: len(liveness))
    metrics.gauge("devices_silent", "Devices and gateways that are silent", lambda: liveness.silent)
    metrics.gauge("raw_messages", "Messages of devices taken since the start", lambda: gate.taken)
    metrics.gauge("raw_repeats", "Of these such as had been taken before", lambda: gate.repeated)
    metrics.gauge("streams", "Open streams", lambda: len(hub.streams))
    metrics.gauge(
        "open_incidents", "Open incidents of operations", lambda: _count_open(processor.world, exercise=False)
    )
    metrics.gauge("open_exercises", "Open incidents of exercises", lambda: _count_open(processor.world, exercise=True))
    metrics.gauge("running_drills", "Drills that are going on", lambda: len(processor.world.running_drills))
    metrics.gauge("armed_subjects", "Things with a deadline", lambda: len(watch.schedule))
    metrics.gauge("record_wal_bytes", "Size of the record's write-ahead log", log.wal_bytes)
    metrics.gauge("head", "The last durable event", lambda: feed.head)
    metrics.gauge("watch_late_seconds", "How late the next deadline is (0: none is)", lambda: _late_s(hub))
    return hub


def _say_what_roads_lack(hub: Hub) -> None:
    """Log once what the road file holds that was not read, and whom of the district it does not serve."""
    found = hub.road_checks.look()
    for line in (*found.report.findings(), *(problem.message for problem in found.problems)):
        logger.warning("roads: %s", line)


async def _serve(hub: Hub, options: Options, stack: AsyncExitStack) -> int:
    """Listen; return the port."""
    app = web.Application(client_max_size=BODY_BYTES)
    served = await asyncio.to_thread(build_of, options.pages)
    app.add_routes([*await asyncio.to_thread(page_routes, options.pages), *routes(hub, build=served)])
    app.on_response_prepare.append(add_security_headers)

    async def stop(_app: web.Application) -> None:
        hub.feed.flush()
        await hub.streams.close_all()

    app.on_shutdown.append(stop)
    return await stack.enter_async_context(_listening(app, hub.metrics, options))


def _listening(app: web.Application, metrics: Metrics, options: Options) -> AbstractAsyncContextManager[int]:
    """Serve an application at the hub's address; the port."""
    limits = options.limits
    guard = ConnectionGuard[GuardedConnection](limits, capacity(raise_descriptor_limit(), limits))
    metrics.gauge("connections", "Open connections", lambda: guard.open)
    metrics.gauge("connections_unauthenticated", "Open connections without a token", lambda: guard.unauthenticated)
    return serving(
        app,
        guard,
        host=options.host,
        port=options.port,
        limits=limits,
        mishaps=Mishaps(metrics.mishap),
        answer=secure_problem,
        tls=options.tls.context() if options.tls is not None else None,
    )


def _count_open(world: World, *, exercise: bool) -> int:
    """Count what is open; exercises and operations are never in one figure."""
    return sum(each.open and each.exercise == exercise for each in world.incidents.values())


def _late_s(hub: Hub) -> float:
    due = hub.watch.schedule.first()
    return max(0.0, -hub.clock.seconds_until(due.due_at)) if due else 0.0

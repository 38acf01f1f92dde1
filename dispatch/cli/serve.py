"""``onethree serve`` and ``onethree check``."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dispatch.access.tokens import TokensFileError
from dispatch.app import Options, running_hub
from dispatch.cli.check_signals import check_signals
from dispatch.cli.options import Lang, Language, Record, language, socket_address, wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.cli.render_stations import print_each
from dispatch.files import keep_new_files_private
from dispatch.gateways.gb26875.duties import HOUR_MS, Rounds
from dispatch.gateways.mqtt.broker import Broker, BrokerAddressError, broker_of
from dispatch.hub import Hub
from dispatch.listener.limits import ConnectionLimits
from dispatch.listener.mishaps import end_for_want_of_memory
from dispatch.listener.tls import TlsFiles, is_loopback
from dispatch.log.seat import LEASE_S
from dispatch.travel.district_roads import open_roads
from dispatch.travel.road_check import check_roads
from dispatch.upkeep.collector import spare_the_start, tune_interpreter
from dispatch.upkeep.service_manager import ServiceManager, feed_watchdog
from stations.chinese import translate
from stations.district import check_district
from stations.model import District
from stations.problems import StationsError

console = Terminal(stderr=True)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(serve)
    app.command()(check)


def serve(
    district: Annotated[Path, typer.Argument(help="the district's folder", envvar="ONETHREE_DISTRICT")],
    data: Annotated[Path, typer.Option(help="folder for the record and the tokens", envvar="ONETHREE_DATA")],
    host: Annotated[str, typer.Option(help="address to listen on", envvar="ONETHREE_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on; 0 takes a free one", envvar="ONETHREE_PORT")] = 8013,
    redis: Annotated[
        str | None, typer.Option(help="keep the record on this Redis or Valkey server", envvar="ONETHREE_REDIS")
    ] = None,
    accept_unsafe_redis: Annotated[
        bool, typer.Option(help="warn instead of refusing where the server may lose what it was given")
    ] = False,
    witness: Annotated[
        Path | None,
        typer.Option(
            help="write the record's head here too, best on another machine's disk", envvar="ONETHREE_WITNESS"
        ),
    ] = None,
    record: Record = None,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="go on without confirmed events that are missing, with a new epoch")
    ] = False,
    renamed: Annotated[
        bool, typer.Option("--renamed", help="the district has a new name; its record stays the same")
    ] = False,
    accept_clock: Annotated[
        bool, typer.Option("--accept-clock", help="the machine's clock is right, however far from the record's end")
    ] = False,
    restate_clock: Annotated[
        bool,
        typer.Option(
            "--restate-clock", help="the record ran ahead of a clock that is right now: go on at the right time"
        ),
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="lead the record on the server now, whichever hub leads it")
    ] = False,
    instance: Annotated[
        str | None,
        typer.Option(
            help="this hub's name for those who stand by; machine and port by default", envvar="ONETHREE_INSTANCE"
        ),
    ] = None,
    lease: Annotated[
        float,
        typer.Option(
            help="seconds after which a hub that stands by takes over when this one is not heard of",
            min=2,
            envvar="ONETHREE_LEASE",
        ),
    ] = LEASE_S,
    tls_cert: Annotated[
        Path | None, typer.Option(help="PEM file of the certificate with its chain", envvar="ONETHREE_TLS_CERT")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM file of its key", envvar="ONETHREE_TLS_KEY")] = None,
    max_unauthenticated: Annotated[
        int, typer.Option(help="connections without a token; the oldest are closed for new ones", min=8)
    ] = ConnectionLimits.max_unauthenticated,
    max_unauthenticated_per_address: Annotated[
        int, typer.Option(help="of these from one address; a router or proxy may stand before many phones", min=8)
    ] = ConnectionLimits.max_unauthenticated_per_address,
    dc09: Annotated[
        str | None,
        typer.Option(
            help="HOST:PORT to listen on for alarm panels that speak SIA DC-09, over TCP and UDP",
            envvar="ONETHREE_DC09",
        ),
    ] = None,
    mqtt: Annotated[
        str | None,
        typer.Option(
            help="hear the devices of an MQTT broker: mqtts://user@host:8883?ca=FILE&password=FILE&gateway=ID",
            envvar="ONETHREE_MQTT",
        ),
    ] = None,
    gb26875: Annotated[
        str | None,
        typer.Option(
            help="take panels that speak GB/T 26875.3 at HOST:PORT, over TCP and UDP", envvar="ONETHREE_GB26875"
        ),
    ] = None,
    post_check_every: Annotated[
        float,
        typer.Option(
            help="hours between two post checks (查岗) of such a panel; 0: by hand only",
            min=0,
            max=720,
            envvar="ONETHREE_POST_CHECK_EVERY",
        ),
    ] = 0,
    inspect_every: Annotated[
        float,
        typer.Option(
            help="hours after which such a panel is asked how it is (GB 50440: 2 at most)",
            min=0.05,
            max=24,
            envvar="ONETHREE_INSPECT_EVERY",
        ),
    ] = 2,
    measure_loop: Annotated[
        bool,
        typer.Option(
            "--measure-loop",
            help="tell in the metric onethree_loop_late_seconds how long the event loop stands still",
            envvar="ONETHREE_MEASURE_LOOP",
        ),
    ] = False,
) -> None:
    """Run the hub of a district until it is told to stop (Ctrl-C or SIGTERM).

    Exit status 3: starting again cannot help, somebody must decide (the record is not the confirmed one, or is another
    district's; the machine's clock is far from the record's end; another hub took it over; a folder cannot be used).

    While another hub leads the same record on a server, this one stands by and takes over when that one is gone.

    Example: [bold]onethree serve district --data data --witness /mnt/other/witness.txt[/bold]
    """
    keep_new_files_private()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    options = Options(
        district=district,
        data=data,
        host=host,
        port=port,
        redis=redis,
        accept_unsafe=accept_unsafe_redis,
        record=record,
        witness=witness,
        accept_loss=accept_loss,
        renamed=renamed,
        accept_clock=accept_clock,
        restate_clock=restate_clock,
        take_over=take_over,
        instance=instance,
        lease_s=lease,
        limits=ConnectionLimits(
            max_unauthenticated=max_unauthenticated, max_unauthenticated_per_address=max_unauthenticated_per_address
        ),
        tls=_tls_files(tls_cert, tls_key),
        dc09=None if dc09 is None else socket_address(dc09),
        measure_loop=measure_loop,
        mqtt=_broker(mqtt, district),
        gb26875=None if gb26875 is None else socket_address(gb26875),
        panel_rounds=Rounds(inspect_ms=int(inspect_every * HOUR_MS), post_check_ms=int(post_check_every * HOUR_MS)),
    )
    try:
        _run(options)
    except StationsError as error:
        console.print(f"onethree: {error}", markup=False)
        raise typer.Exit(3) from error


def _run(options: Options) -> None:
    try:
        asyncio.run(run_until_stopped(options))
    except* MemoryError:  # found none in a part that answers nobody: the watch, the chores
        end_for_want_of_memory()


async def run_until_stopped(options: Options) -> None:
    """Run a hub until SIGINT or SIGTERM; one that stands by ends at once."""
    spare_the_start()
    stop, keeper = asyncio.Event(), _Keeper(ServiceManager.of(os.environ), options)
    loop, this = asyncio.get_running_loop(), asyncio.current_task()

    def ask_to_stop() -> None:
        stop.set()
        if keeper.standing_by and this is not None:
            this.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask_to_stop)
    try:
        async with running_hub(options, console.print, keeper.stands_by) as (hub, port):
            tune_interpreter()
            _say_who_may_come_in(hub, options)
            keeper.leads(hub, port)
            await stop.wait()
            keeper.ends()
            console.print("stopping")
    except asyncio.CancelledError:
        if not stop.is_set():
            raise
        keeper.ends()
        console.print("stopping")


class _Keeper:
    """Keeps the service manager informed, and its watchdog fed: while the hub stands by, and while it leads."""

    def __init__(self, manager: ServiceManager, options: Options) -> None:
        self._manager = manager
        self._options = options
        self._feeding: asyncio.Task[None] | None = None
        self.standing_by = False

    def stands_by(self, sentence: str, port: int | None) -> None:
        """Another hub leads: this one does what it can, which is to wait. Without a port, it leads and starts."""
        self.standing_by = True
        self._manager.notify("READY=1", f"STATUS={sentence}")
        self._stop_feeding()
        if port is not None:
            self._feed(port, lambda: (0, 0))

    def leads(self, hub: Hub, port: int) -> None:
        """The hub takes alarms."""
        self.standing_by = False
        self._manager.notify("READY=1", f"STATUS=port {port}, record of {hub.log.head.seq} events")
        self._stop_feeding()
        self._feed(port, lambda: _progress(hub))

    def ends(self) -> None:
        """The hub was asked to stop."""
        self._stop_feeding()
        self._manager.notify("STOPPING=1")

    def _feed(self, port: int, pending: Callable[[], tuple[int, int]]) -> None:
        tls = self._options.tls is not None
        self._feeding = asyncio.create_task(feed_watchdog(self._manager, self._options.host, port, pending, tls=tls))

    def _stop_feeding(self) -> None:
        if self._feeding is not None:
            self._feeding.cancel()


def _progress(hub: Hub) -> tuple[int, int]:
    return hub.processor.world.seq, hub.processor.durable.seq


def _tls_files(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise wrong_usage("give --tls-cert and --tls-key together, or neither")
    return TlsFiles(certificate, key)


def _broker(url: str | None, district: Path) -> Broker | None:
    if url is None:
        return None
    try:
        broker = broker_of(url, district=district.resolve().name, password=os.environ.get("ONETHREE_MQTT_PASSWORD"))
    except BrokerAddressError as error:
        raise wrong_usage(f"--mqtt: {error}") from error
    if not broker.tls and not is_loopback(broker.host):
        console.print(f"warning: what devices send to {broker.host} can be read and forged on the way; use mqtts://")
    return broker


def _say_who_may_come_in(hub: Hub, options: Options) -> None:
    """OnProgress where nobody may. What is damaged is no reason not to keep the deadlines of what is going on."""
    try:
        if not hub.tokens.list():
            console.print(f"nobody may come in yet: onethree token {options.data} --role dispatcher")
    except TokensFileError as error:
        console.print(f"nobody may come in: {error}; the hub reads it again by itself")


def check(
    district: Annotated[Path, typer.Argument(help="the district's folder", envvar="ONETHREE_DISTRICT")],
    lang: Lang = None,
) -> None:
    """Read a district folder and its roads, and report every problem at once, with file and line.

    Roads: what was not read, by kind and way; stations, units and buildings that they do not serve; the share of street
    places that each mode cannot reach. Signals: vendors' profiles that nobody knows, registers and mappings that cannot
    be used. Exit 1 where the folder or its roads cannot be used.

    Example: [bold]onethree check district[/bold]
    """
    reading = check_district(district)
    print_each(reading.problems, console, language(lang))
    if reading.district is None:
        raise typer.Exit(1)
    found = reading.district
    of_signals = check_signals(district, found)
    print_each(of_signals, console, language(lang))
    _check_its_roads(found, language(lang))
    if any(each.severity == "error" for each in of_signals):
        raise typer.Exit(1)
    size = f"{len(found.stations)} stations, {len(found.units)} units, {len(found.buildings)} buildings"
    if found.registry.gateways is not None or found.registry.devices is not None:
        size += f", {len(found.registry.gateways or ())} gateways, {len(found.registry.devices or ())} devices"
    say(f"{found.settings.name}: {size}: usable")


def _check_its_roads(district: District, lang: Language) -> None:
    """Print what the roads come to. Raises typer.Exit where they cannot be used, RoadsError where not read."""
    router = open_roads(district)
    at = datetime.now(UTC)
    router.prepare(at)
    found = check_roads(router, district.stations, district.units, district.buildings, at=at)
    for line in (*found.report.findings(), *found.share_lines()):
        say(f"{district.roads.name}: {translate(line) if lang == 'zh' else line}")
    print_each(found.problems, console, lang)
    if not found.usable:
        raise typer.Exit(1)

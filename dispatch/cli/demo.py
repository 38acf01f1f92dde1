"""``onethree demo``: a district that does not exist, simulated crews, a trickle of alarms, printed line by line."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from dispatch.access.tokens import Tokens
from dispatch.app import Options, running_hub
from dispatch.cli.demo_district import build_demo
from dispatch.cli.options import Lang, Language, language
from dispatch.cli.output import Terminal
from dispatch.cli.tasks import first_of
from dispatch.client.http import HubClient
from dispatch.client.stream import StreamClient
from dispatch.hub import Hub
from dispatch.past.why.story import Story, names_of
from dispatch.travel.road_times import access_of
from dispatch.upkeep.collector import tune_interpreter
from loadtest.crews import Crews
from routing.coverage import Building, coverage
from routing.model import Spot

MINUTE_S = 60
NEAR_SHARE = 0.7
FIRST_ALARM_S, NEXT_ALARM_S = 1.0, (12.0, 25.0)
_KINDS = (
    ("detector", "smoke"),
    ("panel", "manual_call_point"),
    ("phone", "report"),
    ("video", "flame"),
    ("detector", "gas"),
)
UNCONFIRMED = 3
"""So many crews do not say that they took over, to show what the roster alone is worth."""

_QUIET = {
    "dispatch.chosen",
    "registry.changed",
    "target.warned",
    "unit.position",
    "incident.opened",
    "presence.changed",
    "post.judged",
    "seed.drawn",
    "duty.taken_over",
    "token.made",
}
"""Left out of the story: what a first look does not need."""

_MESSAGES = {
    "building": ("正在生成演示辖区（全部为示例数据）…", "building the demo district (everything in it is invented) …"),
    "ready": ("{district}：{stations} 个站，{units} 支力量", "{district}: {stations} stations, {units} units"),
    "hub": ("在浏览器打开 {url} ，用下面的令牌登录", "open {url} in a browser and sign in with a token:"),
    "dispatcher": ("  调度员令牌 {token}", "  a dispatcher's token: {token}"),
    "crew": ("  {station} 班组页的令牌 {token}", "  the token of {station}, for a crew's page: {token}"),
    "try": ("另开终端试试：", "try in another terminal:"),
    "end": ("按 Ctrl-C 结束", "Ctrl-C ends it"),
    "ended": ("演示结束", "the demo has ended"),
}
_TRY_ALARM = "  onethree alarm --url {url} --token {token} --building {building} --floor 3 --kind smoke --lang {lang}"
_TRY_STATION = "  onethree station {station} --url {url} --token {token} --lang {lang}"


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(demo)


def demo(
    port: Annotated[int, typer.Option(help="port to listen on; 0 takes a free one", envvar="ONETHREE_PORT")] = 8013,
    host: Annotated[str, typer.Option(help="address to listen on", envvar="ONETHREE_HOST")] = "127.0.0.1",
    data: Annotated[
        Path | None, typer.Option(help="keep district, record and tokens here; without it they are thrown away")
    ] = None,
    seed: Annotated[int, typer.Option(help="the same seed gives the same crews and alarms")] = 1,
    lang: Lang = None,
) -> None:
    """Run the bundled demo district with simulated crews and tell what happens, one line per event.

    Example: [bold]onethree demo --lang zh[/bold]
    """
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="onethree-demo-")))
        asyncio.run(Demo(folder, host=host, port=port, seed=seed, lang=language(lang)).run())


class Demo:
    """One run of the demo."""

    def __init__(self, folder: Path, *, host: str, port: int, seed: int, lang: Language) -> None:
        self._district, self._data = folder / "district", folder / "data"
        self._host, self._port = host, port
        self._seed = seed
        self._lang: Language = lang
        self._console = Terminal()

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM."""
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        self._print_message("building")
        if not self._district.exists():
            await asyncio.to_thread(build_demo, self._district)
        options = Options(district=self._district, data=self._data, host=self._host, port=self._port, accept_clock=True)
        async with running_hub(options, on_progress=self._print) as (hub, port):
            tune_interpreter()
            await self._play(hub, f"http://{self._host}:{port}", stop)
        self._print_message("ended")

    async def _play(self, hub: Hub, url: str, stop: asyncio.Event) -> None:
        world = hub.processor.world
        tokens, stations = Tokens(self._data), sorted(world.stations)
        dispatcher = tokens.issue("dispatcher", name="demo")
        crews = dict(zip(stations, tokens.issue_to_stations(stations, name="demo"), strict=True))
        shown = stations[0]
        self._print_message("ready", district=hub.district, stations=len(stations), units=len(world.units))
        self._introduce(url, dispatcher, shown, crews[shown], min(world.buildings))
        await _man(url, crews)
        async with Crews(url, crews, seed=self._seed), StreamClient(url, dispatcher, "console") as console:
            await first_of(
                self._print_events(console, hub, HubClient(url, dispatcher)),
                self._ring(HubClient(url, dispatcher), hub),
                stop.wait(),
            )

    def _introduce(self, url: str, dispatcher: str, station: str, crew: str, building: str) -> None:
        self._print_message("hub", url=url)
        self._print_message("dispatcher", token=dispatcher)
        self._print_message("crew", station=station, token=crew)
        self._print_message("try")
        lang = self._lang
        self._print(_TRY_ALARM.format(url=url, token=dispatcher, building=building, lang=lang))
        self._print(_TRY_STATION.format(station=station, url=url, token=crew, lang=lang))
        self._print_message("end")

    async def _print_events(self, console: StreamClient, hub: Hub, centre: HubClient) -> None:
        """Print a line for each event that a first look needs; close what everybody has left, as a dispatcher would."""
        story = Story(self._lang, names_of(hub.processor.world), hub.processor.world.settings.timezone)
        async with centre:
            while True:
                frame = await console.receive()
                if frame["type"] != "event":
                    continue
                event = frame["event"]
                incident = hub.processor.world.incidents.get(event["incident"]) if event["incident"] else None
                if event["type"] not in _QUIET:
                    number = incident.number if incident else ""
                    self._console.print(f"{number:<8} {story.timed(event)}", style=_style(event))
                left = event["type"] == "assignment.released" and incident is not None and incident.open
                if left and incident is not None and not any(hub.processor.world.active_of(incident)):
                    why = {"incident": incident.id, "reason": "示例: everybody has left"}
                    await centre.command(f"demo-close-{event['seq']}", "incident.close", **why)

    async def _ring(self, client: HubClient, hub: Hub) -> None:
        """Raise an alarm now and then, mostly where the minute can be kept."""
        rng = random.Random(self._seed)
        anywhere = sorted(hub.processor.world.buildings)
        near = await asyncio.to_thread(_in_reach, hub) or anywhere
        async with client:
            await asyncio.sleep(FIRST_ALARM_S)
            while True:
                source, kind = rng.choice(_KINDS)
                place = {"building": rng.choice(near if rng.random() < NEAR_SHARE else anywhere), "floor": 1}
                device = f"demo-{rng.getrandbits(32):08x}"
                await client.raise_alarm({"source": source, "kind": kind, "device": device, "place": place})
                await asyncio.sleep(rng.uniform(*NEXT_ALARM_S))

    def _print_message(self, what: str, **fields: Any) -> None:
        self._print(_MESSAGES[what][self._lang == "en"].format_map(fields))

    def _print(self, line: str) -> None:
        self._console.print(line)


async def _man(url: str, tokens: dict[str, str]) -> None:
    """Have every crew take its shift over; but for the first ones, of whom only the roster says that they are there."""
    for station, token in list(tokens.items())[UNCONFIRMED:]:
        async with HubClient(url, token) as client:
            await client.command(f"demo-{uuid4().hex}", "duty.take_over", station=station)


def _in_reach(hub: Hub) -> list[str]:
    """Return the buildings whose door a crew can be at within the minute."""
    world = hub.processor.world
    buildings = [Building(each.id, Spot(each.lon, each.lat), access_of(each)) for each in world.buildings.values()]
    found = coverage(
        hub.travel_times.router.snapshot, buildings, at=datetime.now(UTC), within_s=(MINUTE_S,), floor="entrance"
    )
    return sorted(each.building.name for each in found.reached if each.within(MINUTE_S))


def _style(event: dict[str, Any]) -> str:
    match event["type"]:
        case "alarm.raised":
            return "bold red"
        case "target.missed" | "dispatch.shortfall" | "assignment.no_answer":
            return "red"
        case "target.met" | "assignment.on_scene":
            return "green"
        case _:
            return ""

"""``python -m tests.e2e.pictures``: the pictures of the pages in ``docs/img``, of the demo district (示例).

A past is recorded in compressed time with simulated crews: fires, and a drill that was signed. Then a hub runs at its
own pace, with a fire whose target was missed, new incidents and a drill that goes on, and the pages are looked at.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from dispatch import app
from dispatch.access.tokens import Tokens
from dispatch.app import running_hub
from dispatch.cli.demo_district import build_demo
from dispatch.client.http import HubClient
from dispatch.hub import Hub
from dispatch.writer.clock import Clock, wall_ms
from dispatch.writer.opening import open_record
from loadtest.crews import Crews
from loadtest.districts import make_generated_district
from loadtest.habits import Habits
from loadtest.pages.chromium import find_chromium, running_chromium
from tests.e2e.district import settled
from tests.e2e.on_scene import BURNING, ENGINE, make_on_scene_district
from tests.e2e.operator import sign_in
from tests.e2e.palette import with_palette
from tests.e2e.visitor import PHONE, Visitor, assert_no_words_overlap, assert_nothing_clipped, visiting
from tests.hub import House, Json, OpenHub

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
SPEED = 60.0
HABITS = Habits(shares={"prompt": 0.8, "late": 0.2}, control_s=(30.0, 90.0), release_s=(30.0, 90.0))
PAST = ("C12", "C03", "C07", "C15", "C01", "C09")
BIG, BIG_FLOOR = "C11", 6
COMING = 4
"""So many of the big fire's orders are answered."""

WALLS = ((1920, 1080), (3840, 1600))
"""A second screen, and a wall's."""

DRILL_AT, FAR_AWAY = "C13", "C02"

STEADY_TRIES = 30
"""So often a map is looked at until two looks are alike."""

DRILL: Json = {
    "name": "示例联训",
    "kind": "joint",
    "place": {"building": DRILL_AT, "floor": 4},
    "everybody": True,
    "objectives": [
        {"id": "acknowledge", "text": "一分钟内签收", "milestone_to": "acknowledged", "limit_s": 60},
        {"id": "arrive", "text": "一分钟到场", "milestone_to": "on_scene", "limit_s": 60},
    ],
}


async def main() -> None:
    """Make every picture; print each one's name and size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="onethree-pictures-") as name:
        work = Path(name)
        house = House(await asyncio.to_thread(build_demo, work / "district"), work / "data")
        (work / "fonts").mkdir()
        house._tokens["dispatcher", None] = Tokens(house.data).issue("dispatcher", name="王示例")
        house._tokens["commander", None] = Tokens(house.data).issue("commander", name="陈示例")
        past, ended_ms = await _Past(house).record()
        _let_time_go_on_from(ended_ms)
        async with running_chromium(find_chromium(work / "fonts")) as browser, house.open() as hub:
            scene = await set_scene(hub)
            camera = Camera(browser, hub)
            await camera.consoles(scene)
            await camera.crews(scene)
            await camera.replay(past)
            await camera.district()
        async with running_chromium(find_chromium(work / "fonts")) as browser:
            await ten_seconds(browser, work / "on-scene")


def _let_time_go_on_from(ended_ms: int) -> None:
    """Let the hubs that are run from now on take the end of the past for now: it took longer in its own time."""
    ahead_ms = max(0, ended_ms - wall_ms())
    setattr(app, "Clock", partial(Clock, wall=lambda: wall_ms() + ahead_ms))  # noqa: B010 - the type is the class
    setattr(app, "open_record", partial(open_record, wall=lambda: wall_ms() + ahead_ms))  # noqa: B010 - as above


class _Past:
    """What happened before the pictures: nothing of it is real, and it takes seconds."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._sent = 0

    async def record(self) -> tuple[str, int]:
        """Record it; return the incident to be replayed, and when it all ended (ms)."""
        options = replace(self._house.options(), speed=SPEED)
        async with AsyncExitStack() as stack:
            self._hub: Hub
            self._hub, port = await stack.enter_async_context(running_hub(options))
            url, tokens, stations = f"http://127.0.0.1:{port}", Tokens(self._house.data), self._stations()
            texts = dict(zip(stations, tokens.issue_to_stations(stations, name="示例"), strict=True))
            desk = HubClient(url, tokens.issue("dispatcher", name="王示例"))
            self._desk = await stack.enter_async_context(desk)
            self._commander = await stack.enter_async_context(HubClient(url, tokens.issue("commander", name="陈示例")))
            for station, text in texts.items():
                async with HubClient(url, text) as own:
                    await self._do("duty.take_over", own, station=station)
            async with Crews(url, texts, habits=HABITS, seed=5, compression=SPEED):
                first = await self._fires()
                await self._drill()
            big = await self._raise(BIG, BIG_FLOOR, kind="flame", trapped=2)
            await self._until(lambda: self._missed(big))
            ended_ms = int(self._hub.processor.durable.at)
        return first, ended_ms

    def _stations(self) -> list[str]:
        return sorted(self._hub.processor.world.stations)

    async def _fires(self) -> str:
        incidents = [await self._raise(building, 3, kind="flame") for building in PAST]
        await self._do("incident.take", incident=incidents[0])
        await self._do("incident.note", incident=incidents[0], text="示例：东门进，走消防梯")
        await self._until(lambda: self._quiet(incidents))
        for incident in incidents:
            await self._do("incident.close", incident=incident, reason="示例：当场处置完毕")
        return incidents[0]

    async def _drill(self) -> None:
        drill = (await self._do("drill.plan", self._commander, plan=DRILL))[0]["drill"]
        await self._do("drill.start", self._commander, drill=drill)
        world = self._hub.processor
        await self._until(lambda: self._quiet(list(world.durable.drills[drill].incidents)))
        await self._do("drill.end", self._commander, drill=drill)
        await self._do("drill.sign_off", self._commander, drill=drill, score=80.0)

    async def _raise(self, building: str, floor: int, **fields: Any) -> str:
        alarm = {"source": "panel", "device": f"d-{building}", "place": {"building": building, "floor": floor}}
        answer = await self._desk.raise_alarm({**alarm, **fields})
        return str(answer.body["incident"])

    async def _do(self, kind: str, by: HubClient | None = None, **fields: Any) -> list[Json]:
        self._sent += 1
        answer = await (by or self._desk).command(f"past-{self._sent}", kind, **fields)
        if answer.status != 200:
            raise SystemExit(f"the hub refused {kind}: {answer.body}")
        events: list[Json] = answer.body["events"]
        return events

    def _quiet(self, incidents: list[str]) -> bool:
        world = self._hub.processor.durable
        return not any(True for key in incidents for _ in world.active_of(world.incidents[key]))

    def _missed(self, incident: str) -> bool:
        world = self._hub.processor.durable
        orders = world.assignments_of(world.incidents[incident])
        return any(key.startswith("miss:arrive") for order in orders for key in order.fired)

    async def _until(self, holds: Any) -> None:
        while not holds():
            await self._hub.log.wait_beyond(self._hub.log.head.seq)


async def set_scene(hub: OpenHub) -> Json:
    """Have things going on; return the big fire's number, and the stations whose phones are looked at."""
    listed = (await hub.call("GET", "/api/v1/incidents?status=open")).body["incidents"]
    big = next(each for each in listed if each["place"]["building"] == BIG)
    sent = 0

    async def do(kind: str, **fields: Any) -> None:
        nonlocal sent
        sent += 1
        reply = await hub.command(f"scene-{sent}", kind, **fields)
        if reply.status != 200:
            raise SystemExit(f"the hub refused {kind}: {reply.body}")

    for kind in ("take", "confirm"):
        await do(f"incident.{kind}", incident=big["id"])
    await do("incident.note", incident=big["id"], text="示例：东门进，走消防梯")
    orders = (await hub.call("GET", f"/api/v1/incidents/{big['id']}")).body["assignments"]
    there = orders[0]["station"]
    for order in orders[:COMING]:
        for step in ("acknowledge", "depart", *(("arrive",) if order["station"] == there else ())):
            await do(f"assignment.{step}", assignment=order["id"])
    new = await hub.alarm(device="d-new", place={"building": "C05", "floor": 3})
    await hub.alarm(device="d-gas", kind="gas", place={"building": "C08", "floor": 1})
    near = await hub.alarm(device="d-flat", kind="smoke", place={"building": "B019", "floor": 9}, trapped=1)
    drill = await hub.alarm("dispatcher", device="d-drill", place={"building": FAR_AWAY}, exercise=True)
    return {
        "big": big["number"],
        "on_scene": there,
        "ringing": (near["assignments"] or new["assignments"])[0]["station"],
        "drilled": drill["assignments"][0]["station"],
    }


async def ten_seconds(browser: Browser, work: Path) -> None:
    """What an engine's crew sees at once of a building whose file is known, in both languages."""
    generated = await asyncio.to_thread(make_generated_district, work / "generated", stations=12, seed=1)
    house = House(make_on_scene_district(work / "district", generated), work / "data")
    async with house.open() as hub:
        await hub.alarm(kind="flame", place={"building": BURNING, "floor": 12}, trapped=1)
        for language in ("zh", "en"):
            async with visiting(browser, hub, viewport=PHONE) as person:
                await person.read_in(language)
                page = await person.sign_in(house.token("station", ENGINE))
                await page.mouse.click(5, 5)  # a phone that was never touched says that it is silent
                await expect(page.locator(".way")).to_contain_text(" km" if language == "en" else "公里")
                await expect(page.locator(".site")).to_be_visible()
                await Camera(browser, hub).keep(page, f"crew-ten-seconds-{language}")


class Camera:
    """Looks at pages and keeps what it sees."""

    def __init__(self, browser: Browser, hub: OpenHub) -> None:
        self._browser = browser
        self._hub = hub

    async def consoles(self, scene: Json) -> None:
        """The operator's console, in both languages and looks."""
        async with visiting(self._browser, self._hub) as person:
            person.forgiven.append("/readyz")  # a machine that draws all this is too busy for a watch to be in time
            desk = await sign_in(self._hub, person, "王示例")
            await desk.begin_watch()
            await desk.row(scene["big"]).click()
            for language in ("zh", "en"):
                for look in ("dark", "light"):
                    await self._drawn(desk.page)
                    await self.keep(desk.page, f"console-{language}-{look}")
                    await press_look(desk.page)
                await person.switch_language(desk.page)
            for width, height in WALLS:
                await desk.page.set_viewport_size({"width": width, "height": height})
                await self._drawn(desk.page)
                await self.keep(desk.page, f"console-{width}-zh")

    async def crews(self, scene: Json) -> None:
        """A crew's phone: ringing in both languages, on scene, in a drill."""
        for name, station in (("ringing", "ringing"), ("on-scene", "on_scene"), ("drill", "drilled")):
            async with self._visit("station", scene[station], viewport=PHONE) as (_, page):
                await expect(page.locator("article.alert")).to_be_visible()
                await self.keep(page, f"crew-{name}-zh")
                if name == "ringing":
                    await page.evaluate("localStorage.setItem('onethree.language', 'en')")
                    await page.evaluate("navigator.serviceWorker.ready")
                    await page.reload()
                    await expect(page.locator("[data-line=ok]")).to_be_visible()
                    await expect(page.locator(".dock .away")).to_have_count(0)
                    await expect(page.locator("article.alert")).to_be_visible()
                    await self.keep(page, f"crew-{name}-en")
                    await page.evaluate("document.documentElement.dataset.look = 'light'")
                    await self.keep(page, f"crew-{name}-en-light")

    async def replay(self, incident: str) -> None:
        """The commander's replay, a while after the beginning."""
        async with self._visit("commander") as (person, page):
            for language in ("zh", "en"):
                await page.goto(f"{self._hub.url}/replay?of={incident}")
                await self._drawn(page)
                for _ in range(6):
                    await page.keyboard.press("ArrowRight")
                await self.keep(page, f"replay-{language}")
                await person.switch_language(page)

    async def district(self) -> None:
        """The district's page: readiness in both languages, drills, figures."""
        async with self._visit("commander") as (person, page):
            for section, language in (("readiness", "zh"), ("drills", "zh"), ("figures", "zh"), ("readiness", "en")):
                if language == "en":
                    await person.switch_language(page)
                await page.goto(f"{self._hub.url}/district#{section}")
                await expect(page.locator("[data-line=ok]")).to_be_visible()
                await settled(page)
                await self.keep(page, f"district-{section}-{language}")

    @asynccontextmanager
    async def _visit(
        self, role: Any, station: str | None = None, **options: Any
    ) -> AsyncIterator[tuple[Visitor, Page]]:
        async with visiting(self._browser, self._hub, **options) as person:
            yield person, await person.sign_in(self._hub.house.token(role, station))

    async def _drawn(self, page: Page) -> None:
        await expect(page.locator("[data-map=ready]")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        canvas, before = page.locator(".map-place"), b""
        for _ in range(STEADY_TRIES):
            now = await canvas.screenshot(animations="disabled")
            if now == before:
                return
            before = now

    async def keep(self, page: Page, name: str) -> None:
        """Keep a page as it looks now; nothing on it is cut off without a sign of it, no words lie over others."""
        await assert_nothing_clipped(page, dots_are_fine=True)
        await assert_no_words_overlap(page)
        picture = await with_palette(page, await page.screenshot(animations="disabled"))
        (FOLDER / f"{name}.png").write_bytes(picture)
        sys.stdout.write(f"{name}.png {len(picture) / 1024:.0f} KiB\n")


async def press_look(page: Page) -> None:
    """Press the switch between dark and light, whatever it says now."""
    await page.get_by_role("button", name=re.compile("^(深色|浅色|Dark|Light)$")).click()


if __name__ == "__main__":
    asyncio.run(main())

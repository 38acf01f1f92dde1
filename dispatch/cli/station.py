"""``onethree station``: a terminal that rings for one station's orders and sends the crew's answers."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.live import Live
from rich.text import Text

from dispatch.cli.options import LOCAL_HUB, Lang, Token, Url, language
from dispatch.cli.orders import ANSWERS, POST_KEYS, Heard, Orders
from dispatch.cli.output import Terminal
from dispatch.cli.tasks import first_of
from dispatch.cli.terminal import typed
from dispatch.client.errors import HubUnreachableError
from dispatch.client.stream import StreamClient
from stations.plain_text import visible

PING_EVERY_S = 2.0
SILENT_S = 6.0
"""A half-open socket looks connected: after this long without a frame the connection is made anew."""

RETRY_S = (0.2, 0.5, 1.0, 2.0, 5.0)
_UNWELCOME = (4400, 4401, 4403)
"""Close codes after which coming back cannot help."""

_HELP = {
    "zh": "a 签收  e 出动  o 到场  h 处置完成  r 归队  d 不能出动  c 应答查岗  t 接班  q 退出（多条时：a2）",
    "en": "a acknowledge  e en route  o on scene  h handled  r released  d decline  c here (post check)  t take over  "
    "q quit (of several: a2)",
}
_MESSAGES = {
    "connected": ("已连接", "connected"),
    "lost": ("连接中断，正在重连：{why}", "connection lost, coming back: {why}"),
    "none": ("没有等待回答的调派", "no order waits for that answer"),
    "no_check": ("没有等待应答的查岗", "no post check waits for an answer"),
    "unknown": ("不认识：{key}", "not known: {key}"),
    "refused": ("被拒绝：{why}", "refused: {why}"),
}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(station)


def station(
    station: Annotated[str, typer.Argument(help="the station's id", envvar="ONETHREE_STATION")],
    token: Token,
    url: Url = LOCAL_HUB,
    lang: Lang = None,
) -> None:
    """Ring for a station's orders, show the running target, and send the crew's answers with one key.

    Comes back by itself after a cut and misses nothing. Without a keyboard it reads answers as lines, such as a or a2.

    Example: [bold]onethree station S0001 --token "$(onethree token data --role station --station S0001)"[/bold]
    """
    client = StreamClient(url, token, f"station:{station}")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(Alerter(client, Orders(station, language(lang)), index=int(language(lang) == "en")).run())


class Alerter:
    """One station's terminal: a connection that comes back, an outbox that sends again, a screen and a bell."""

    def __init__(self, client: StreamClient, orders: Orders, *, index: int) -> None:
        self._client = client
        self._orders = orders
        self._index = index
        self._console = Terminal()
        self._live: Live | None = None
        self._outbox: dict[str, tuple[str, dict[str, Any]]] = {}
        self._ahead = timedelta()
        self._heard_at = 0.0
        self._tries = 0
        self._seen: int | None = None

    async def run(self) -> None:
        """Serve until somebody presses q. Raises `HubUnreachableError` where the hub turns this station away."""
        with typed(asyncio.get_running_loop()) as keys, self._screen():
            self._print(_HELP["zh" if self._index == 0 else "en"])
            await first_of(self._stay_connected(), self._answer_keys(keys), self._tick())

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._serve()
            except HubUnreachableError as problem:
                if problem.close_code in _UNWELCOME:
                    raise
                self._print_message("lost", why=problem)
            finally:
                self._client.cut()
            await asyncio.sleep(RETRY_S[min(self._tries, len(RETRY_S) - 1)])
            self._tries += 1

    async def _serve(self) -> None:
        welcome = await self._client.connect()
        self._tries = 0
        self._note_time(welcome)
        self._print_message("connected")
        if self._seen is not None:
            await self._client.seen(self._seen)  # the receipt may have been lost with the connection
        for key, (kind, fields) in list(self._outbox.items()):
            await self._client.command(key, kind, **fields)
        while True:
            frame = await self._client.receive()
            self._heard_at = asyncio.get_running_loop().time()
            match frame["type"]:
                case "pong":
                    self._note_time(frame)
                case "done" | "refused":
                    self._outbox.pop(frame["id"], None)
                    if frame["type"] == "refused":
                        self._print_message("refused", why=frame["problem"]["detail"])
                case _:
                    await self._show(self._orders.take(frame))

    async def _show(self, heard: Heard) -> None:
        for line in heard.lines:
            self._print(line)
        if heard.ring:
            self._console.bell()
        if heard.seen is not None:
            self._seen = heard.seen
            await self._client.seen(heard.seen)

    async def _answer_keys(self, keys: asyncio.Queue[str]) -> None:
        """Turn what is typed into commands, until q."""
        while (typed_text := await keys.get()) != "q":
            key, number = typed_text[:1], typed_text[1:].strip()
            if key and key in POST_KEYS and not number:
                await self._answer_for_post(key)
                continue
            if key not in ANSWERS or (number and not number.isdecimal()):
                if typed_text:
                    self._print_message("unknown", key=typed_text)
                continue
            picked = self._orders.pick(key, int(number) if number else None)
            if picked is None:
                self._print_message("none")
                continue
            order, kind = picked
            pressed_at = self._now().isoformat(timespec="milliseconds")
            await self._send(kind, {"assignment": order.id, "occurred_at": pressed_at})

    async def _answer_for_post(self, key: str) -> None:
        about = self._orders.about_post(key)
        if about is None:
            self._print_message("no_check")
        else:
            await self._send(*about)

    async def _send(self, kind: str, fields: dict[str, Any]) -> None:
        key = f"terminal-{uuid4().hex}"
        self._outbox[key] = (kind, fields)
        # What does not get through now goes again from the outbox with the next connection.
        with contextlib.suppress(HubUnreachableError):
            await self._client.command(key, kind, **fields)

    async def _tick(self) -> None:
        """Ping, notice silence, and let the clocks run on the screen."""
        loop = asyncio.get_running_loop()
        pinged_at = 0.0
        while True:
            await asyncio.sleep(0.5)
            if self._live is not None:
                self._live.update(Text("\n".join(map(visible, self._orders.rows(self._now())))), refresh=True)
            if self._heard_at and loop.time() - self._heard_at > SILENT_S:
                self._heard_at = 0.0
                self._client.cut()
            if loop.time() - pinged_at >= PING_EVERY_S:
                pinged_at = loop.time()
                with contextlib.suppress(HubUnreachableError):
                    await self._client.ping(1)

    @contextlib.contextmanager
    def _screen(self) -> Iterator[None]:
        if not sys.stdout.isatty():
            yield
            return
        with Live(console=self._console, auto_refresh=False, transient=True) as self._live:
            yield
        self._live = None

    def _note_time(self, frame: dict[str, Any]) -> None:
        """Keep how far the hub's clock is ahead of this machine's: targets run on the hub's."""
        self._ahead = datetime.fromisoformat(frame["server_time"]) - datetime.now(UTC)

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _print_message(self, what: str, **fields: Any) -> None:
        self._print(_MESSAGES[what][self._index].format_map(fields))

    def _print(self, line: str) -> None:
        self._console.print(line)

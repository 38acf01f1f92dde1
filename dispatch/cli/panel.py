"""``onethree panel``: a fire panel in the terminal that speaks GB/T 26875.3-2011 to a hub."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.options import Lang, Language, language, socket_address, wrong_usage
from dispatch.cli.output import Terminal
from dispatch.cli.tasks import first_of
from dispatch.cli.terminal import typed
from dispatch.client import panel_frames as frames
from dispatch.client.errors import ClientError, HubUnreachableError
from dispatch.client.panel import Answered, Panel
from dispatch.client.panel_script import Line, ScriptError, do, read_script

HEARTBEAT_S = 30.0
_KEYS = {
    "f": "fire {device}",
    "t": "test_fire {device}",
    "u": "fault {device}",
    "d": "disabled {device}",
    "n": "normal {device}",
    "r": "reset",
    "s": "silence",
    "k": "manual_alarm",
    "m": "own mains_fault",
    "o": "own",
    "h": "heartbeat",
    "a": "answer",
}
_HELP = {
    "zh": "f 火警  t 测试火警  u 故障  d 屏蔽  n 正常  r 复位  s 消音  k 手动报警  m 主电故障  "
    "o 装置正常  h 心跳  a 查岗应答  q 退出",
    "en": "f fire  t fire in test state  u fault  d disabled  n normal  r reset  s silence  k manual alarm  "
    "m mains fault  o device normal  h heartbeat  a answer the post check  q quit",
}
_MESSAGES = {
    "connected": ("已连接 {where}，源地址 {address}", "connected to {where}, source address {address}"),
    "confirmed": ("已确认", "confirmed"),
    "denied": ("被否认", "denied"),
    "tries": ("（第 {tries} 次发送）", " (sent {tries} times)"),
    "clock": ("中心校时：{at}", "the hub set the clock: {at}"),
    "check": ("查岗：请在 {minutes} 分钟内按 a 应答", "post check: press a within {minutes} minutes"),
    "asked": ("中心查询：类型 {kind}", "the hub asked for type {kind}"),
    "lost": ("连接中断", "the hub closed the line"),
    "unknown": ("不认识：{typed}", "not known: {typed}"),
}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(panel)


def panel(
    hub: Annotated[str, typer.Argument(help="HOST:PORT of serve --gb26875", envvar="ONETHREE_GB26875")],
    address: Annotated[int, typer.Option(help="the device's source address (源地址)", min=0, max=2**48 - 1)] = 889,
    device: Annotated[str, typer.Option(help="LOOP-POINT of what the keys speak for")] = "2-10",
    kind: Annotated[str, typer.Option(help="its kind: a number of table 5, or such as smoke_detector")] = "40",
    text: Annotated[str, typer.Option(help="where it is, in words")] = "示例 3层走廊",
    play: Annotated[
        Path | None, typer.Option(help="do what this file says, line by line, and end; - reads stdin")
    ] = None,
    udp: Annotated[bool, typer.Option("--udp", help="over UDP instead of TCP")] = False,
    answers: Annotated[
        bool, typer.Option("--answers/--no-answers", help="answer a post check (查岗) by itself")
    ] = False,
    lang: Lang = None,
) -> None:
    """Be a fire panel: say fire, fault, reset or test to a hub, beat every half minute, answer what it asks.

    With a keyboard one key does one thing. With [bold]--play[/bold] a file does, a line each:

    [bold]fire 2-10 40 3F corridor[/bold] · also fault, disabled, supervisory, started, feedback, delayed, test_fire,
    normal

    [bold]value 1-1 5 3500 fire_pump[/bold] · an analogue value: its kind of table 6, the number, the component's kind

    [bold]reset[/bold] · also silence, manual_alarm, alarm_cleared, self_test, confirm, test

    [bold]system mains_fault manual[/bold], [bold]own battery_fault[/bold] · what holds of the system, of the device

    [bold]heartbeat[/bold], [bold]answer[/bold] (查岗应答), [bold]wait 2.5[/bold], [bold]drop[/bold],
    [bold]dial[/bold], [bold]raw 4040…[/bold]

    Verbs may be Chinese: 火警 故障 屏蔽 正常 复位 消音 手动报警 模拟量 系统 装置 心跳 应答 等待 断线 重连. Exit 1
    where the hub did not confirm something.

    Example: [bold]onethree panel 127.0.0.1:26875[/bold], [bold]onethree panel 127.0.0.1:26875 --play day.txt[/bold]
    """
    host, port = socket_address(hub)
    screen = _Screen(language(lang), hub)
    made = Panel(host, port, address, link="udp" if udp else "tcp", answers_checks=answers, on_heard=screen.heard)
    first = f"{device} {kind} {text}"
    with contextlib.suppress(KeyboardInterrupt):
        if play is not None:
            text_of = sys.stdin.read() if str(play) == "-" else play.read_text(encoding="utf-8")
            script = _understood(text_of)
            asyncio.run(_play(made, script, screen))
        else:
            _understood(f"fire {first}")
            asyncio.run(_serve(made, first, screen))


def _understood(text: str) -> list[Line]:
    try:
        return read_script(text)
    except ScriptError as error:
        raise wrong_usage(str(error)) from error


async def _play(panel: Panel, script: list[Line], screen: _Screen) -> None:
    """Do what a file says. Raises typer.Exit where the hub denied something, `ClientError` where it did not answer."""
    denied = False
    async with panel:
        screen.say("connected", where=screen.where, address=panel.address)
        for line in script:
            answer = await do(panel, line)
            screen.did(line, answer)
            denied = denied or (answer is not None and not answer.confirmed)
    if denied:
        raise typer.Exit(1)


async def _serve(panel: Panel, first: str, screen: _Screen) -> None:
    async with panel:
        screen.say("connected", where=screen.where, address=panel.address)
        screen.print(_HELP[screen.lang])
        with typed(asyncio.get_running_loop()) as keys:
            await first_of(_obey(panel, keys, first, screen), _beat(panel), _until_lost(panel, screen))


async def _obey(panel: Panel, keys: asyncio.Queue[str], first: str, screen: _Screen) -> None:
    """Do what is typed: a key, or a line of a script where there is no keyboard."""
    while (key := await keys.get()) != "q":
        if not key:
            continue
        text = _KEYS[key].format(device=first) if key in _KEYS else key
        try:
            for line in read_script(text):
                screen.did(line, await do(panel, line))
        except HubUnreachableError:
            raise
        except ClientError as error:
            screen.print(str(error) if len(key) > 1 else screen.words("unknown", typed=key))


async def _beat(panel: Panel) -> None:
    while True:
        await panel.heartbeat()
        await asyncio.sleep(HEARTBEAT_S)


async def _until_lost(panel: Panel, screen: _Screen) -> None:
    await panel.closed.wait()
    screen.say("lost")


class _Screen:
    """Says what was sent and what the hub answered and asked, in one language."""

    def __init__(self, lang: Language, where: str) -> None:
        self.lang: Language = lang
        self.where = where
        self._console = Terminal(soft_wrap=False)

    def words(self, key: str, **values: object) -> str:
        zh, en = _MESSAGES[key]
        return (zh if self.lang == "zh" else en).format(**values)

    def print(self, text: str) -> None:
        self._console.print(text, markup=False)

    def say(self, key: str, **values: object) -> None:
        self.print(self.words(key, **values))

    def did(self, line: Line, answer: Answered | None) -> None:
        said = " ".join((line.verb, *line.words))
        if answer is None:
            self.print(said)
            return
        tries = self.words("tries", tries=answer.tries) if answer.tries > 1 else ""
        self.print(f"{said}: {self.words('confirmed' if answer.confirmed else 'denied')}{tries}")

    def heard(self, heard: frames.Heard) -> None:
        kind = heard.adu[0] if heard.adu else 0
        if kind == frames.SET_CLOCK:
            at = frames.read_moment(heard.adu[2:8]) if len(heard.adu) == frames.SET_CLOCK_BYTES else None
            self.say("clock", at="?" if at is None else f"{at:%Y-%m-%d %H:%M:%S}")
        elif kind == frames.POST_CHECK:
            self.say("check", minutes=heard.adu[2] if len(heard.adu) == frames.POST_CHECK_BYTES else "?")
        else:
            self.say("asked", kind=kind)

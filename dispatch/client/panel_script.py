"""What a panel is to do, as lines that a person writes: ``fire 2-10 40 3F corridor``, ``wait 2``, ``reset``.

A line is a verb and its words; ``#`` begins a comment. Verbs are English or Chinese. An address is LOOP-POINT or a
number, a kind a number of GB/T 26875.3 table 5 or a word of `stations.device_kinds`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from dispatch.client import panel_frames as frames
from dispatch.client.errors import ClientError
from dispatch.client.panel import Answered, Component, Panel
from stations.device_kinds import DEVICE_KINDS

SMOKE = 40
_LOOP = 1 << 16

CHINESE = {
    "火警": "fire",
    "故障": "fault",
    "屏蔽": "disabled",
    "监管": "supervisory",
    "启动": "started",
    "反馈": "feedback",
    "延时": "delayed",
    "电源故障": "power_fault",
    "测试火警": "test_fire",
    "正常": "normal",
    "恢复": "normal",
    "复位": "reset",
    "消音": "silence",
    "手动报警": "manual_alarm",
    "警情消除": "alarm_cleared",
    "自检": "self_test",
    "确认": "confirm",
    "测试": "test",
    "模拟量": "value",
    "系统": "system",
    "装置": "own",
    "心跳": "heartbeat",
    "应答": "answer",
    "等待": "wait",
    "原文": "raw",
    "断线": "drop",
    "重连": "dial",
}
VERBS = (
    *frames.COMPONENT_BITS,
    "test_fire",
    "normal",
    *frames.OPERATION_BITS,
    "value",
    "system",
    "own",
    "heartbeat",
    "answer",
    "wait",
    "raw",
    "drop",
    "dial",
)


class Line(NamedTuple):
    """One thing to do: a verb of `VERBS` and its words, from line ``number``."""

    number: int
    verb: str
    words: tuple[str, ...]


class ScriptError(ClientError):
    """A line cannot be understood; the message names it and what it may be."""


def read_script(text: str) -> list[Line]:
    """Return what there is to do, every line checked. Raises `ScriptError`."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        verb = CHINESE.get(words[0], words[0].replace("-", "_"))
        if verb not in VERBS:
            raise ScriptError(f"line {number}: “{words[0]}” is nothing a panel does; it may be {', '.join(VERBS)}")
        found.append(Line(number, verb, tuple(words[1:])))
        _check(found[-1])
    return found


async def do(panel: Panel, line: Line) -> Answered | None:
    """Do one thing. Return how the hub answered, None where nothing was said. Raises what `Panel.say` raises."""
    verb, words, at = line.verb, line.words, panel.now()
    if verb in frames.COMPONENT_BITS or verb in {"test_fire", "normal"}:
        return await panel.change(_changed(panel, line))
    if verb in frames.OPERATION_BITS:
        return await panel.operate(verb, operator=_number(line, 0, 1))
    match verb:
        case "value":
            address, amount = read_address(line, words[0]), _number(line, 2, 0)
            kind = read_kind(line, words[3]) if len(words) > 3 else 0  # noqa: PLR2004 - its words in their order
            return await panel.say(frames.value(amount, what=_number(line, 1, 0), address=address, kind=kind, at=at))
        case "system":
            panel.system_states = set(words)
            return await panel.say(frames.system_status(words, at=at))
        case "own":
            panel.states = set(words)
            return await panel.say(frames.device_status(words, at=at))
        case "heartbeat":
            return await panel.heartbeat()
        case "answer":
            return await panel.answer_check(operator=_number(line, 0, 1))
        case "wait":
            await asyncio.sleep(float(words[0]))
        case "raw":
            panel.send_raw(bytes.fromhex("".join(words)))
        case "drop":
            await panel.close()
        case _:
            await panel.connect()
    return None


def read_address(line: Line, word: str) -> int:
    """Return a component's address of four bytes: LOOP-POINT in its halves, or a number. Raises `ScriptError`."""
    loop, dash, point = word.partition("-")
    parts = (loop, point) if dash else ("0", loop)
    most = _LOOP if dash else 1 << 32
    if not all(part.isdecimal() and int(part) < most for part in parts):
        raise ScriptError(f"line {line.number}: “{word}” is no address; write LOOP-POINT such as 2-10, or a number")
    return int(parts[0]) * _LOOP + int(parts[1])


def read_kind(line: Line, word: str) -> int:
    """Return a kind's number of table 5. Raises `ScriptError`."""
    known = DEVICE_KINDS.get(word)
    if known is not None and known.code is not None:
        return known.code
    if word.isdecimal() and int(word) <= 255:  # noqa: PLR2004 - one byte
        return int(word)
    raise ScriptError(f"line {line.number}: “{word}” is no kind; write a number of table 5, or such as smoke_detector")


def _changed(panel: Panel, line: Line) -> Component:
    """Return the component that a line names, as it is after it."""
    if not line.words:
        raise ScriptError(f"line {line.number}: {line.verb} needs an address such as 2-10")
    address, rest = read_address(line, line.words[0]), line.words[1:]
    known = panel.components.get(address) or Component(address, SMOKE, "")
    if rest:
        known.kind = read_kind(line, rest[0])
    if rest[1:]:
        known.text = " ".join(rest[1:])
    if line.verb == "normal":
        known.states.clear()
    else:
        known.states.add("fire" if line.verb == "test_fire" else line.verb)
    known.test = line.verb == "test_fire"
    return known


def _number(line: Line, place: int, default: int) -> int:
    if len(line.words) <= place:
        return default
    word = line.words[place]
    if not word.lstrip("-").isdecimal():
        raise ScriptError(f"line {line.number}: “{word}” is no number")
    return int(word)


def _check(line: Line) -> None:
    """Find out before anything is sent whether a line can be done. Raises `ScriptError`."""
    least = {"value": 3, "wait": 1, "raw": 1}.get(line.verb, 0)
    if line.verb in frames.COMPONENT_BITS or line.verb in {"test_fire", "normal"}:
        least = 1
    if len(line.words) < least:
        raise ScriptError(f"line {line.number}: {line.verb} needs {least} word{'s' * (least > 1)} more")
    if line.verb in {"system", "own"}:
        _check_states(line, frames.SYSTEM_BITS if line.verb == "system" else frames.DEVICE_BITS)
    elif line.verb == "wait":
        _check_that(line, line.words[0].replace(".", "", 1).isdecimal(), "wait needs seconds, such as 2.5")
    elif line.verb == "raw":
        text = "".join(line.words)
        _check_that(line, len(text) % 2 == 0 and set(text) <= set("0123456789abcdefABCDEF"), "raw needs hexadecimal")
    elif least:
        read_address(line, line.words[0])
        if line.verb == "value":
            _number(line, 1, 0)
            _number(line, 2, 0)
        elif line.words[1:]:
            read_kind(line, line.words[1])


def _check_states(line: Line, known: Iterable[str]) -> None:
    wrong = [word for word in line.words if word not in known]
    _check_that(line, not wrong, f"of {wrong} nothing is known; it may be {', '.join(known)}")


def _check_that(line: Line, holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as what it is
    if not holds:
        raise ScriptError(f"line {line.number}: {sentence}")

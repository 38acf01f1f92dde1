"""A kept message of GB/T 26875.3 read again: what its frame says, for people, and the signals it gives by a profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from dispatch.core.signal import Signal
from dispatch.intake.gb26875.frames import Broken, Frame, read_datagram
from dispatch.intake.gb26875.objects import Object, read_objects
from dispatch.intake.gb26875.profiles import STANDARD, Profile, address_of, profile_of, profiles
from dispatch.intake.gb26875.signals import signals_of
from dispatch.intake.gb26875.times import read_text


class Words(NamedTuple):
    """A name in Chinese and in English."""

    zh: str
    en: str


COMMANDS: dict[int, Words] = {
    0: Words("预留（大华注册）", "reserved (registration, 大华)"),
    1: Words("控制命令", "control"),
    2: Words("发送数据", "data"),
    3: Words("确认", "confirmation"),
    4: Words("请求", "request"),
    5: Words("应答", "response"),
    6: Words("否认", "denial"),
    7: Words("心跳（厂商）", "heartbeat (vendors)"),
}
"""Table 2, and what vendors have made of its reserved numbers."""

TYPES: dict[int, Words] = {
    1: Words("上传建筑消防设施系统状态", "system status"),
    2: Words("上传建筑消防设施部件运行状态", "component status"),
    3: Words("上传建筑消防设施部件模拟量值", "component measured value"),
    4: Words("上传建筑消防设施操作信息", "operation at a facility"),
    5: Words("上传建筑消防设施软件版本", "facility software version"),
    6: Words("上传建筑消防设施系统配置情况", "system configuration"),
    7: Words("上传建筑消防设施部件配置情况", "component configuration"),
    8: Words("上传建筑消防设施系统时间", "facility time"),
    21: Words("上传用户信息传输装置运行状态", "transmission device status"),
    24: Words("上传用户信息传输装置操作信息", "operation at the transmission device"),
    25: Words("上传用户信息传输装置软件版本", "transmission device software version"),
    26: Words("上传用户信息传输装置配置情况", "transmission device configuration"),
    28: Words("上传用户信息传输装置系统时间", "transmission device time"),
    61: Words("读建筑消防设施系统状态", "read system status"),
    62: Words("读建筑消防设施部件运行状态", "read component status"),
    63: Words("读建筑消防设施部件模拟量值", "read component measured value"),
    64: Words("读建筑消防设施操作信息", "read operations at a facility"),
    65: Words("读建筑消防设施软件版本", "read facility software version"),
    66: Words("读建筑消防设施系统配置情况", "read system configuration"),
    67: Words("读建筑消防设施部件配置情况", "read component configuration"),
    68: Words("读建筑消防设施系统时间", "read facility time"),
    81: Words("读用户信息传输装置运行状态", "read transmission device status"),
    84: Words("读用户信息传输装置操作信息", "read operations at the transmission device"),
    85: Words("读用户信息传输装置软件版本", "read transmission device software version"),
    86: Words("读用户信息传输装置配置情况", "read transmission device configuration"),
    88: Words("读用户信息传输装置系统时间", "read transmission device time"),
    89: Words("初始化用户信息传输装置", "initialise the transmission device"),
    90: Words("同步用户信息传输装置时钟", "set the transmission device's clock"),
    91: Words("查岗命令", "post check"),
}
"""Table 3."""

_UNKNOWN = Words("未识别", "not known")


class Explained(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one frame says, for people. ``broken`` is why it is none; what could be read of it is told all the same."""

    profile: str
    broken: str | None = None
    seq: int | None = None
    version: str | None = None
    sent_at: str | None = None
    source: str | None = None
    destination: str | None = None
    command: int | None = None
    command_name: Words | None = None
    type: int | None = None
    type_name: Words | None = None
    restored: bool = False
    count: int | None = None
    objects: tuple[Object, ...] = ()
    problem: str | None = None
    rest: str | None = None


def explain(body: bytes, profile: str | None = None, known: Mapping[str, Profile] | None = None) -> Explained | None:
    """Return what a kept message says by a profile (None: by the one it tells itself); None where it is no frame."""
    item = _only(body)
    frame = item.header if isinstance(item, Broken) else item
    if frame is None:
        return None
    habits = _profile(frame, profile, known)
    reading = read_objects(frame, habits)
    return Explained(
        profile=habits.id,
        broken=item.reason if isinstance(item, Broken) else None,
        seq=frame.seq,
        version=f"{frame.version[0]}.{frame.version[1]}",
        sent_at=read_text(frame.sent, habits.clock),
        source=address_of(frame.source, habits),
        destination=address_of(frame.destination, habits),
        command=frame.command,
        command_name=COMMANDS.get(frame.command, _UNKNOWN),
        type=reading.type,
        type_name=None if reading.type is None else TYPES.get(reading.type, _UNKNOWN),
        restored=reading.restored,
        count=reading.count,
        objects=reading.objects,
        problem=reading.problem,
        rest=reading.rest.hex() or None,
    )


def read_again(
    body: bytes, gateway: str, profile: str | None = None, known: Mapping[str, Profile] | None = None
) -> tuple[Signal, ...]:
    """Return the signals of a kept message by a profile; nothing where it is no whole frame."""
    item = _only(body)
    return signals_of(item, _profile(item, profile, known), gateway) if isinstance(item, Frame) else ()


def _only(body: bytes) -> Frame | Broken | None:
    """Return the first frame in a kept message, else the first of what is broken."""
    found = read_datagram(body)
    return next((each for each in found if isinstance(each, Frame)), next(iter(found), None))


def _profile(frame: Frame, name: str | None, known: Mapping[str, Profile] | None) -> Profile:
    known = profiles() if known is None else known
    return profile_of([frame], known) if name is None else known.get(name, STANDARD)

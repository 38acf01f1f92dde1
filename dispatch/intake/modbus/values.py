"""Registers into signals: one signal for each device, with what could be read and what could not."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dispatch.core.signal import Condition, Measured, Signal
from dispatch.intake.modbus.table import Polled, Register

MOST_AT_ONCE = 125
"""Registers that one request may ask for (Modbus application protocol 1.1b3, 6.3)."""

_FORMATS = {"int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "float32": ">f"}


class Block(NamedTuple):
    """Registers without a gap, asked for at once."""

    unit_id: int
    table: str
    at: int
    words: int


Answers = Mapping[Block, Sequence[int] | str]
"""What each block was answered: its registers, or why it has none."""


def blocks_of(gateway: Polled) -> tuple[Block, ...]:
    """Return what to ask a gateway for. A gap is never asked for: many devices refuse registers that they lack."""
    wanted = sorted({(each.unit_id, each.table, each.at, each.words) for each in gateway.register})
    found: list[Block] = []
    for unit_id, table, at, words in wanted:
        last = found[-1] if found else None
        if last is not None and last[:2] == (unit_id, table) and at <= last.at + last.words:
            count = max(last.words, at + words - last.at)
            if count <= MOST_AT_ONCE:
                found[-1] = last._replace(words=count)
                continue
        found.append(Block(unit_id, table, at, words))
    return tuple(found)


def signals_of(gateway: Polled, answers: Answers) -> tuple[Signal, ...]:
    """Return what the devices of a gateway say. One that was not heard of at all (no block answered) has no signal."""
    devices: dict[str, _Device] = {}
    for register in gateway.register:
        device = devices.setdefault(register.address, _Device())
        device.kind = device.kind or register.kind
        device.add(register, answers)
    return tuple(
        Signal(
            gateway=gateway.id,
            protocol="modbus",
            address=address,
            device_kind=device.kind,
            raised=tuple(device.raised),
            cleared=tuple(each for each in device.cleared if each not in device.raised),
            measured=tuple(device.measured),
            unread=device.unread,
        )
        for address, device in devices.items()
        if device.heard
    )


class _Device:
    """One device, gathered register by register."""

    def __init__(self) -> None:
        self.kind: str | None = None
        self.heard = False
        self.measured: list[Measured] = []
        self.raised: dict[Condition, None] = {}
        self.cleared: dict[Condition, None] = {}
        self.unread: dict[str, str] = {}

    def add(self, register: Register, answers: Answers) -> None:
        words = _words_of(register, answers)
        if words is None:
            return  # silence is no answer: who watches for it hears nothing of this device
        self.heard = True
        name = register.what or f"register {register.at}"
        if isinstance(words, str):
            self.unread[name] = words
        elif register.bits:
            self._bits(register, words)
        else:
            self._value(register, name, words)

    def _bits(self, register: Register, words: Sequence[int]) -> None:
        number = int.from_bytes(_bytes_of(register, words), "big")
        if number in register.none:
            self.unread[f"register {register.at}"] = hex(number)
            return
        for bit, condition in register.bits.items():
            (self.raised if number >> int(bit) & 1 else self.cleared)[condition] = None

    def _value(self, register: Register, name: str, words: Sequence[int]) -> None:
        """Read one value; what the device writes for none, a NaN, or what cannot be, is no value."""
        raw = _bytes_of(register, words)
        (number,) = struct.unpack(_FORMATS[register.type], raw)
        value = number * register.scale + register.offset
        impossible = (register.low is not None and value < register.low) or (
            register.high is not None and value > register.high
        )
        if int.from_bytes(raw, "big") in register.none or number in register.none or not math.isfinite(value):
            self.unread[name] = f"0x{raw.hex()}"
        elif impossible:
            self.unread[name] = f"{value:g} {register.unit}".strip()
        else:
            # A register's step is what the device measures: digits beyond it are the scale's.
            self.measured.append(Measured(what=name, value=float(f"{value:.9g}"), unit=register.unit))


def _words_of(register: Register, answers: Answers) -> Sequence[int] | str | None:
    for block, answer in answers.items():
        if block[:2] != (register.unit_id, register.table):
            continue
        first = register.at - block.at
        if not 0 <= first <= block.words - register.words:
            continue
        if isinstance(answer, str):
            return answer
        found = answer[first : first + register.words]
        return found if len(found) == register.words else f"answered {len(answer)} of {block.words} registers"
    return None


def _bytes_of(register: Register, words: Sequence[int]) -> bytes:
    ordered = words if register.order == "big" else tuple(reversed(words))
    return b"".join(struct.pack(">H", word & 0xFFFF) for word in ordered)

"""``modbus.toml`` of a district's folder: which registers of which gateway mean what.

    [[gateway]]
    id = "GW-PUMP"               # its row in gateways.csv, protocol modbus
    host = "192.0.2.10"          # and port = 502
    every_s = 10                 # between two polls; timeout_s = 3
    [[gateway.register]]
    address = "P1"               # of the device under the gateway, as in devices.csv
    kind = "water_pressure"      # where no table says it
    unit_id = 1                  # the Modbus unit behind the gateway
    table = "holding"            # or input
    at = 0                       # of the first register, counted from 0 (40001 is 0)
    type = "int16"               # uint16, int32, uint32, float32; order = "big" or "little" for words
    what = "pressure"
    unit = "MPa"
    scale = 0.001                # value = register × scale + offset
    none = [65535]               # what the device writes where it has no value
    low = 0.0                    # below or above which a value is no value
    high = 2.5
    [[gateway.register]]
    address = "P1"
    at = 8
    bits = { 0 = "fault", 3 = "low_battery" }

Limits that a value must keep are those of ``devices.csv``, with their hysteresis.
"""

from __future__ import annotations

import tomllib
from typing import Literal

import msgspec

from dispatch.core.signal import Condition
from stations.device_kinds import DEVICE_KINDS

FILE = "modbus.toml"

Type = Literal["int16", "uint16", "int32", "uint32", "float32"]
_WORDS: dict[Type, int] = {"int16": 1, "uint16": 1, "int32": 2, "uint32": 2, "float32": 2}
_LAST_REGISTER = 65_535
_LAST_UNIT = 255
_WORD_BITS = 16


class TableError(ValueError):
    """``modbus.toml`` cannot be used; the sentence says why and where."""


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One value, or the bits of one word; see the file's description."""

    address: str
    at: int
    kind: str | None = None
    unit_id: int = 1
    table: Literal["holding", "input"] = "holding"
    type: Type = "uint16"
    order: Literal["big", "little"] = "big"
    what: str | None = None
    unit: str = ""
    scale: float = 1.0
    offset: float = 0.0
    none: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None
    bits: dict[str, Condition] = {}

    @property
    def words(self) -> int:
        """How many registers it takes."""
        return _WORDS[self.type]


class Polled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One gateway that is asked every ``every_s``, and what of it; it has ``timeout_s`` for each answer."""

    id: str
    host: str
    register: tuple[Register, ...]
    port: int = 502
    every_s: float = 10.0
    timeout_s: float = 3.0


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    gateway: tuple[Polled, ...] = ()


def read_table(text: str) -> tuple[Polled, ...]:
    """Read the file. Raises `TableError`."""
    try:
        found = msgspec.convert(tomllib.loads(text), _File).gateway
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TableError(f"{FILE}: {error}") from error
    ids = [each.id for each in found]
    for gateway in found:
        if ids.count(gateway.id) > 1:
            raise TableError(f"{FILE}: gateway {gateway.id} is there twice")
        if gateway.every_s < 1 or gateway.timeout_s <= 0:
            raise TableError(f"{FILE}: gateway {gateway.id}: every_s is at least 1, timeout_s more than 0")
        for register in gateway.register:
            if wrong := _wrong(register):
                raise TableError(f"{FILE}: gateway {gateway.id}, register {register.at}: {wrong}")
    return found


def _wrong(register: Register) -> str:
    if not 0 <= register.at <= _LAST_REGISTER - register.words + 1 or not 0 <= register.unit_id <= _LAST_UNIT:
        return f"registers are 0 to {_LAST_REGISTER}, units 0 to {_LAST_UNIT}"
    if (register.what is None) == (not register.bits):
        return "give what (a measured value) or bits (of a word), one of the two"
    if register.kind is not None and register.kind not in DEVICE_KINDS:
        return f"{register.kind!r} is no kind of device"
    if any(not (bit.isascii() and bit.isdigit() and int(bit) < _WORD_BITS * register.words) for bit in register.bits):
        return f"bits are 0 to {_WORD_BITS * register.words - 1}"
    if register.bits and register.type == "float32":
        return "a float has no bits of its own"
    return ""

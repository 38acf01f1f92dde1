"""What a frame means in the hub's own words (bits of GB/T 26875.3-2011, 8.2.1.1-8.2.1.9; tables 4-6).

A status is the whole state of what sent it, but many panels send what has just happened. So a status that raises
something clears the other conditions and leaves a fire standing; one that raises nothing clears all. Bit 0 (0: test
state) is a tag only: published frames of real fires have it so.

Addresses under a gateway: ``SYSTEM.UNIT`` of a system, ``SYSTEM.UNIT.LOOP.POINT`` of a component, its number of four
bytes in halves; of a manual alarm at a panel ``SYSTEM.UNIT.manual``, at the transmission
device itself ``manual``. None is the transmission device.
"""

from __future__ import annotations

from typing import NamedTuple

from dispatch.core.signal import CONDITIONS, Condition, Measured, Operation, Signal
from dispatch.intake.gb26875.answers import is_heartbeat
from dispatch.intake.gb26875.frames import DATA, OWN, RESPONSE, Frame
from dispatch.intake.gb26875.objects import Object, Reading, read_objects
from dispatch.intake.gb26875.profiles import STANDARD, Meaning, Profile
from dispatch.intake.gb26875.times import read_text
from stations.device_kinds import BY_CODE

_COMMON: dict[int, Condition] = {
    1: "fire",
    2: "fault",
    3: "disabled",
    4: "supervisory",
    5: "started",
    6: "feedback",
    7: "delayed",
}
_COMPONENT_BITS: dict[int, Condition] = {**_COMMON, 8: "mains_fault"}
_SYSTEM_BITS: dict[int, Condition] = {**_COMMON, 8: "mains_fault", 9: "battery_fault", 10: "line_fault", 11: "manual"}
_UITD_BITS: dict[int, Condition] = {
    1: "fire",
    2: "fault",
    3: "mains_fault",
    4: "battery_fault",
    5: "line_fault",
    6: "line_fault",
}
_CONFIGURED, _RESET = 12, 13

_DONE: tuple[Operation, ...] = (
    "reset",
    "silence",
    "manual_alarm",
    "alarm_cleared",
    "self_test",
    "confirm",
    "test",
    "unknown",
)
_SYSTEM_KINDS = {1: "fire_panel", 13: "gas_extinguishing_panel"}
_SPEAK_FOR_OTHERS = frozenset({"gateway", "module", "input_module", "input_output_module", "relay_module"})
"""A fire of theirs is one of what hangs behind them, which is not said: it is a fire all the same."""

_REGISTRATION = 0
_NO_TIME = "no time"
_SYSTEM, _ANALOGUE = 1, 3


class _Unit(NamedTuple):
    what: str
    unit: str
    factor: float


_UNITS: dict[int, _Unit] = {
    1: _Unit("events", "", 1),
    2: _Unit("level", "m", 0.01),
    3: _Unit("temperature", "°C", 0.1),
    4: _Unit("pressure", "MPa", 0.1),
    5: _Unit("pressure", "MPa", 0.0001),
    6: _Unit("gas", "%LEL", 0.1),
    7: _Unit("time", "s", 1),
    8: _Unit("voltage", "V", 0.1),
    9: _Unit("current", "A", 0.1),
    10: _Unit("flow", "L/s", 0.1),
    11: _Unit("air_volume", "m³/min", 0.1),
    12: _Unit("air_speed", "m/s", 1),
}
"""Table 6. Type 5 counts in 0.1 kPa; every pressure is told in MPa, so that one limit holds for it."""


def signals_of(frame: Frame, profile: Profile = STANDARD, gateway: str = "") -> tuple[Signal, ...]:
    """Return what a frame says of the devices behind a gateway, in its order; nothing for heartbeats and answers.

    Never raises. What is not known is a signal with ``unread``: it is stored and shown, never dropped.
    """
    said = _Said(frame, profile, gateway)
    if frame.command == _REGISTRATION and frame.adu:
        return (said.signal(operation="online"),)
    if frame.command not in (DATA, RESPONSE) and frame.command < OWN:
        return ()
    if is_heartbeat(frame, profile) or not frame.adu:
        return ()
    reading = read_objects(frame, profile)
    signals = tuple(signal for item in reading.objects for signal in _of_object(said, reading, item))
    return signals if reading.problem is None else (*signals, said.signal(unread=_trouble(reading)))


class _Said(NamedTuple):
    """What all signals of one frame share."""

    frame: Frame
    profile: Profile
    gateway: str

    def signal(
        self,
        item: Object | None = None,
        *,
        address: str | None = None,
        kind: str | None = None,
        raised: tuple[Condition, ...] = (),
        cleared: tuple[Condition, ...] = (),
        whole: bool = False,
        measured: tuple[Measured, ...] = (),
        operation: Operation | None = None,
        test: bool = False,
        text: str | None = None,
        unread: dict[str, str] | None = None,
    ) -> Signal:
        sent = read_text(self.frame.sent, self.profile.clock)
        unread = dict(unread or {})
        if sent is None:
            unread["sent_at"] = _NO_TIME
        if item is not None and item.time_unread:
            unread["occurred_at"] = _NO_TIME
        if item is not None and item.text_unread:
            unread["text"] = "no words"
        return Signal(
            gateway=self.gateway,
            protocol="gb26875",
            address=address,
            device_kind=kind,
            text=text or (item.text if item is not None else None) or None,
            raised=raised,
            cleared=cleared,
            whole=whole,
            measured=measured,
            operation=operation,
            operator=str(item.operator) if item is not None and item.operator is not None else None,
            test=test,
            occurred_at=item.time if item is not None else None,
            sent_at=sent,
            unread=unread,
        )


def _of_object(said: _Said, reading: Reading, item: Object) -> tuple[Signal, ...]:
    if item.operation is not None:
        return _operations(said, item)
    if reading.type == _ANALOGUE:
        return (_measured(said, item),)
    if item.switch is not None:
        return (_switched(said, reading, item),)
    if item.status is not None:
        return _status(said, reading, item)
    if reading.type in said.profile.on:
        return (said.signal(item, address=_address(said.profile, item), cleared=("disabled",), operation="online"),)
    if reading.type in said.profile.off:
        return (said.signal(item, address=_address(said.profile, item), raised=("disabled",)),)
    if item.major is not None:
        return (said.signal(item, address=_address(said.profile, item), text=f"{item.major}.{item.minor}"),)
    kind = _kind(said.profile, item) if item.component is not None else None
    return (said.signal(item, address=_address(said.profile, item), kind=kind),)


def _status(said: _Said, reading: Reading, item: Object) -> tuple[Signal, ...]:
    status = item.status or 0
    meaning = _meaning(said.profile, item)
    if meaning is not None:
        return (_meant(said, item, meaning, status, restored=reading.restored),)
    if item.access and item.access in said.profile.switches and status <= 1:
        return (_switched(said, reading, item),)
    if reading.type == _SYSTEM:
        bits = _SYSTEM_BITS
    else:
        bits = _UITD_BITS if item.system is None else {**_COMPONENT_BITS, **said.profile.bits}
    named = tuple(dict.fromkeys(condition for bit, condition in bits.items() if status >> bit & 1))
    if reading.restored:
        address, kind = _address(said.profile, item), _kind(said.profile, item)
        return (said.signal(item, address=address, kind=kind, cleared=named, whole=not named),)
    unread = {"status": f"0x{status:04x}"} if status & ~_known(bits, system=reading.type == _SYSTEM) else {}
    kind = _kind(said.profile, item)
    state = said.signal(
        item,
        address=_address(said.profile, item),
        kind="general" if "fire" in named and kind in _SPEAK_FOR_OTHERS else kind,
        raised=named,
        cleared=_others(named),
        whole=not named,
        test=status & 1 == said.profile.test_when,
        unread=unread,
    )
    if reading.type != _SYSTEM:
        return (state,)
    done: tuple[tuple[int, Operation], ...] = ((_RESET, "reset"), (_CONFIGURED, "configured"))
    acts = tuple(
        said.signal(item, address=_address(said.profile, item), operation=act) for bit, act in done if status >> bit & 1
    )
    return (*acts, state) if named or not acts else acts


def _known(bits: dict[int, Condition], *, system: bool) -> int:
    acts = (1 << _CONFIGURED | 1 << _RESET) if system else 0
    return sum(1 << bit for bit in bits) | acts | 1


def _others(raised: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """What a status that raises something says does not hold: whatever the standard's bits name, but for a fire."""
    named = {*_SYSTEM_BITS.values(), "tamper"} - {"fire", *raised}
    return tuple(condition for condition in CONDITIONS if condition in named) if raised else ()


def _meant(said: _Said, item: Object, meaning: Meaning, status: int, *, restored: bool) -> Signal:
    """Return what a status says that has a meaning of its own."""
    raised, cleared = meaning.raised.get(status, ()), meaning.cleared.get(status, ())
    if restored:
        raised, cleared = (), tuple(dict.fromkeys(word for words in meaning.raised.values() for word in words))
    known = bool(raised or cleared)
    return said.signal(
        item,
        address=_address(said.profile, item),
        kind=meaning.kind,
        raised=raised,
        cleared=cleared,
        unread={} if known else {"status": f"0x{status:04x}"},
    )


def _meaning(profile: Profile, item: Object) -> Meaning | None:
    for meaning in profile.meanings:
        if (meaning.system, meaning.component) == (item.system, item.component):
            return meaning
    return None


def _switched(said: _Said, reading: Reading, item: Object) -> Signal:
    """Return what a switch input says: by its access type, that something holds where its value is not 0."""
    value = item.switch if item.switch is not None else item.status
    condition = said.profile.switches.get(item.access if item.access is not None else -1)
    address, kind = _address(said.profile, item), _kind(said.profile, item)
    if condition is None:
        return said.signal(item, address=address, kind=kind, unread={"access": str(item.access)})
    if value and not reading.restored:
        return said.signal(item, address=address, kind=kind, raised=(condition,))
    return said.signal(item, address=address, kind=kind, cleared=(condition,))


def _measured(said: _Said, item: Object) -> Signal:
    unit = _UNITS.get(item.analogue or 0)
    value = item.value or 0
    address, kind = _address(said.profile, item), _kind(said.profile, item)
    if unit is None:
        return said.signal(item, address=address, kind=kind, unread={"analogue": str(item.analogue)})
    measured = Measured(what=unit.what, value=round(value * unit.factor, 6), unit=unit.unit)
    return said.signal(item, address=address, kind=kind, measured=(measured,))


def _operations(said: _Said, item: Object) -> tuple[Signal, ...]:
    """Return one signal for each bit of an operation record. A manual alarm is a person's alarm: a fire, not a note."""
    signals = []
    for bit, operation in enumerate(_DONE):
        if not (item.operation or 0) >> bit & 1:
            continue
        if operation == "manual_alarm":
            address = "manual" if item.system is None else f"{_address(said.profile, item)}.manual"
            signals.append(
                said.signal(item, address=address, kind="manual_call_point", raised=("fire",), operation=operation)
            )
        elif operation == "confirm" and item.system is None:
            signals.append(said.signal(item, operation="post_check_answered"))
        else:
            unread = {"operation": f"0x{item.operation:02x}"} if operation == "unknown" else {}
            signals.append(said.signal(item, address=_address(said.profile, item), operation=operation, unread=unread))
    return tuple(signals)


def _address(profile: Profile, item: Object) -> str | None:
    if item.system is None:
        return None
    if item.address is None:
        return f"{item.system}.{item.unit}"
    high, low = item.address >> 16, item.address & 0xFFFF
    loop, point = (high, low) if profile.loop == "high" else (low, high)
    return f"{item.system}.{item.unit}.{loop}.{point}"


def _kind(profile: Profile, item: Object) -> str:
    """Return the device's kind. What the table does not have is ``general``, whose fire is shown as any other."""
    if item.system is None:
        return "gateway"
    if item.component is None:
        return _SYSTEM_KINDS.get(item.system, "general")
    return profile.components.get(item.component) or BY_CODE.get(item.component, "general")


def _trouble(reading: Reading) -> dict[str, str]:
    """Return what could not be read, in the same words each time: bytes that change are in the raw message."""
    if reading.problem == "type":
        return {"type": str(reading.type)}
    return {"objects": "data unit" if reading.type is None else f"type {reading.type}: {reading.problem}"}

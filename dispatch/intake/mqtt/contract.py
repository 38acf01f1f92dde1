"""Our own MQTT contract: ``fire/v1/{tenant}/{deviceType}/{deviceId}/{alarm|status|heartbeat}``, one JSON object each.

``{msgId, deviceId, ts (ms since 1970, UTC), event, value, unit, what, battery_pct, rsrp, snr, temp_c, loc, test}``, all
of them optional but ``event``. What cannot be read is said in `Signal.unread` and refuses nothing: a message that was
refused would come again for ever, and what stands beside it may be a fire.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from dispatch.core.instant import Instant, to_text
from dispatch.core.signal import Measured, Signal
from dispatch.intake.hand_written import BY_HAND_AT_MOST, as_json
from dispatch.intake.mqtt.reading import Reading
from dispatch.intake.mqtt.words import EVENTS, KINDS, LEVELS, MEASURED, Meaning
from stations.device_kinds import DEVICE_KINDS

FILTERS = tuple(f"fire/v1/+/+/+/{level}" for level in LEVELS)
"""What the hub subscribes to."""

_LEVELS = 6
_NAME_AT_MOST = 64
_TEXT_AT_MOST = 200
_YEAR_2000_MS, _YEAR_2100_MS = 946_684_800_000, 4_102_444_800_000
_SECONDS_BELOW = 10_000_000_000  # a time of so few digits counts seconds


def read(topic: str, payload: bytes, broker: str, tenants: Mapping[str, str]) -> Reading | None:
    """Read one message; None where its topic is not of this contract.

    ``broker`` is the gateway that the broker itself is, ``tenants`` the gateways that have a tenant of their own. A
    device's address under its tenant's gateway is its id, under the broker's ``tenant/id``; one whose name is none (of
    65 characters, with control characters) is told by what its topic hashes to.
    """
    parts = topic.split("/")
    if len(parts) != _LEVELS or parts[:2] != ["fire", "v1"] or parts[5] not in LEVELS:
        return None
    _, _, tenant, device_type, device, level = parts
    gateway = tenants.get(tenant, broker)
    odd = not _is_name(tenant) or not _is_name(device)
    if odd:  # what it says may be a fire: it gets a name that can be shown and filed
        tenant, device = "", "?" + blake2b(topic.encode(errors="replace"), digest_size=6).hexdigest()
    address = device if tenant in tenants or not tenant else f"{tenant}/{device}"
    body, wrong = _body_of(payload)
    if wrong:
        unread = {"body": wrong}
        signal = Signal(
            gateway=gateway, protocol="mqtt", address=address, device_kind=_kind_of(device_type), unread=unread
        )
        return Reading(gateway=gateway, address=address, signals=(signal,), line="heard")
    return _Message(gateway, address, device_type, level, body).read(
        payload,
        receipt="" if odd else "/".join((*parts[:5], "ack")),
        unread={"topic": topic[:_TEXT_AT_MOST]} if odd else {},
    )


class _Message:
    """One readable body on a readable topic; ``unread`` gathers what it says that is not understood."""

    def __init__(self, gateway: str, address: str, device_type: str, level: str, body: Mapping[str, Any]) -> None:
        self._gateway = gateway
        self._address = address
        self._type = device_type
        self._level = level
        self._body = body
        self._unread: dict[str, str] = {}

    def read(self, payload: bytes, *, receipt: str, unread: Mapping[str, str]) -> Reading:
        """``receipt`` is where its sender would hear that it is kept, ``unread`` what of its topic is odd."""
        self._unread.update(unread)
        meaning = self._meaning()
        identity = self._identity(payload)
        message_id = _as_text(self._body.get("msgId"))
        beat = self._level == "heartbeat" and meaning == EVENTS["heartbeat"] and not self._unread
        if beat or meaning.line == "lost":
            return Reading(
                gateway=self._gateway, address=self._address, line=meaning.line, kept=not beat, same=identity
            )
        return Reading(
            gateway=self._gateway,
            address=self._address,
            signals=(self._signal(meaning),),
            line=meaning.line,
            same=identity,
            receipt=receipt if receipt and self._level == "alarm" and message_id else None,
            message_id=message_id,
        )

    def _signal(self, meaning: Meaning) -> Signal:
        kind = _kind_of(self._type)
        if kind is None:
            self._unread["deviceType"] = self._type[:_TEXT_AT_MOST]
        measured, at = tuple(self._measured()), self._time()
        claimed = _as_text(self._body.get("deviceId"))
        if claimed is not None and "topic" not in self._unread and claimed != self._address.rpartition("/")[2]:
            self._unread["deviceId"] = claimed
        return Signal(
            gateway=self._gateway,
            protocol="mqtt",
            address=self._address,
            device_kind=kind,
            text=_as_text(self._body.get("loc")),
            raised=meaning.raised,
            cleared=meaning.cleared,
            measured=measured,
            operation=meaning.operation,
            test=meaning.test or self._body.get("test") is True,
            occurred_at=at,
            sent_at=at,
            unread=self._unread,
        )

    def _meaning(self) -> Meaning:
        event = self._body.get("event")
        if event is None and self._level != "alarm":
            return EVENTS[self._level]
        found = EVENTS.get(event) if isinstance(event, str) else None
        if found is None:
            self._unread["event"] = _as_text(event) or "-"
            return Meaning()
        return found

    def _measured(self) -> list[Measured]:
        found = []
        for name, (what, unit) in MEASURED.items():
            value = self._number(name)
            if value is not None:
                found.append(Measured(what=what, value=value, unit=unit))
        named, value = self._body.get("what"), self._number("value")
        if value is not None and isinstance(named, str):
            found.append(Measured(what=named[:_NAME_AT_MOST], value=value, unit=_as_text(self._body.get("unit")) or ""))
        return found

    def _number(self, name: str) -> float | None:
        """Return a number that is one; -1, 0 or a text are what the device wrote, a NaN or an infinity nothing."""
        value = self._body.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = float(value)
            except ValueError:
                value = math.nan
        if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
            self._unread[name] = _as_text(self._body[name]) or "-"
            return None
        return float(value)

    def _time(self) -> str | None:
        at = self._body.get("ts")
        if at is None:
            return None
        if isinstance(at, str) and at.isascii() and at.isdigit() and len(at) <= _NAME_AT_MOST:
            at = int(at)
        if isinstance(at, bool) or not isinstance(at, int | float) or not _is_finite(at):
            self._unread["ts"] = _as_text(at) or "-"
            return None
        milliseconds = int(at * 1000 if abs(at) < _SECONDS_BELOW else at)
        if not _YEAR_2000_MS <= milliseconds < _YEAR_2100_MS:
            self._unread["ts"] = str(at)[:_NAME_AT_MOST]
            return None
        return to_text(Instant(milliseconds))

    def _identity(self, payload: bytes) -> str:
        """Tell a repeat by the sender's own number, else by what it says of an instant. What names neither has none:
        two alarms of one wording may be two alarms, and the same condition raised twice is one in any case.
        """
        message_id = _as_text(self._body.get("msgId"))
        if message_id is not None:
            return f"{self._address}\x1f{message_id}"
        if self._body.get("ts") is None:
            return ""
        digest = blake2b(payload, digest_size=16, person=b"mqtt", key=self._level.encode()).hexdigest()
        return f"{self._address}\x1f#{digest}"


def _body_of(payload: bytes) -> tuple[Mapping[str, Any], str]:
    """Return the JSON object in a body, or why there is none. Firmware's handwriting is read where it is certain."""
    if not payload.strip():
        return {}, ""
    try:
        value = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        value, why = None, str(error)
        if len(payload) <= BY_HAND_AT_MOST:
            try:
                value = msgspec.json.decode(as_json(payload.decode()))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                return {}, f"no JSON: {why}"[:_TEXT_AT_MOST]
        else:
            return {}, f"no JSON: {why}"[:_TEXT_AT_MOST]
    if not isinstance(value, dict):
        return {}, "no JSON object"
    return value, ""


def _kind_of(device_type: str) -> str | None:
    return KINDS.get(device_type, device_type if device_type in DEVICE_KINDS else None)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _NAME_AT_MOST and text.isprintable() and not text.isspace()


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def _as_text(value: Any) -> str | None:
    """Return a text or number as a short text of printable characters; None where it is neither, or empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None if value is None else type(value).__name__
    return "".join(letter for letter in str(value)[:_TEXT_AT_MOST] if letter.isprintable()).strip() or None

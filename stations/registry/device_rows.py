"""Rows of the tables of signals: the gateways that pass them on, and the devices behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stations.device_kinds import DEVICE_KINDS
from stations.device_words import WORDS
from stations.devices import PROTOCOLS, Device, Gateway
from stations.tables import Row

PROTOCOL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            ("GB/T 26875.3", "GB/T26875.3", "GB26875", "国标26875", "26875", "用户信息传输装置"), "gb26875"
        ),
        **dict.fromkeys(("DC-09", "SIA DC-09"), "dc09"),
        **dict.fromkeys(("推送", "云平台", "平台推送"), "push"),
        "物联网平台": "mqtt",
    }
)
KINDS = tuple(DEVICE_KINDS)
_MAX_FLOOR = 250
_MAX_SILENT_S = 31 * 24 * 3600
_MAX_VALUE = 1e9
_LONGEST_ADDRESS = 64


def read_gateway(row: Row) -> Gateway:
    """Return the gateway of a row of ``gateways.csv``."""
    return Gateway(
        id=row.identifier("id"),
        protocol=row.choice("protocol", PROTOCOLS, PROTOCOL_WORDS),
        address=_address(row),
        profile=row.optional("profile") or None,
        name=row.optional("name") or None,
        building=row.optional("building") or None,
        station=row.optional("station") or None,
        silent_after_s=row.optional_integer("silent_after_s", 0, _MAX_SILENT_S) or 0,
    )


def read_device(row: Row) -> Device:
    """Return the device of a row of ``devices.csv``: kinds in words of either language or as numbers of table 5."""
    device = Device(
        id=row.identifier("id"),
        kind=row.choice("kind", KINDS, WORDS),
        gateway=row.optional("gateway") or None,
        address=_address(row),
        building=row.optional("building") or None,
        floor=row.floor("floor", -_MAX_FLOOR, _MAX_FLOOR) if row.optional("floor") else None,
        zone=row.optional("zone") or None,
        name=row.optional("name") or None,
        camera=_camera(row),
        owner=row.optional("owner") or None,
        station=row.optional("station") or None,
        mirror_of=row.optional("mirror_of") or None,
        low=row.optional_number("low", -_MAX_VALUE, _MAX_VALUE),
        high=row.optional_number("high", -_MAX_VALUE, _MAX_VALUE),
        hysteresis=row.optional_number("hysteresis", 0.0, _MAX_VALUE),
        silent_after_s=row.optional_integer("silent_after_s", 0, _MAX_SILENT_S) or 0,
    )
    _check_device(row, device)
    return device


def check_addresses(rows: Sequence[Row], within: str) -> None:
    """Note two rows that bear one address of one gateway, or of one protocol: the hub could not tell them apart."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        address = row.raw("address")
        if address and first.setdefault((row.raw(within), address), row) is not row:
            there = first[row.raw(within), address]
            row.reject("address", f"“{address}” is in line {there.line} already, under the same {within}; correct one")


def check_mirrors(rows: Sequence[Row]) -> None:
    """Note devices that repeat one that itself only repeats: who is the witness must be told directly."""
    repeats = {row.raw("id"): row.raw("mirror_of") for row in rows}
    for row in rows:
        named = row.raw("mirror_of")
        if named and named == row.raw("id"):
            row.reject("mirror_of", f"“{named}” cannot repeat itself; leave the cell empty")
        elif named and (first := repeats.get(named)):
            row.reject("mirror_of", f"“{named}” only repeats “{first}”; write “{first}”")


def _address(row: Row) -> str | None:
    address = row.optional("address")
    if len(address) > _LONGEST_ADDRESS:
        row.reject("address", f"an address has at most {_LONGEST_ADDRESS} characters; shorten it")
    return address or None


def _camera(row: Row) -> str | None:
    address = row.optional("camera")
    if address and not address.startswith(("http://", "https://")):
        row.reject("camera", f"“{address}” is no web address; write http://… or https://…")
    return address or None


def _check_device(row: Row, device: Device) -> None:
    if device.address is not None and device.gateway is None:
        message = "has an address but no gateway, so that nothing it says is known as its own; name the gateway"
        row.findings.warn(message, line=row.line, field="gateway")
    if device.low is not None and device.high is not None and device.low >= device.high:
        row.reject("low", f"{device.low:g} is not below the upper limit {device.high:g}; correct one of them")
    elif None not in (device.low, device.high) and (device.hysteresis or 0) >= (device.high or 0) - (device.low or 0):
        message = f"{device.hysteresis:g} is as much as lies between the limits; a value could never come back"
        row.reject("hysteresis", message)
    if device.hysteresis and device.low is None and device.high is None:
        row.findings.warn("has no limit to come back from; it is not used", line=row.line, field="hysteresis")

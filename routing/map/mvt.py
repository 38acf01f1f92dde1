"""Encoder of Mapbox Vector Tiles: one layer of lines, as version 2.1 of the specification writes it.

Section and field numbers are those of the specification and its `vector_tile.proto`. The encoders on PyPI bring a
geometry library and protobuf for what is a page of code here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

EXTENT = 4096
"""Steps along one side of a tile (4.1)."""

Value: TypeAlias = str | int | bool
Pixel: TypeAlias = tuple[int, int]

_MOVE_TO, _LINE_TO = 1, 2
_LINESTRING = 2
_VERSION = 2


class Feature(NamedTuple):
    """A line or several, each of at least two positions in steps from the tile's upper left corner."""

    properties: dict[str, Value]
    lines: Sequence[Sequence[Pixel]]


def encode_tile(layer: str, features: Iterable[Feature]) -> bytes:
    """Return a tile with one layer; no bytes at all where there is no feature, which is an empty tile."""
    keys: dict[str, int] = {}
    # 1 and True are one key of a dict, and two values of a tile.
    values: dict[tuple[type, Value], int] = {}
    encoded = []
    for feature in features:
        tags = bytearray()
        for key, value in feature.properties.items():
            tags += _varint(keys.setdefault(key, len(keys)))
            tags += _varint(values.setdefault((type(value), value), len(values)))
        body = _chunk(2, tags) + _number(3, _LINESTRING) + _chunk(4, _geometry(feature.lines))
        encoded.append(_chunk(2, body))
    if not encoded:
        return b""
    parts = [
        _chunk(1, layer.encode()),
        *encoded,
        *(_chunk(3, key.encode()) for key in keys),
        *(_chunk(4, _value(value)) for _, value in values),
        _number(5, EXTENT),
        _number(15, _VERSION),
    ]
    return _chunk(3, b"".join(parts))


def _geometry(lines: Sequence[Sequence[Pixel]]) -> bytes:
    """Return the commands of a line (4.3): the pen moves on from where the line before left it."""
    out = bytearray()
    x = y = 0
    for line in lines:
        for place, (to_x, to_y) in enumerate(line):
            if place == 0:
                out += _varint(_MOVE_TO | 1 << 3)
            elif place == 1:
                out += _varint(_LINE_TO | (len(line) - 1) << 3)
            out += _varint(_zigzag(to_x - x))
            out += _varint(_zigzag(to_y - y))
            x, y = to_x, to_y
    return bytes(out)


def _value(value: Value) -> bytes:
    """Return a value (4.4): text, a truth, or a whole number with its sign."""
    if isinstance(value, bool):
        return _number(7, int(value))
    if isinstance(value, int):
        return _number(6, _zigzag(value))
    return _chunk(1, value.encode())


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else ~(number << 1)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _chunk(field: int, content: bytes | bytearray) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + bytes(content)


def _varint(number: int) -> bytes:
    if number < 0x80:  # noqa: PLR2004 - seven bits fit into one byte
        return _ONE_BYTE[number]
    out = bytearray()
    while number >= 0x80:  # noqa: PLR2004
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


_ONE_BYTE = tuple(bytes([number]) for number in range(0x80))

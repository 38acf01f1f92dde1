"""Vector tiles as the specification writes them, and the lines that are cut for them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from routing.map.classes import RoadClass
from routing.map.lines import Look, RoadLine
from routing.map.mvt import EXTENT, Feature, Value, encode_tile
from routing.map.tiles import MAX_ZOOM, Tiles

Fields = list[tuple[int, Any]]


def varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return number, at


def fields(data: bytes) -> Fields:
    """A protobuf message as (field, whole number or bytes)."""
    found: Fields = []
    at = 0
    while at < len(data):
        head, at = varint(data, at)
        assert head & 7 in (0, 2), "vector tiles of ours have whole numbers and bytes only"
        number, at = varint(data, at)
        if head & 7 == 2:
            found.append((head >> 3, data[at : at + number]))
            at += number
        else:
            found.append((head >> 3, number))
    return found


def numbers(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        number, at = varint(data, at)
        found.append(number)
    return found


def signed(number: int) -> int:
    return number >> 1 if not number & 1 else -(number >> 1) - 1


def value(data: bytes) -> Any:
    ((field, content),) = fields(data)
    readers: dict[int, Callable[[Any], Any]] = {1: bytes.decode, 6: signed, 7: bool}
    return readers[field](content)


def lines(geometry: bytes) -> list[list[tuple[int, int]]]:
    """The commands of a line's geometry, carried out (specification, 4.3)."""
    found: list[list[tuple[int, int]]] = []
    rest = numbers(geometry)
    x = y = 0
    while rest:
        command, count = rest[0] & 7, rest[0] >> 3
        rest = rest[1:]
        for _ in range(count):
            x, y, rest = x + signed(rest[0]), y + signed(rest[1]), rest[2:]
            if command == 1:
                found.append([])
            found[-1].append((x, y))
    return found


def decode(tile: bytes) -> list[tuple[dict[str, Any], list[list[tuple[int, int]]]]]:
    ((field, layer),) = fields(tile)
    assert field == 3
    parts = fields(layer)
    assert [content for number, content in parts if number == 15] == [2], "version 2"
    assert [content for number, content in parts if number == 5] == [EXTENT]
    assert [content for number, content in parts if number == 1] == [b"roads"]
    keys = [content.decode() for number, content in parts if number == 3]
    values = [value(content) for number, content in parts if number == 4]
    found = []
    for _, content in (part for part in parts if part[0] == 2):
        feature = dict(fields(content))
        assert feature[3] == 2, "a line"
        tags = numbers(feature[2])
        told = {keys[key]: values[place] for key, place in zip(tags[::2], tags[1::2], strict=True)}
        found.append((told, lines(feature[4])))
    return found


def test_a_line_is_written_as_in_the_specifications_example() -> None:
    """4.3.5.3: a linestring (2,2) (2,10) (10,10) is [9 4 4 18 0 16 16 0]."""
    tile = encode_tile("roads", [Feature({}, [[(2, 2), (2, 10), (10, 10)]])])
    assert bytes([9, 4, 4, 18, 0, 16, 16, 0]) in tile


def test_two_lines_are_written_as_in_the_specifications_example() -> None:
    """4.3.5.4: (2,2) (2,10) (10,10) and (1,1) (3,5) are [9 4 4 18 0 16 16 0 9 17 17 10 4 8]."""
    tile = encode_tile("roads", [Feature({}, [[(2, 2), (2, 10), (10, 10)], [(1, 1), (3, 5)]])])
    assert bytes([9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]) in tile


def test_what_is_encoded_is_what_is_decoded() -> None:
    told: dict[str, Value] = {"name": "中山路", "level": -4, "bridge": True, "minzoom": 1, "open": False}
    far = [[(-128, 5000), (2_000_000, -7)], [(1, 1), (300, 300), (0, 0)]]
    assert decode(encode_tile("roads", [Feature(told, far), Feature({"minzoom": 1}, far[1:])])) == [
        (told, far),
        ({"minzoom": 1}, far[1:]),
    ]


def test_an_empty_tile_has_no_bytes() -> None:
    assert encode_tile("roads", []) == b""


def road(points: list[tuple[float, float]], minzoom: int = 0) -> RoadLine:
    return RoadLine(Look(RoadClass("primary", minzoom), "示例路", "", 0, ("foot",)), tuple(points))


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Slippy map addresses, by the textbook's formula."""
    count = 1 << zoom
    return int((lon + 180) / 360 * count), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * count)


@pytest.mark.parametrize("zoom", range(8, MAX_ZOOM + 1))
def test_every_point_of_a_line_is_in_the_tile_over_it(zoom: int) -> None:
    """Walked along the line, each place lies on what its own tile draws, to two steps."""
    rng = random.Random(zoom)
    corners = [(106.5 + rng.uniform(0, 0.05), 29.5 + rng.uniform(0, 0.05)) for _ in range(8)]
    tiles = Tiles([road(corners)])
    for (lon1, lat1), (lon2, lat2) in pairwise(corners):
        share = rng.random()
        # On the tile's plane a segment is straight: the middle is taken there.
        lon, lat = lon1 + share * (lon2 - lon1), math.degrees(math.atan(math.sinh(mix(lat1, lat2, share))))
        x, y = tile_of(lon, lat, zoom)
        ((_, drawn),) = decode(tiles.tile(zoom, x, y))
        at = (
            ((lon + 180) / 360 * (1 << zoom) - x) * EXTENT,
            (0.5 - merc(lat) / math.tau) * (1 << zoom) * EXTENT - y * EXTENT,
        )
        nearest = min(distance(at, a, b) for line in drawn for a, b in pairwise(line))
        assert nearest < 10, f"seed {zoom}"


def merc(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def mix(lat1: float, lat2: float, share: float) -> float:
    return merc(lat1) + share * (merc(lat2) - merc(lat1))


def distance(at: tuple[float, float], a: tuple[int, int], b: tuple[int, int]) -> float:
    run = (b[0] - a[0], b[1] - a[1])
    along = ((at[0] - a[0]) * run[0] + (at[1] - a[1]) * run[1]) / (run[0] ** 2 + run[1] ** 2)
    along = min(1.0, max(0.0, along))
    return math.hypot(at[0] - a[0] - along * run[0], at[1] - a[1] - along * run[1])


def test_a_tile_holds_nothing_beyond_its_buffer() -> None:
    tiles = Tiles([road([(106.0, 29.0), (107.0, 30.0)])])
    x, y = tile_of(106.5, 29.503, 14)
    for _, drawn in decode(tiles.tile(14, x, y)):
        assert all(-128 <= axis <= EXTENT + 128 for line in drawn for place in line for axis in place)
    assert tiles.tile(14, x + 20, y) == b""


def test_a_class_is_in_the_tiles_from_its_own_zoom_on() -> None:
    tiles = Tiles([road([(106.5, 29.5), (106.501, 29.501)], minzoom=13)])
    assert tiles.tile(12, *tile_of(106.5, 29.5, 12)) == b""
    assert decode(tiles.tile(13, *tile_of(106.5005, 29.5005, 13)))[0][0]["minzoom"] == 13


@pytest.mark.parametrize("address", [(16, 0, 0), (-1, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_an_address_that_is_none_is_refused(address: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there is no tile"):
        Tiles([road([(106.5, 29.5), (106.6, 29.6)])]).tile(*address)

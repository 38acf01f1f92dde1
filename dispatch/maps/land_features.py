"""What lies between the roads as GeoJSON: areas of water and green, railways, their stations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from routing.map.land import Land

_TYPES = {"water": "Polygon", "green": "Polygon", "rail": "LineString", "stop": "Point"}


def land_features(pieces: Iterable[Land]) -> Iterator[dict[str, Any]]:
    """Yield a feature for each piece: ``kind`` is water, green, rail or stop; ``below`` where it is underground."""
    for piece in pieces:
        told: dict[str, Any] = {"kind": piece.kind}
        if piece.name:
            told["name"] = piece.name
        if piece.below:
            told["below"] = True
        yield {
            "type": "Feature",
            "properties": told,
            "geometry": {"type": _TYPES[piece.kind], "coordinates": _coordinates(piece)},
        }


def _coordinates(piece: Land) -> object:
    match _TYPES[piece.kind]:
        case "Polygon":
            return piece.lines
        case "LineString":
            return piece.lines[0]
        case _:
            return piece.lines[0][0]

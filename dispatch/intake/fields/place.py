"""The place of an alarm, field by field: position, building, floor, words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dispatch.core.vocabulary import Flag, Place
from dispatch.intake.fields.floors import read_floor
from dispatch.intake.fields.names import OF_ALARMS, OF_PLACES, joined, of_place
from dispatch.intake.fields.positions import Position, is_pair, read_position
from dispatch.intake.fields.reading import Reading, is_blank, is_nothing, read_name, read_text, words_of
from stations.datum import Datum

_BESIDE = ((OF_ALARMS.keys() & OF_PLACES.keys()) | {"address"}) - {"text"}
"""Fields of a place that some senders put beside it; they count where the place does not say them."""

_AROUND = ("location", "position")
"""Members that hold a whole place, or its words."""


_NOWHERE = Place()


class PlaceRead(NamedTuple):
    """A place with its position in WGS-84, flags, and the words of what could not be used, by field."""

    place: Place
    flags: tuple[Flag, ...] = ()
    unread: Mapping[str, str] = MappingProxyType({})
    datum: Datum | None = None


def read_place(sent: Any, beside: Mapping[str, Any] | None = None) -> PlaceRead:
    """Read a place. A text is its words, or its position where it is nothing else; a list is a position.

    ``beside`` are the fields that stand beside it: what the place itself does not say may be there.
    """
    others = _said(beside, _BESIDE) if beside else {}
    if "address" in others:
        others["text"] = others.pop("address")
    if is_blank(sent):
        sent = {}
    elif isinstance(sent, str):
        sent = {"coordinates": sent} if is_pair(sent) else {"text": sent}
    elif isinstance(sent, list):
        sent = {"coordinates": sent}
    if not isinstance(sent, Mapping):
        read = _of_fields(others)
        return read._replace(flags=("bad_place", *read.flags), unread={**read.unread, "place": words_of(sent)})
    own = of_place(sent)
    read = _of_fields({**others, **_said(own, own)})
    if read.place == _NOWHERE and not read.unread and _says_more(sent):
        return read._replace(flags=("bad_place", *read.flags), unread={"place": words_of(sent)})
    return read


def _said(sent: Mapping[str, Any], fields: Container[str]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name in fields and not is_blank(value)}


def _says_more(sent: Mapping[str, Any]) -> bool:
    return any(
        name != "datum" and not is_nothing(value) and value not in ([], {}, [None, None])
        for name, value in sent.items()
    )


def _of_fields(sent: dict[str, Any]) -> PlaceRead:
    for name in _AROUND:
        inside = sent.get(name)
        if isinstance(inside, Mapping):
            inside, outside = of_place(inside), {each: value for each, value in sent.items() if each != name}
            words = joined(outside["text"], inside.get("text")) if "text" in outside else inside.get("text")
            sent = {**_said(inside, inside), **outside, "text": words}
        elif isinstance(inside, str) and not is_pair(inside):
            outside = {each: value for each, value in sent.items() if each != name}
            sent = {**outside, "text": joined(outside["text"], inside) if "text" in outside else inside}
    position = read_position(sent)
    building, floor, text = read_name(sent.get("building")), read_floor(sent.get("floor")), read_text(sent.get("text"))
    lon, lat = _whole_position(position)
    place = Place(lon=lon, lat=lat, building=building.value, floor=floor.value, text=text.value)
    odd = tuple(_odd(position, {"building": building, "floor": floor, "text": text}))
    flags = tuple(dict.fromkeys(flag for _, flag, _ in odd if flag is not None))
    return PlaceRead(place, flags, {f"place.{name}": words for name, _, words in odd}, position.datum)


def _whole_position(position: Position) -> tuple[float | None, float | None]:
    both = position.lon is not None and position.lat is not None
    return (position.lon, position.lat) if both else (None, None)


def _odd(position: Position, others: Mapping[str, Reading[Any]]) -> Iterator[tuple[str, Flag | None, str]]:
    """Yield the field, flag and words of what could not be used; half a position lacks its other half, nothing more."""
    for name, words in position.unread.items():
        yield name, ("bad_datum" if name == "datum" else "bad_coordinates"), words
    if (position.lon is None) != (position.lat is None) and not position.unread:
        name = "lon" if position.lat is None else "lat"
        yield name, None, words_of(getattr(position, name))
    flags: dict[str, Flag] = {"building": "bad_building", "floor": "bad_floor", "text": "bad_text"}
    for name, found in others.items():
        if found.words is not None:
            yield name, flags[name], found.words

"""What is said of something that the district does not have: what is spelled like it, and where to look. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Literal, NamedTuple, Protocol

from dispatch.core.errors import NotFound, Unusable
from dispatch.core.world import World
from stations.duty.shifts import Roster
from stations.problems import near

What = Literal["station", "unit", "building", "member"]

_WORDS: dict[What, str] = {"station": "消防站", "unit": "力量", "building": "楼栋", "member": "人员"}
_LISTS: dict[What, str] = {
    "station": "list them with GET /api/v1/stations",
    "unit": "list them with GET /api/v1/units",
    "building": "buildings.csv has them",
    "member": "members.csv and the roster have them",
}
LOOKED_THROUGH = 2000
"""Spellings are compared with so many at most: the hub has other things to do."""

MEANT_AT_MOST = 3
"""So many of one request are compared; the others are named."""


class Told(NamedTuple):
    """The sentences about one thing that is not there; ``detail`` is for whoever wrote the request."""

    detail: str
    zh: str
    en: str


class Known(Sized, Iterable[str], Protocol):
    """Ids that there are."""

    def __contains__(self, key: object, /) -> bool:
        """Whether there is one of this id."""


def unknown(what: What, keys: Iterable[str], known: Known) -> Iterator[Told]:
    """Yield what is said of each of these that is not known."""
    missing = [key for key in dict.fromkeys(keys) if key not in known]
    for number, key in enumerate(missing):
        like = near(key, known) if number < MEANT_AT_MOST and len(known) <= LOOKED_THROUGH else None
        zh = f"没有{_WORDS[what]} {key}" + ("。" if like is None else f"，是不是 {like}？")
        en = f"there is no {what} {key}" + ("" if like is None else f"; did you mean {like}?")
        yield Told(detail=f"{en}; {_LISTS[what]}", zh=zh, en=en)


def no_station(world: World, key: str) -> NotFound:
    """Return the refusal of a station that the district does not have."""
    (told,) = unknown("station", (key,), world.stations)
    return NotFound(told.detail, zh=told.zh, en=told.en, at="station")


def no_unit(world: World, key: str) -> NotFound:
    """Return the refusal of a unit that the district does not have."""
    (told,) = unknown("unit", (key,), {each: None for each in world.units if each != key})
    return NotFound(told.detail, zh=told.zh, en=told.en, at="unit")


def check_members(world: World, station: str, members: Iterable[str]) -> None:
    """Raise `Unusable` for members that nobody has, where somebody wrote down whom the station has.

    Who belongs to another station may have been there too: people are lent.
    """
    own = _members_of(world.rosters.get(station))
    if not own:
        return
    lent = (key for roster in world.rosters.values() for key in _members_of(roster))
    strange = set(members) - own
    strange -= strange and set(lent)
    if told := tuple(unknown("member", (each for each in members if each in strange), own)):
        raise together("; ".join(each.detail for each in told), told, at="members")


def _members_of(roster: Roster | None) -> frozenset[str]:
    if roster is None:
        return frozenset()
    return frozenset(roster.members or (key for row in roster.rows for key in row.members))


def together(detail: str, told: Iterable[Told], *, at: str | None = None) -> Unusable:
    """Return the refusal of several things that are not there."""
    said = tuple(told)
    return Unusable(detail, zh="".join(each.zh for each in said), en="; ".join(each.en for each in said), at=at)

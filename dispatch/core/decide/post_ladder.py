"""The ladder of a post: what is done about a check or a hand-over that nobody answered."""

from __future__ import annotations

from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.decide.zones import BRIGADE_KINDS
from dispatch.core.indexes import distance_m
from dispatch.core.vocabulary import Place, PostOutcome
from dispatch.core.world import World
from stations.duty.rules import PostAction
from stations.model import Station


class Acted(NamedTuple):
    """What came of a rung, and the station that was told."""

    outcome: PostOutcome
    told: str | None = None


def act(step: Step, station: str, action: PostAction, *, text: str) -> Acted:
    """Do what a rung says about a station's post; ``text`` is what a channel carries."""
    match action:
        case "alert_again":
            return Acted("alerted")
        case "parent_station":
            parent = parent_of(step.world, station)
            return Acted("nobody") if parent is None else Acted("told", parent)
        case "other_channel" | "duty_officer":
            return _call(step, station, action, text)


def parent_of(world: World, station: str) -> str | None:
    """Return the street's fire station: the nearest small or fire station of the zone, else of the district."""
    own = world.stations.get(station)
    if own is None:
        return None
    brigade = [each for each in world.stations.values() if each.kind in BRIGADE_KINDS and each.id != station]
    in_zone = [each for each in brigade if own.zone and each.zone == own.zone]
    nearest = min(in_zone or brigade, key=lambda each: (_away_m(own, each), each.id), default=None)
    return None if nearest is None else nearest.id


def _away_m(one: Station, other: Station) -> float:
    return distance_m(Place(lon=one.lon, lat=one.lat), Place(lon=other.lon, lat=other.lat)) or 0.0


def _call(step: Step, station: str, use: str, text: str) -> Acted:
    channels = tuple(each.name for each in step.world.settings.channels if each.use == use)
    if not channels:
        return Acted("nobody")
    step.emit(
        ev.ChannelCalled,
        to=(station,),
        message=step.new_id("msg"),
        use=use,
        assignment=None,
        station=station,
        text=text,
        channels=channels,
    )
    return Acted("called")

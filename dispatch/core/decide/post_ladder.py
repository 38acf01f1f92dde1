"""The ladder of a post: what is done about a check or a hand-over that nobody answered."""

from __future__ import annotations

from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.decide.step import Step
from dispatch.core.vocabulary import PostOutcome
from dispatch.core.world import World
from stations.duty.rules import PostAction


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
            responsible = responsible_for(step.world, station)
            return Acted("nobody") if responsible is None else Acted("told", responsible)
        case "other_channel" | "duty_officer":
            return _call(step, station, action, text)


def responsible_for(world: World, station: str) -> str | None:
    """Return the station that is responsible for a station's post; None where none is known."""
    own = world.stations.get(station)
    named = own.responsible if own is not None else ""
    return named if named in world.stations and named != station else None


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

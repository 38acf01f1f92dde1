"""What the hub asks of itself; none of it can be sent from outside."""

from __future__ import annotations

from dispatch.core.commands.base import Command
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import GivenUp
from stations.duty.shifts import Roster
from stations.model import Building, DistrictSettings, Station, Unit


class DeadlineDue(Command, frozen=True, kw_only=True, tag="hub.fire"):
    """A deadline fell due (by the watch)."""

    subject: str
    key: str
    due_at: Instant


class Deliver(Command, frozen=True, kw_only=True, tag="hub.deliver"):
    """A station's client has its orders up to ``seen_seq`` (by the stream)."""

    station: str
    seen_seq: int


class NoteChannel(Command, frozen=True, kw_only=True, tag="hub.channel"):
    """A channel took a message, did not with ``error``, or need not (``given_up``) any more (by the channels)."""

    message: str
    channel: str
    tries: int
    error: str | None = None
    given_up: GivenUp | None = None


class ChangeRegistry(Command, frozen=True, kw_only=True, tag="hub.registry"):
    """The district folder says something new (at start)."""

    settings: DistrictSettings | None = None
    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    dropped_stations: tuple[str, ...] = ()
    dropped_units: tuple[str, ...] = ()
    dropped_buildings: tuple[str, ...] = ()
    rosters: tuple[Roster, ...] = ()
    dropped_rosters: tuple[str, ...] = ()


class RecordPresence(Command, frozen=True, kw_only=True, tag="hub.presence"):
    """What is true of a station's alert clients has held (by the streams)."""

    station: str
    present: bool
    hidden: bool = False
    sound: bool = True
    battery: float | None = None


class RecordAssessment(Command, frozen=True, kw_only=True, tag="hub.judge"):
    """What norms and registry say of a station's post (at start and once a day)."""

    station: str
    minimum: int | None = None
    faults: tuple[str, ...] | None = None


class DrawSeed(Command, frozen=True, kw_only=True, tag="hub.seed"):
    """Chance from outside for what is drawn by rule."""

    purpose: str
    seed: str


class NoteDrift(Command, frozen=True, kw_only=True, tag="hub.drift"):
    """The wall clock went another way than the hub's time."""

    drift_ms: int


class NoteLoss(Command, frozen=True, kw_only=True, tag="hub.loss"):
    """The record goes on without events that were confirmed (at a start that was told to accept it)."""

    lost_epoch: str
    confirmed_seq: int
    confirmed_hash: str
    kept_seq: int
    why: str

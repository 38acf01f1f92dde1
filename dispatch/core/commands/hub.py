"""What the hub asks of itself; none of it can be sent from outside."""

from __future__ import annotations

from dispatch.core.commands.base import Command
from dispatch.core.corridor import CorridorDeed
from dispatch.core.forwarding import ForwardState
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import AwayReason, GivenUp, Struct
from stations.devices import Device, Gateway
from stations.duty.shifts import Roster
from stations.helpers import Helper
from stations.model import Building, DistrictSettings, Station, Unit
from stations.site import Site


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


class NoteHelp(Command, frozen=True, kw_only=True, tag="hub.help"):
    """A helper's gateway took a message, or did not with ``error`` (by what sends to helpers).

    ``call_off``: the message that it is not needed any more.
    """

    request: str
    ask: str
    tries: int
    call_off: bool = False
    error: str | None = None


class NoteCorridor(Command, frozen=True, kw_only=True, tag="hub.corridor"):
    """The traffic side is to hear of a vehicle's way, or took it anew (by what sends corridors).

    ``junctions`` lie ahead on ``length_m``, ``eta_s`` until it is there; it holds until ``valid_until``.
    """

    assignment: str
    junctions: int
    length_m: float
    eta_s: float
    valid_until: Instant


class NoteForward(Command, frozen=True, kw_only=True, tag="hub.forward"):
    """A target outside is owed a message (``due``), or what came of one (by what forwards incidents).

    ``content`` is what was sent. The message that is due gets its identifier by the decision.
    """

    incident: str
    target: str
    state: ForwardState
    message: str = ""
    content: str = ""
    tries: int = 0
    error: str | None = None


class NoteCorridorFailed(Command, frozen=True, kw_only=True, tag="hub.corridor_failed"):
    """The traffic side did not take it after so many tries (by what sends corridors)."""

    assignment: str
    deed: CorridorDeed
    tries: int
    error: str


class NoteCorridorWithdrawn(Command, frozen=True, kw_only=True, tag="hub.corridor_withdrawn"):
    """It heard that a way is not needed any more; ``told`` False: it did not, and the way lapsed (by what sends
    corridors). ``no_way``: none leads there now."""

    assignment: str
    told: bool = True
    no_way: bool = False


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
    helpers: tuple[Helper, ...] = ()
    dropped_helpers: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    dropped_sites: tuple[str, ...] = ()
    devices: tuple[Device, ...] = ()
    dropped_devices: tuple[str, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    dropped_gateways: tuple[str, ...] = ()


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
    not_counted: tuple[str, ...] = ()


class DrawSeed(Command, frozen=True, kw_only=True, tag="hub.seed"):
    """Chance from outside for what is drawn by rule."""

    purpose: str
    seed: str


class NoteDrift(Command, frozen=True, kw_only=True, tag="hub.drift"):
    """The wall clock went another way than the hub's time."""

    drift_ms: int


class NoteReturn(Command, frozen=True, kw_only=True, tag="hub.return"):
    """The hub is back and was last seen at ``away_from`` (at start, and where its time went forward at once).

    ``incident``: only this one is told (where an incident is played again).
    """

    away_from: Instant
    reason: AwayReason = "stopped"
    incident: str | None = None


class RestateClock(Command, frozen=True, kw_only=True, tag="hub.restate_clock"):
    """Hub time is ahead, and the clock is right now (at a start that was told so).

    ``last_number`` is the last number that an incident of the ``month`` (two digits) got in this year.
    """

    month: str
    last_number: int


class Erasing(Struct, frozen=True, kw_only=True):
    """One incident whose words are to go; ``in_clear`` events of it are not encrypted, ``exercise`` is what it was."""

    incident: str
    in_clear: int = 0
    exercise: bool = False


class EraseIncidents(Command, frozen=True, kw_only=True, tag="hub.erase"):
    """Personal words of an incident are to go (by the eraser, for a person or for the district's term).

    ``incidents`` are it and those that it was merged with or split from.
    """

    incidents: tuple[Erasing, ...]
    reason: str
    setting: str | None = None


class NoteLoss(Command, frozen=True, kw_only=True, tag="hub.loss"):
    """The record goes on without events that were confirmed (at a start that was told to accept it)."""

    lost_epoch: str
    confirmed_seq: int
    confirmed_hash: str
    kept_seq: int
    why: str

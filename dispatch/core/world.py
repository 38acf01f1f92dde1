"""The World: what the log's events add up to, as far as rules and screens still need it.

Maps are persistent (`rpds.HashTrieMap`): an older World stays valid while a newer one is built, so the durable World,
the newest World and a snapshot being written are references to different versions.
"""

from __future__ import annotations

import msgspec
from rpds import HashTrieMap

from dispatch.core.corridor import Corridor
from dispatch.core.devices import DeviceState, Said, UnknownDevice
from dispatch.core.drill import Drill
from dispatch.core.forwarding import ForwardLine
from dispatch.core.help import Help
from dispatch.core.instant import Instant
from dispatch.core.milestones import HANDED_OVER, OWED
from dispatch.core.reasons import Reason
from dispatch.core.scene import Report
from dispatch.core.shelf import Shelf
from dispatch.core.shift import ShiftOffer
from dispatch.core.vocabulary import (
    By,
    CloseReason,
    ClosureArea,
    Ending,
    IncidentOutcome,
    Legs,
    Move,
    Note,
    Place,
    PositionDoubt,
    SceneState,
    Struct,
    TargetClock,
)
from stations.devices import Device, Gateway
from stations.duty.shifts import Roster
from stations.helpers import Helper
from stations.model import Building, DistrictSettings, Station, TravelMode, Unit
from stations.rules import DEFAULT_LADDER, DEFAULT_PLANS, DEFAULT_PROFILE, LOOK, MILESTONES, TARGET_PROFILES
from stations.site import Site, Stand


class Alarm(Struct, frozen=True, kw_only=True):
    """One signal and the incident it belongs to now; ``joined`` and ``joined_because`` are why it opened none.

    ``unread`` has the words of what could not be used, by field; ``occurred_at`` is its own time; ``reporter`` is who
    called, and where to call back, as it was told.
    """

    id: str
    incident: str
    source: str
    kind: str
    device: str | None
    place: Place
    at: Instant
    note: str | None = None
    test: bool = False
    flags: tuple[str, ...] = ()
    joined: str | None = None
    joined_because: Reason | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    occurred_at: Instant | None = None
    reporter: str | None = None

    @property
    def late(self) -> bool:
        """Whether it came long after its own time."""
        return "late" in self.flags


class Shortfall(Struct, frozen=True, kw_only=True):
    """A part of what the incident needs that nobody could be sent for."""

    need: str
    missing: int
    why: str


class Away(Struct, frozen=True, kw_only=True):
    """From when until when the hub was away while the incident was open."""

    away_from: Instant
    until: Instant


class Incident(Struct, frozen=True, kw_only=True):
    """What is happening in one place.

    ``opened_by_seq`` is the position of the event that opened it; ``devices`` are the sources and devices that its
    alarms named, each once: a detector that repeats itself for hours must not make every further alarm slower. Of the
    ``old_devices`` among them only late signals came; while every signal was late, ``signal_at`` is the first one's own
    time. ``unread`` has the words of what nobody could use, by field.
    ``erased_at``: what people said about it was destroyed then, and is not here either. ``share_at``: when it is looked
    at together with incidents nearby whose crews it may need more. ``looking_since``: when crews were sent to look.
    ``graded_because``: the rule that found the grade;
    once it is ``graded_by_hand`` rules only propose: ``grade_proposed`` is the highest that they did (0: none), and
    ``grade_proposed_because`` is why, until a person has graded.
    ``forwards``: what each target outside was told, by its name.
    The hand-over was offered at ``offered_at`` first; ``scene_state`` is what was said of the scene with it.
    """

    id: str
    number: str
    kind: str
    place: Place
    grade: int
    opened_at: Instant
    opened_by_seq: int
    exercise: bool = False
    test: bool = False
    drill: str | None = None
    trapped: int | None = None
    flags: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    devices: tuple[tuple[str, str], ...] = ()
    assignments: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    forewarned: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    last_alarm_at: Instant = msgspec.field(default_factory=Instant)
    handed_over_at: Instant | None = None
    receiver: str | None = None
    taken_by: By | None = None
    confirmed_at: Instant | None = None
    closed_at: Instant | None = None
    close_reason: CloseReason | None = None
    merged_into: str | None = None
    ladder_units: int = 0
    away: tuple[Away, ...] = ()
    erased_at: Instant | None = None
    erased_by: By | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    signal_at: Instant | None = None
    old_devices: tuple[tuple[str, str], ...] = ()
    share_at: Instant | None = None
    reports: tuple[Report, ...] = ()
    requests: tuple[str, ...] = ()
    looking_since: Instant | None = None
    graded_by_hand: bool = False
    graded_because: Reason | None = None
    grade_proposed: int = 0
    grade_proposed_because: Reason | None = None
    offered_at: Instant | None = None
    offered_by: By | None = None
    receiver_station: str | None = None
    scene_state: SceneState | None = None
    outcome: IncidentOutcome | None = None
    forwards: dict[str, ForwardLine] = msgspec.field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it is still going on."""
        return self.closed_at is None


_REACHED: dict[str, str] = {
    milestone: "ended_at" if milestone == "released" else f"{milestone}_at" for milestone in MILESTONES
} | {OWED: "owes_since", HANDED_OVER: "handed_over_at"}
"""Where an assignment has the time of each milestone."""


class Wait(Struct, frozen=True, kw_only=True):
    """What an order waits because the hub was away: what began before ``at`` acts not before ``until``, and the rungs
    of its ladder ``ladder_ms`` later."""

    at: Instant
    until: Instant
    ladder_ms: int = 0


TRAVEL_TIMES_ERR_BY = 1.5
"""So many times its foreseen time a crew may take before something must have happened to it: a planning value. Speeds
found from a brigade's own record are wrong by 35 s at the median and 63 s on average, of some three minutes."""


class ReportedLate(Struct, frozen=True, kw_only=True):
    """A milestone that counts from when it was pressed (`dispatch.core.late_press`); the hub heard of it at ``at``."""

    milestone: str
    at: Instant


class Assignment(Struct, frozen=True, kw_only=True):
    """One unit sent to one incident, with its own milestones. State belongs here, never to the unit.

    ``fired`` names the deadlines that have acted already, so that each acts once; ``held``: a
    person stopped its ladder; ``delivered_to`` the tokens (phones)
    that have shown the order. ``because`` is None for one of version 1; ``waits``: what of it waits after outages;
    ``stand``: where at the building the unit goes.
    ``owes_since``: from when its crew, of the brigade, has to take the incident over;
    ``estimated_at``: when its arrival was last foreseen anew; ``unit_name``: its unit's call sign, empty in an old
    order; ``reported_late``: its milestones that count from when they were pressed, and when the hub heard of each.
    """

    id: str
    incident: str
    unit: str
    station: str
    station_kind: str
    mode: TravelMode
    reason: str
    assigned_seq: int
    assigned_at: Instant
    eta_s: float | None
    legs: Legs | None
    targets: tuple[TargetClock, ...]
    exercise: bool = False
    because: Reason | None = None
    delivered_at: Instant | None = None
    delivered_to: tuple[str, ...] = ()
    acknowledged_at: Instant | None = None
    en_route_at: Instant | None = None
    on_scene_at: Instant | None = None
    controlled_at: Instant | None = None
    no_answer_at: Instant | None = None
    ending: Ending | None = None
    ended_at: Instant | None = None
    alerts: int = 1
    held: bool = False
    fired: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()
    stand: Stand | None = None
    owes_since: Instant | None = None
    handed_over_at: Instant | None = None
    estimated_at: Instant | None = None
    unit_name: str = ""
    reported_late: tuple[ReportedLate, ...] = ()

    @property
    def foreseen_at(self) -> Instant | None:
        """When its crew was to arrive as the travel time had it; None where none was known."""
        return None if self.eta_s is None else self.assigned_at.plus(round(self.eta_s * 1000))

    @property
    def overdue_at(self) -> Instant | None:
        """From when its crew is later than travel times are wrong; None where none was known."""
        return None if self.eta_s is None else self.assigned_at.plus(round(self.eta_s * 1000 * TRAVEL_TIMES_ERR_BY))

    @property
    def active(self) -> bool:
        """Whether it still binds its unit."""
        return self.ending is None

    @property
    def moments(self) -> dict[str, Instant | None]:
        """When each milestone was reached, as `reached` says of one."""
        found: dict[str, Instant | None] = {name: getattr(self, field) for name, field in _REACHED.items()}
        if self.ending != "released":
            found["released"] = None
        return found

    def reached(self, milestone: str) -> Instant | None:
        """When the milestone was reached; None where it was not (yet). Who was recalled was not released."""
        if milestone == "released" and self.ending != "released":
            return None
        at: Instant | None = getattr(self, _REACHED[milestone])
        return at

    def heard(self, milestone: str) -> Instant | None:
        """When the hub heard that the milestone was reached: what it does counts from then."""
        late = (each.at for each in self.reported_late if each.milestone == milestone)
        return next(late, None) or self.reached(milestone)


class Proposal(Struct, frozen=True, kw_only=True):
    """Moves that act at ``due_at`` unless a person refuses."""

    id: str
    incident: str
    moves: tuple[Move, ...]
    gain_s: float
    due_at: Instant


class Message(Struct, frozen=True, kw_only=True):
    """A message that ``waiting`` channels have not taken yet; ``dead`` ones gave up and wait for a person.

    ``incident`` and ``assignment`` are None where it is about a post; ``trigger`` is what the order's rung waited for,
    ``request`` the help that nobody takes.
    """

    id: str
    incident: str | None
    use: str
    assignment: str | None
    station: str
    text: str
    at: Instant
    waiting: tuple[str, ...]
    dead: tuple[str, ...] = ()
    trigger: str | None = None
    request: str | None = None


class Team(Struct, frozen=True, kw_only=True):
    """People who took a shift over at ``since``; theirs until ``until``, None: until the next take it over."""

    shift: str
    members: tuple[str, ...]
    strength: int
    since: Instant
    until: Instant | None


class HandOver(Struct, frozen=True, kw_only=True):
    """A shift that waits to be taken over; ``fired`` names the rungs that have acted since it was missed."""

    shift: str
    members: tuple[str, ...]
    due_at: Instant
    begins_at: Instant | None = None
    ends_at: Instant | None = None
    missed_at: Instant | None = None
    fired: tuple[int, ...] = ()


class Presence(Struct, frozen=True, kw_only=True):
    """What held of a station's alert clients, said at ``at``."""

    present: bool
    hidden: bool
    sound: bool
    battery: float | None
    at: Instant


class Post(Struct, frozen=True, kw_only=True):
    """What is known of a station's post. What nobody said is None or empty: unknown, never zero.

    ``reported`` is how many people each unit said it has since the shift was taken over. Rostered shifts that began up
    to ``settled_at`` were taken over or said to be overdue; draws of days up to ``drawn`` are done, and the next one
    waits until ``not_before``. ``minimum`` people must be on post and ``faults`` are the equipment's, by the norms;
    ``not_counted`` members do not count towards it. ``named`` are the members behind ``reported``, as far as said.
    The hub was away: it judges nobody before ``wait_until``.
    """

    station: str
    teams: tuple[Team, ...] = ()
    reported: tuple[tuple[str, int], ...] = ()
    hand_over: HandOver | None = None
    settled_at: Instant = msgspec.field(default_factory=Instant)
    presence: Presence | None = None
    answered_at: Instant | None = None
    last_check: str | None = None
    last_check_at: Instant | None = None
    drawn: str = ""
    not_before: Instant | None = None
    minimum: int | None = None
    faults: tuple[str, ...] | None = None
    wait_until: Instant | None = None
    not_counted: tuple[str, ...] = ()
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Check(Struct, frozen=True, kw_only=True):
    """A post check without an outcome, or a missed one whose ladder still acts (``fired`` rungs have)."""

    id: str
    station: str
    called_at: Instant
    due_at: Instant
    shift: str
    drawn: str | None
    by: By
    reason: str | None = None
    missed_at: Instant | None = None
    fired: tuple[int, ...] = ()


class Nearby(Struct, frozen=True, kw_only=True):
    """An incident that ``stations`` without an order in it were told of."""

    id: str
    number: str
    kind: str
    grade: int
    place: Place
    at: Instant
    exercise: bool
    stations: tuple[str, ...]


class Seed(Struct, frozen=True, kw_only=True):
    """Chance from outside, and since when it counts."""

    seed: str
    at: Instant


class Sighting(Struct, frozen=True, kw_only=True):
    """A place at a moment, within ``accuracy_m`` metres (None: nobody said)."""

    lon: float
    lat: float
    at: Instant
    accuracy_m: float | None = None


class Position(Struct, frozen=True, kw_only=True):
    """Where a unit last said it was, and when; ``heard_at`` the hub heard it.

    ``accuracy_m`` is the radius that its receiver gave. With a ``doubt`` it is shown and not used; ``believed`` is the
    last that is.
    """

    lon: float
    lat: float
    at: Instant
    heard_at: Instant = msgspec.field(default_factory=Instant)
    accuracy_m: float | None = None
    doubt: PositionDoubt | None = None
    believed: Sighting | None = None


class Standby(Struct, frozen=True, kw_only=True):
    """Where a unit is posted (备勤), from when until when; ``begun_at``: since when it counts from there."""

    unit: str
    lon: float
    lat: float
    place: Place
    from_at: Instant
    until_at: Instant | None
    by: By
    reason: str | None = None
    begun_at: Instant | None = None


class HydrantNow(Struct, frozen=True, kw_only=True):
    """What somebody last found of a hydrant, after its row was written: whether it ``works``."""

    works: bool
    at: Instant
    by: By
    incident: str | None = None


class Closure(Struct, frozen=True, kw_only=True):
    """A closed piece of road; ``modes`` empty: for everybody. ``report``, ``narrows_to_m``: see `events.RoadClosed`."""

    id: str
    area: ClosureArea
    modes: tuple[TravelMode, ...]
    until: Instant | None
    by: By
    at: Instant
    reason: str | None = None
    report: str | None = None
    narrows_to_m: float | None = None


DEFAULT_SETTINGS = DistrictSettings(
    name="unnamed district",
    timezone="Asia/Shanghai",
    targets=TARGET_PROFILES[DEFAULT_PROFILE],
    ladder=DEFAULT_LADDER,
    plans=DEFAULT_PLANS,
    look=LOOK,
)


class World(Struct, frozen=True, kw_only=True, gc=True):
    """Everything that holds after event ``seq``, which happened at ``at``.

    ``units_of`` (by station), ``active_by_unit``, ``open_by`` (incidents by device, building and piece of ground),
    ``stations_by`` (by zone and building), ``checks_of`` (the running check of a station) and ``running_drills`` are
    indexes that follow from the rest; ``rosters`` and ``posts`` are by station, ``seeds`` by purpose, ``sites`` (the
    building files) by building, ``hydrants`` (what was found of some) by id, ``shelved`` by source.
    ``devices`` are the registry's, ``filed`` those that somebody filed by hand, ``device_at`` the index of both by
    gateway and address; ``conditions`` has the devices with something to say, ``said`` what must be remembered of any.
    ``month`` and
    ``last_number`` give the next incident its number. ``restated`` are the events at which hub time went back.
    """

    seq: int = 0
    at: Instant = Instant(0)
    settings: DistrictSettings = DEFAULT_SETTINGS
    stations: HashTrieMap[str, Station] = HashTrieMap()
    units: HashTrieMap[str, Unit] = HashTrieMap()
    units_of: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    buildings: HashTrieMap[str, Building] = HashTrieMap()
    alarms: HashTrieMap[str, Alarm] = HashTrieMap()
    incidents: HashTrieMap[str, Incident] = HashTrieMap()
    assignments: HashTrieMap[str, Assignment] = HashTrieMap()
    positions: HashTrieMap[str, Position] = HashTrieMap()
    closures: HashTrieMap[str, Closure] = HashTrieMap()
    proposals: HashTrieMap[str, Proposal] = HashTrieMap()
    messages: HashTrieMap[str, Message] = HashTrieMap()
    drills: HashTrieMap[str, Drill] = HashTrieMap()
    off_duty: HashTrieMap[str, Instant] = HashTrieMap()
    rosters: HashTrieMap[str, Roster] = HashTrieMap()
    posts: HashTrieMap[str, Post] = HashTrieMap()
    checks: HashTrieMap[str, Check] = HashTrieMap()
    seeds: HashTrieMap[str, Seed] = HashTrieMap()
    helpers: HashTrieMap[str, Helper] = HashTrieMap()
    requests: HashTrieMap[str, Help] = HashTrieMap()
    sites: HashTrieMap[str, Site] = HashTrieMap()
    hydrants: HashTrieMap[str, HydrantNow] = HashTrieMap()
    beside: HashTrieMap[str, Nearby] = HashTrieMap()
    standbys: HashTrieMap[str, Standby] = HashTrieMap()
    corridors: HashTrieMap[str, Corridor] = HashTrieMap()
    shelved: HashTrieMap[str, Shelf] = HashTrieMap()
    devices: HashTrieMap[str, Device] = HashTrieMap()
    gateways: HashTrieMap[str, Gateway] = HashTrieMap()
    filed: HashTrieMap[str, Device] = HashTrieMap()
    conditions: HashTrieMap[str, DeviceState] = HashTrieMap()
    unknown_devices: HashTrieMap[str, UnknownDevice] = HashTrieMap()
    said: HashTrieMap[str, Said] = HashTrieMap()
    device_at: HashTrieMap[str, str] = HashTrieMap()
    offers: HashTrieMap[str, ShiftOffer] = HashTrieMap()
    checks_of: HashTrieMap[str, str] = HashTrieMap()
    active_by_unit: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    open_by: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    stations_by: HashTrieMap[str, tuple[str, ...]] = HashTrieMap()
    running_drills: tuple[str, ...] = ()
    month: str = ""
    last_number: int = 0
    restated: tuple[int, ...] = ()

    def assignments_of(self, incident: Incident) -> list[Assignment]:
        """Every assignment of the incident, oldest first."""
        known = self.assignments
        return [known[key] for key in incident.assignments]

    def active_of(self, incident: Incident) -> list[Assignment]:
        """The incident's assignments that still bind their units, oldest first."""
        known = self.assignments
        return [assignment for key in incident.assignments if (assignment := known[key]).ending is None]

    def merged(self, incident: Incident) -> Incident:
        """What the incident was merged into, else itself: who speaks from a dead spot cannot know of it."""
        while incident.merged_into is not None and incident.merged_into in self.incidents:
            incident = self.incidents[incident.merged_into]
        return incident

    def unattended(self, incident: Incident) -> bool:
        """Whether nobody has an order for the incident."""
        return not self.active_of(incident)

    def is_bound(self, unit: str, *, exercise: bool = False) -> bool:
        """Whether an order keeps the unit from an operation, or from an ``exercise``; no exercise keeps anybody from
        an operation."""
        active = self.active_by_unit.get(unit)
        return active is not None and (exercise or any(not self.assignments[key].exercise for key in active))

    def active_of_unit(self, unit: str) -> tuple[Assignment, ...]:
        """The assignments that bind a unit now; a unit may hold several."""
        active = self.active_by_unit.get(unit)
        return tuple(self.assignments[key] for key in active) if active else ()

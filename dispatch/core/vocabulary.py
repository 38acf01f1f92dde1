"""Words that commands, events and the World share. They are the wire contract's."""

from __future__ import annotations

from typing import Literal

import msgspec

from dispatch.core.instant import Instant
from stations.kinds import FIRE_KINDS, RESCUE_KINDS

Role = Literal["hub", "device", "station", "dispatcher", "commander", "admin", "helper"]
"""Who acts. ``hub`` is the system itself, ``helper`` whoever was asked to help; the others are of access tokens."""

Ending = Literal["released", "declined", "recalled"]

CloseReason = Literal[
    "handled",
    "false_equipment",
    "false_cooking",
    "false_touched",
    "false_malicious",
    "false_works",
    "test",
    "unknown",
    "merged",
]
"""Why an incident closed. The ``false_*`` kinds follow the split of NFIRS 5.0 73x, 74x and 71x;
``false_works`` is smoke or heat of people at work: building, welding."""

SceneState = Literal["burning", "under_control", "out", "unclear"]
"""What a scene is like when it is handed over."""

HandOverFlag = Literal["brigade_not_there"]
"""What is odd about a hand-over: nobody of the brigade had said that they are on scene."""

CauseClass = Literal[
    "electrical",
    "open_flame",
    "smoking",
    "production",
    "playing_with_fire",
    "arson",
    "self_ignition",
    "lightning",
    "static",
    "embers",
    "other",
    "unknown",
    "no_fire",
]
"""Why it burned, by the classes of the national fire statistics (火灾统计管理规定); ``no_fire``: nothing burned."""

KNOWN_SOURCES = frozenset({"detector", "panel", "phone", "person", "video", "desk"})
KNOWN_KINDS = frozenset((*FIRE_KINDS, *RESCUE_KINDS))
KNOWN_DECLINES = frozenset({"off_post", "short_handed", "road_blocked", "busy", "other"})
"""Why a crew cannot go, as its page says it; any other text is somebody's own."""

Flag = Literal[
    "unlocated",
    "off_network",
    "unknown_building",
    "unknown_drill",
    "unknown_kind",
    "unknown_source",
    "bad_coordinates",
    "bad_floor",
    "bad_time",
    "bad_trapped",
    "bad_source",
    "bad_kind",
    "bad_device",
    "bad_key",
    "bad_place",
    "bad_building",
    "bad_text",
    "bad_datum",
    "bad_reporter",
    "bad_note",
    "bad_test",
    "bad_exercise",
    "bad_drill",
    "bad_body",
    "bad_encoding",
    "swapped_coordinates",
    "far_from_building",
    "late",
    "perhaps_one_detector",
    "rule_failed",
    "clock_off",
    "key_reused",
    "text_cut",
    "bad_saw",
    "bad_room",
    "bad_burning",
    "bad_got_out",
    "bad_hurt",
    "bad_want",
    "bad_lane",
    "bad_water",
    "bad_hydrant",
    "bad_under_control",
    "bad_out",
    "contradicted",
    "unknown_want",
    "want_held",
    "lane_nowhere",
    "lane_far",
    "lane_off_road",
    "panel_test",
    "device_disabled",
]
"""What an alarm lacked or had wrong: it counts all the same. The words of ``bad_FIELD`` are kept."""

WORDS_CHARACTERS = 200
"""So many characters are kept of what could not be read."""

PositionDoubt = Literal["inaccurate", "impossible", "late", "stale"]
"""Why a position is shown and not used.

Its receiver says that it may be far off; nobody moves that fast; a newer one is known; nobody has heard since.
"""

AwayReason = Literal["stopped", "clock"]
"""Why the hub was away: no process ran, or its time went forward at once to a clock that was set right."""

PersonalMark = Literal["erased", "withheld"]
"""What became of the words of an event that comes without them: destroyed, or not readable where this is read."""

EVERY_STATION = "*"
"""In an event's ``to``: every station sees it. No id can be this."""


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of every value here: frozen, by keyword; unknown fields are ignored when read.

    The garbage collector does not look through them: a value holds only what was there before it, so no cycle can lead
    through one (a test walks all their types). One whose types would allow a cycle says ``gc=True``.
    """


class By(Struct, frozen=True, kw_only=True):
    """Who did it: the role, the token's name, the station where the token is of one, and the token's id.

    ``token`` is left out where no token was: the hub itself, and what older hubs wrote.
    """

    role: Role
    name: str
    station: str | None = None
    token: str | msgspec.UnsetType = msgspec.UNSET


HUB = By(role="hub", name="hub")


class Place(Struct, frozen=True, kw_only=True):
    """Where: WGS-84 degrees, a known building's id, a floor (basements negative), words. All optional."""

    lon: float | None = None
    lat: float | None = None
    building: str | None = None
    floor: int | None = None
    text: str | None = None

    @property
    def located(self) -> bool:
        """Whether there are coordinates to route to."""
        return self.lon is not None and self.lat is not None


class Legs(Struct, frozen=True, kw_only=True):
    """The parts of a travel time, in seconds: leaving the station, on the road, to the entrance, up or down."""

    turnout_s: float
    road_s: float
    entrance_s: float
    storeys_s: float


class TargetClock(Struct, frozen=True, kw_only=True):
    """A promise of one assignment: ``milestone`` at most ``limit_s`` seconds after ``start``.

    ``due_at`` is None while the milestone that starts it is still to come.
    """

    name: str
    start: str
    milestone: str
    limit_s: int
    due_at: Instant | None


Verdict = Literal["chosen", "not_needed", "held_back", "busy", "no_answer", "off_duty", "tried", "not_in_drill"]
"""What became of a unit in a choice. ``not_needed``: free, but others were nearer or it has not what was needed;
``held_back``: it stays so that its zone is not stripped bare; ``not_in_drill``: it does not take part, or has left."""


PostOutcome = Literal["alerted", "called", "told", "nobody"]
"""What came of a rung about a post: rung again, called over a channel, the responsible station told, nobody to tell."""


GivenUp = Literal["answered", "order_over", "incident_over", "held"]
"""Why a message is not sent any more: what it asks for has come, its order or incident is over, a person holds the
ladder."""


class Considered(Struct, frozen=True, kw_only=True):
    """One unit that the choice looked at: how far it was, what became of it, and why its station is not ready.

    ``cautions`` are the signs against its vehicle that its way passes: ``motor_vehicle=no (way 783088050)``, and lanes
    that it fits through though the norm asks for more: ``width 2.6 < 4 (way 11)``. They are looked up for the nearest
    free unit of each mode alone.
    ``at_station``: no road leads from where it said it was; it was counted at its station.
    """

    unit: str
    station: str
    eta_s: float
    legs: Legs
    verdict: Verdict
    not_ready: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    at_station: bool = False


class Move(Struct, frozen=True, kw_only=True):
    """A part of a proposal: ``unit`` leaves its order (None: it is free) and gets one for the incident ``to``.

    ``to`` None: it is let go, since others are nearer; then there is no travel time either.
    """

    unit: str
    assignment: str | None
    to: str | None
    eta_s: float | None
    legs: Legs | None


Levels = Literal["ground", "all"]
"""What an area closes: the roads on the ground, or the bridges over them and the tunnels under them too."""


class ClosureArea(Struct, frozen=True, kw_only=True):
    """What is closed: a way by its id, a circle (centre and radius in metres), or a polygon of ``[lon, lat]``.

    A way with ``lon`` and ``lat`` (no radius): only its piece between two junctions that comes nearest to them.

    ``levels`` of an area; None where nobody said (a way, a crew's report, an older record): every level.
    """

    way: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    polygon: tuple[tuple[float, float], ...] | None = None
    levels: Levels | None = None


class Note(Struct, frozen=True, kw_only=True):
    """A line of the record that all who are assigned share."""

    at: Instant
    by: By
    text: str


class Call(Struct, frozen=True, kw_only=True):
    """An alarm in which somebody said something, as an order carries it: who called, and the words as they came in."""

    alarm: str
    at: Instant
    source: str
    kind: str
    device: str | None = None
    reporter: str | None = None
    note: str | None = None


class IncidentOutcome(Struct, frozen=True, kw_only=True):
    """What came of an incident, in numbers alone: no names. None is not known; 0 was counted.

    ``area_m2`` burned, ``loss_yuan`` is the direct loss of property, ``water_m3`` was used.
    """

    cause: CauseClass | None = None
    dead: int | None = None
    injured: int | None = None
    rescued: int | None = None
    evacuated: int | None = None
    area_m2: float | None = None
    loss_yuan: float | None = None
    water_m3: float | None = None

    def filled(self, other: IncidentOutcome | None) -> IncidentOutcome:
        """Return this outcome with what ``other`` knows beyond it: two incidents turned out to be one."""
        known = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        return self if other is None else msgspec.structs.replace(other, **known)

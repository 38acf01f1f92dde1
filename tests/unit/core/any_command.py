"""Random commands of every type, about things that are in the World, and now and then about things that are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.corridor import CorridorDeed
from dispatch.core.decide.corridor import is_wanted
from dispatch.core.forwarding import ForwardState
from dispatch.core.help import HelpState
from dispatch.core.instant import to_text
from dispatch.core.scene import BlockedLane, Wanted
from dispatch.core.signal import CONDITIONS, Condition, Measured, Signal
from dispatch.core.vocabulary import By, ClosureArea, GivenUp, Place
from dispatch.core.world import DEFAULT_SETTINGS, World
from stations.channels import Channel
from stations.corridor import CorridorRules
from stations.devices import Device, Gateway
from stations.drills.model import DrillPlace, DrillPlan, Inject, Lane, Objective
from stations.duty.rules import CheckRules, DutyRules, Shift
from stations.duty.shifts import RosterRow, rosters_of
from stations.forwarding import ForwardTarget
from stations.helpers import Helper, HelperKind, HelpRules
from stations.model import Building
from stations.registry.model import Hydrant
from stations.rules import PLAN_PROFILES, VERIFY_FIRST, Need, Plan, Rung, Sharing, Signals
from stations.site import Site
from tests.unit.core.world_builder import DISPATCHER, LAT, LON, Town, at

EVERYTHING = replace(
    DEFAULT_SETTINGS,
    plans=tuple(replace(plan, helpers=("gas", "power")) for plan in PLAN_PROFILES[VERIFY_FIRST]),
    ladder=(
        *DEFAULT_SETTINGS.ladder,
        Rung(trigger="unacknowledged", after_s=20, action="other_channel"),
        Rung(trigger="missed_respond", after_s=5, action="zone_neighbours"),
        Rung(trigger="missed_handle", after_s=30, action="raise_grade"),
        Rung(trigger="missed_handle", after_s=60, action="duty_officer"),
    ),
    sharing=Sharing(hold_back=1, divert_gain_s=10),
    channels=(
        Channel(name="sms", url="http://gateway.invalid"),
        Channel(name="bell", url="http://gateway.invalid"),
        Channel(name="voice", url="http://gateway.invalid", use="duty_officer"),
    ),
    duty=DutyRules(
        shifts=(
            Shift(name="a", begin="12:04", end="12:20"),
            Shift(name="b", begin="12:15", end="13:30"),
            Shift(name="c", begin="13:30", end="12:04"),
        ),
        take_over_within_s=120,
        early_s=300,
    ),
    checks=CheckRules(every_days=1, windows=("12:00-13:00",), answer_within_s=60, postpone_s=60),
    helpers=HelpRules(accept_within_s=40, officer_after_s=90, arrive_within_s=60),
    corridor=CorridorRules(url="http://traffic.invalid"),
    forward=(ForwardTarget(name="119", url="http://centre.invalid", code="50010300000000", exercises=True),),
    signals=Signals(chatters_above=1),
)
HELPERS = (
    Helper(
        id="gas-1", kind="gas", name="示例燃气", zone="z1", phones=("000-1", "000-2"), webhook="http://gateway.invalid"
    ),
    Helper(id="gas-2", kind="gas", name="示例燃气二", cap="http://gateway.invalid"),
    Helper(id="lift-1", kind="lift", name="示例电梯", phones=("000-3",)),
)
"""Settings under which every rule can act."""

ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
"""Of so little that everybody whom it asks for may have arrived."""

TEXTS = ("示例", "x", "电梯停了")
WORDS = (
    None,
    "示例",
    "ladder truck wanted on the 12th floor",
    "ladder: m1-1 unacknowledged",
    "ladder: m2-1 declined",
    "plan look first",
    "proposal pro-9",
    "left for inc-9",
    "needed in operation 11-0001",
    "incident closed: handled",
)
"""What a dispatcher writes; some of it looks like the hub's own reasons."""
PLACES = (
    *(at(steps, floor=floor) for steps in range(12) for floor in (None, 3)),
    *(Place(building=key) for key in ("tower", "tower", "low", "low", "ghost")),
    Place(),
    Place(text="江边"),
    Place(lon=400.0, lat=1.0),
)
AREAS = (
    ClosureArea(way="1"),
    ClosureArea(lon=106.57, lat=29.56, radius_m=50.0),
    ClosureArea(polygon=((106.5, 29.5), (106.6, 29.5), (106.5, 29.6))),
    ClosureArea(),
)
PEOPLE = (
    *(DISPATCHER,) * 6,
    *(By(role="admin", name="示例"),) * 12,
    By(role="commander", name="示例"),
    By(role="device", name="示例"),
    By(role="station", name="phone", station="m1"),
    By(role="station", name="phone", station="m2"),
)
OCCURRED = (None, None, None, "2026-11-22T11:00:00+08:00", "noon")

ROSTERS = rosters_of(
    RosterRow(id=f"{station}-{shift}", station=station, shift=shift, members=("p1", "p2"))
    for station in ("m1", "m2", "f1")
    for shift in "abc"
)

GATEWAYS = (
    Gateway(id="gw", protocol="gb26875", address="7", building="tower", station="f1"),
    Gateway(id="gw2", protocol="mqtt"),
)
DEVICES = (
    Device(id="s1", kind="smoke_detector", gateway="gw", address="1-2-17", building="tower", floor=3),
    Device(id="s2", kind="heat_point", gateway="gw", address="1-2-18", building="tower", floor=3),
    Device(id="x17", kind="smoke_detector", gateway="gw2", address="x1", mirror_of="s1"),
    Device(id="e1", kind="residual_current", gateway="gw", address="2-1", building="low", station="m2"),
    Device(id="p1", kind="fire_pump", gateway="gw", address="1-9", building="tower", low=0.2, hysteresis=0.05),
    Device(id="c1", kind="manual_call_point", gateway="gw2", address="x2", building="low"),
)
ADDRESSES = (*(each.address for each in DEVICES), None, "1", "9-9", "8-8")

AT_REST = cmd.ChangeRegistry(
    settings=replace(EVERYTHING, checks=CheckRules()), dropped_rosters=tuple(each.station for each in ROSTERS)
)
"""After this no check is drawn and no shift is expected any more, which else happened for ever."""

Make = Callable[[World, random.Random], cmd.Command]


def little_district() -> Town:
    """Return a district small enough that its crews are soon all busy."""
    t = Town(EVERYTHING)
    t.building("tower", 0, height_m=99.0, storeys=33, kind="office", zone="z1").building("low", 5, zone="z2")
    t.station("m1", 1, zone="z1", building="tower", crews=2).station("m2", 4, zone="z2").station("m3", 7, zone="z2")
    t.engine("f1", 6, capabilities=("breathing_apparatus",)).station("f2", 9, kind="fire", mode="aerial")
    t.station("f3", 2, kind="fire", mode="aerial", crews=2)
    water = Hydrant(id="h1", kind="outdoor", lon=106.6, lat=29.56)
    t.do(
        cmd.ChangeRegistry(
            rosters=ROSTERS,
            helpers=HELPERS,
            sites=(Site(building="tower", hydrants=(water,)),),
            gateways=GATEWAYS,
            devices=DEVICES,
        )
    )
    return t


NO_ROAD: tuple[frozenset[str], ...] = (
    frozenset({"f3-2"}),
    frozenset({"f3-1", "f3-2", "m1-1", "m2-1"}),
    frozenset({"f3-2", "m1-2", "m3-1", "f1-1"}),
)
"""Whom no road leads anywhere: the first for good, the others now and then."""

OUTSIDE_THE_PLANS = ("f2-1", "f3-1", "f3-2")
"""Units that hardly any plan asks for."""

WHOLE = little_district().world
"""The district as it was before anybody changed it."""


def any_command(world: World, rng: random.Random) -> cmd.Command:
    """Return a command of any type."""
    make = rng.choice((*_ABOUT_INCIDENTS, *_ABOUT_ASSIGNMENTS, *_ABOUT_HELP, *_ABOUT_DRILLS, *_ABOUT_POSTS, *_OTHERS))
    return make(world, rng)


def _one_of(rng: random.Random, known: Iterable[str]) -> str:
    """One of those that there are, newer ones as often as all the others; seldom one that there is not."""
    keys = sorted(known, key=lambda key: (len(key), key))
    return rng.choice((*keys, *keys[-4:], *keys[-4:], "ghost"))


def _alarm(_world: World, rng: random.Random) -> cmd.Command:
    return cmd.AlarmRaise(
        source=rng.choice(("detector", "panel", "phone", "pigeon")),
        kind=rng.choice(("smoke", "gas", "manual_call_point", "report", "portent")),
        device=rng.choice((None, "d1", "d2", "d3", "d4", "d5")),
        place=rng.choice(PLACES),
        trapped=rng.choice((None, 1, 4)),
        test=rng.random() < 0.1,
        exercise=rng.random() < 0.2,
        key_reused=rng.random() < 0.1,
        occurred_at=rng.choice(OCCURRED),
    )


def _incident(kind: type[cmd.IncidentCommand], **fields: tuple[object, ...]) -> Make:
    return lambda world, rng: kind(incident=_one_of(rng, world.incidents), **_drawn(fields, rng))


def _assignment(kind: type[cmd.AssignmentCommand], **fields: tuple[object, ...]) -> Make:
    return lambda world, rng: kind(assignment=_one_of(rng, world.assignments), **_drawn(fields, rng))


def _drawn(fields: dict[str, tuple[object, ...]], rng: random.Random) -> dict[str, Any]:
    return {name: rng.choice(values) for name, values in fields.items()}


_SAID: dict[str, tuple[object, ...]] = {
    "saw": (None, "fire", "no_fire", "cannot_tell"),
    "floor": (None, None, 12, -2, 5000),
    "room": (None, "1203"),
    "burning": (None, "油锅"),
    "trapped": (None, None, 0, 1, 3, -4),
    "got_out": (None, None, 1),
    "hurt": (None, None, 2),
    "want": ((), (), (Wanted(kind="engine"),), (Wanted(kind="crew", count=2), Wanted(kind="drone"))),
    "lane": (
        None,
        None,
        BlockedLane(),
        BlockedLane(way="1"),
        BlockedLane(lon=LON, lat=LAT, for_s=20),
        BlockedLane(lon=LON, lat=LAT, narrows_to_m=2.6),
        BlockedLane(lon=0.0, lat=0.0),
        BlockedLane(lon=400.0, lat=1.0),
    ),
    "water": (None, None, "no_water", "hydrant_dry"),
    "hydrant": (None, "h1"),
    "under_control": (False, False, True),
    "out": (False, False, True),
    "note": (None, *TEXTS),
    "occurred_at": OCCURRED,
}
"""What crews say; some of it cannot be."""


def _report(world: World, rng: random.Random) -> cmd.Command:
    """Have a crew say a few things, or everything at once; about an incident that it is in, mostly."""
    few = rng.sample(sorted(_SAID), rng.choice((0, 1, 2, 3, len(_SAID))))
    said = _drawn({name: _SAID[name] for name in few}, rng)
    order = world.assignments.get(_one_of(rng, world.assignments))
    incident = _one_of(rng, world.incidents) if order is None else order.incident
    named = order is not None and rng.random() < 0.5
    return cmd.SceneReport(incident=incident, assignment=order.id if named and order else None, **said)


def _split(world: World, rng: random.Random) -> cmd.Command:
    """Take alarms out of an incident, preferably of one that has several."""
    several = [each.id for each in world.incidents.values() if len(each.alarms) > 1]
    key = _one_of(rng, several or world.incidents)
    alarms = world.incidents[key].alarms if key in world.incidents else ()
    return cmd.IncidentSplit(incident=key, alarms=alarms[-rng.randint(1, 2) :] or ("ghost",))


def _merge(world: World, rng: random.Random) -> cmd.Command:
    return cmd.IncidentMerge(incident=_one_of(rng, world.incidents), into=_one_of(rng, world.incidents))


def _reopen(world: World, rng: random.Random) -> cmd.Command:
    closed = [each.id for each in world.incidents.values() if not each.open]
    return cmd.IncidentReopen(incident=_one_of(rng, closed or world.incidents))


def _assign(world: World, rng: random.Random) -> cmd.Command:
    units = OUTSIDE_THE_PLANS if rng.random() < 0.4 else world.units
    return cmd.AssignmentAssign(
        incident=_one_of(rng, world.incidents), unit=_one_of(rng, units), reason=rng.choice(WORDS)
    )


def _arrive(world: World, rng: random.Random) -> cmd.Command:
    """Somebody whom a plan asks for arrives, mostly; those whom a person sent are long on their way."""
    coming = [each for each in world.assignments.values() if each.active and each.on_scene_at is None]
    asked_for = [each.id for each in coming if each.unit not in OUTSIDE_THE_PLANS]
    return cmd.AssignmentArrive(assignment=_one_of(rng, asked_for or world.assignments))


def _confirm(world: World, rng: random.Random) -> cmd.Command:
    suspected = [each.id for each in world.incidents.values() if each.open and each.confirmed_at is None]
    reason = rng.choice(("示例", "a second, independent detector"))
    return cmd.IncidentConfirm(incident=_one_of(rng, suspected or world.incidents), reason=reason)


def _resume(world: World, rng: random.Random) -> cmd.Command:
    held = [each.id for each in world.assignments.values() if each.held]
    return cmd.LadderResume(assignment=_one_of(rng, held or world.assignments))


def _proposal(world: World, rng: random.Random) -> cmd.Command:
    proposal = _one_of(rng, world.proposals)
    return cmd.DispatchAccept(proposal=proposal) if rng.random() < 0.5 else cmd.DispatchRefuse(proposal=proposal)


def _request_help(world: World, rng: random.Random) -> cmd.Command:
    kind: HelperKind = rng.choice(("gas", "gas", "lift", "police"))
    helper = rng.choice((None, None, None, "gas-2", "lift-1", "ghost"))
    note = rng.choice((None, *TEXTS))
    return cmd.RequestHelp(incident=_one_of(rng, world.incidents), kind=kind, helper=helper, note=note)


def _help(kind: type[cmd.HelpCommand], *states: HelpState, **fields: tuple[object, ...]) -> Make:
    """Say something of a request, mostly of one in a state that allows it."""

    def make(world: World, rng: random.Random) -> cmd.Command:
        fitting = [each.id for each in world.requests.values() if each.state in states]
        return kind(request=_one_of(rng, fitting or world.requests), **_drawn(fields, rng))

    return make


def _message_to_helper(world: World, rng: random.Random) -> cmd.Command:
    """Say what came of a message to a helper, at the telephone or at a gateway."""
    pending = [
        (key, ask) for key, each in sorted(world.requests.items()) for ask in each.asks if ask.pending is not None
    ]
    request, ask = rng.choice(pending) if pending else ("ghost", None)
    key = "ghost" if ask is None else ask.id
    if rng.random() < 0.5:
        return cmd.HelpReach(request=request, ask=key, reached=rng.random() < 0.6)
    call_off = ask is not None and ask.pending == "call_off"
    return cmd.NoteHelp(request=request, ask=key, tries=2, call_off=call_off, error=rng.choice((None, "down")))


def _corridor(world: World, rng: random.Random) -> cmd.Command:
    """Say what came of telling the traffic side, mostly of an open corridor or of a vehicle under way."""
    chance = rng.random()
    if chance < (0.7 if world.corridors else 0.4):
        key = _one_of(rng, world.corridors)
        deed: CorridorDeed = rng.choice(("open", "renew", "withdraw"))
        if chance < 0.3:
            return cmd.NoteCorridorFailed(assignment=key, deed=deed, tries=6, error="down")
        return cmd.NoteCorridorWithdrawn(assignment=key, told=rng.random() < 0.8, no_way=rng.random() < 0.3)
    key = _one_of(rng, [key for key in world.assignments if is_wanted(world, key)] or world.assignments)
    valid_until = world.at.plus(60_000)
    return cmd.NoteCorridor(assignment=key, junctions=3, length_m=900.0, eta_s=80.0, valid_until=valid_until)


def _forward(world: World, rng: random.Random) -> cmd.Command:
    """Say that a message is due, or what came of the newest one."""
    key = _one_of(rng, world.incidents)
    incident = world.incidents.get(key)
    line = None if incident is None else incident.forwards.get("119")
    target = rng.choice(("119", "119", "119", "ghost"))
    if line is None or rng.random() < 0.4:
        return cmd.NoteForward(incident=key, target=target, state="due")
    state: ForwardState = rng.choice(("taken", "acknowledged", "acknowledged", "unanswered"))
    message = rng.choice((line.newest.message, line.messages[0].message))
    error = "down" if state == "unanswered" else None
    return cmd.NoteForward(incident=key, target=target, state=state, message=message, content="|", tries=2, error=error)


def _duty(world: World, rng: random.Random) -> cmd.Command:
    if world.off_duty and rng.random() < 0.6:
        return cmd.DutyOn(unit=_one_of(rng, world.off_duty))
    return cmd.DutyOff(unit=_one_of(rng, world.units))


def _post(kind: type[cmd.DutyHandOver | cmd.DutyTakeOver | cmd.CheckCall], **fields: tuple[object, ...]) -> Make:
    return lambda world, rng: kind(station=_one_of(rng, world.stations), **_drawn(fields, rng))


def _check(kind: type[cmd.CheckAnswer | cmd.CheckExcuse], **fields: tuple[object, ...]) -> Make:
    return lambda world, rng: kind(check=_one_of(rng, world.checks), **_drawn(fields, rng))


def _notice(world: World, rng: random.Random) -> cmd.Command:
    station = _one_of(rng, world.stations)
    return rng.choice(
        (
            cmd.RecordPresence(
                station=station, present=True, hidden=rng.random() < 0.5, battery=rng.choice((None, 0.1))
            ),
            cmd.RecordPresence(station=station, present=False),
            cmd.RecordAssessment(
                station=station,
                minimum=rng.choice((None, 2, 7)),
                faults=rng.choice((None, (), ("E:away",))),
                not_counted=("m1-1",),
            ),
            cmd.DrawSeed(purpose="checks", seed=rng.choice(TEXTS)),
        )
    )


def _position(world: World, rng: random.Random) -> cmd.Command:
    moving = [each.unit for each in world.assignments.values() if each.active and each.en_route_at is not None]
    unit = rng.choice(sorted(moving)) if moving else _one_of(rng, world.units)
    if world.standbys and rng.random() < 0.4:
        return cmd.StandbyEnd(unit=_one_of(rng, world.standbys))
    from_at = rng.choice((None, to_text(world.at + 10_001), to_text(world.at + 1_000)))
    until = rng.choice((None, to_text(world.at + 20_000), to_text(world.at - 1)))
    return rng.choice(
        (
            cmd.UnitReportPosition(unit=unit, lon=106.6, lat=29.56),
            cmd.UnitReportPosition(unit=unit, lon=107.6, lat=29.56, accuracy_m=rng.choice((None, 5000.0))),
            cmd.StandbyPost(unit=unit, lon=106.6, lat=29.561, from_at=from_at, until=until),
            cmd.StandbyEnd(unit=_one_of(rng, world.standbys)),
        )
    )


def _hydrant(_world: World, rng: random.Random) -> cmd.Command:
    return cmd.HydrantSet(hydrant=rng.choice(("h1", "h1", "ghost")), works=rng.random() < 0.5)


def _shelf(world: World, rng: random.Random) -> cmd.Command:
    devices = {each.device for each in world.alarms.values() if each.device is not None}
    until = rng.choice((None, to_text(world.at + 20_000), to_text(world.at - 1), to_text(world.at + 13 * 3_600_000)))
    return rng.choice(
        (
            cmd.SourceShelve(source=_one_of(rng, devices), reason=rng.choice(TEXTS), until=until),
            cmd.SourceUnshelve(source=_one_of(rng, world.shelved)),
        )
    )


def _signal(_world: World, rng: random.Random) -> cmd.Command:
    raised: tuple[Condition, ...] = tuple(rng.sample(("fire", *CONDITIONS), rng.choice((0, 1, 1, 1, 2))))
    signal = Signal(
        gateway=rng.choice(("gw", "gw", "gw2", "ghost")),
        protocol=rng.choice(("gb26875", "mqtt")),
        address=rng.choice(ADDRESSES),
        device_kind=rng.choice((None, None, "smoke_detector", "fire_panel", "fire_door", "unheard-of")),
        text=rng.choice((None, "示例3层走廊")),
        raised=raised,
        cleared=tuple(rng.sample(CONDITIONS, rng.choice((0, 0, 1, 8)))),
        whole=rng.random() < 0.1,
        measured=(Measured(what="pressure", value=rng.choice((0.1, 0.22, 0.4)), unit="MPa"),)[: rng.choice((0, 1))],
        operation=rng.choice((None, None, None, "reset", "silence", "online")),
        operator=rng.choice((None, "示例")),
        test=rng.random() < 0.1,
        occurred_at=rng.choice(OCCURRED),
        unread=rng.choice(({}, {}, {"state": "0x8000"})),
    )
    return cmd.SignalReceive(signal=signal, raw=rng.choice((None, 7)))


def _device(world: World, rng: random.Random) -> cmd.Command:
    known = (*world.devices, *world.gateways, *world.unknown_devices, *world.conditions)
    key = _one_of(rng, known)
    spoken = world.conditions.get(key)
    unknown = [(each.gateway, each.address) for each in world.unknown_devices.values() if each.address is not None]
    known_by, at = rng.choice((*sorted(unknown), ("gw", "1-9"), ("gw2", "ghost")))
    off = [each.id for each in world.conditions.values() if each.disabled is not None]
    silent = [each.id for each in world.conditions.values() if each.silent_since is not None]
    if rng.random() < 0.4 and (off or silent):
        return cmd.DeviceEnable(device=_one_of(rng, off)) if off else cmd.DeviceHear(device=_one_of(rng, silent))
    held = sorted(spoken.conditions) if spoken is not None else []
    until = rng.choice((None, to_text(world.at + 600_000), to_text(world.at - 1)))
    return rng.choice(
        (
            cmd.SignalVerify(
                device=key,
                condition=rng.choice(held or CONDITIONS),
                real=rng.random() < 0.5,
                note=rng.choice((None, *TEXTS)),
            ),
            cmd.DeviceDisable(device=key, reason=rng.choice(TEXTS), until=until),
            cmd.DeviceFile(
                gateway=known_by,
                address=at,
                kind=rng.choice((None, "heat_point")),
                building=rng.choice((None, "low", "ghost")),
                floor=rng.choice((None, 2)),
            ),
            cmd.DeviceMute(device=key),
            cmd.DeviceEnable(device=key),
            cmd.DeviceHear(device=key),
        )
    )


def _tables(_world: World, rng: random.Random) -> cmd.Command:
    """The tables of devices change: one gets a row for what nobody knew, one is gone, one moves."""
    row = Device(id="new", kind="heat_point", gateway="gw", address="9-9", building="tower", floor=1)
    return rng.choice(
        (
            cmd.ChangeRegistry(devices=DEVICES, gateways=GATEWAYS),
            cmd.ChangeRegistry(devices=(row,)),
            cmd.ChangeRegistry(devices=(replace(DEVICES[1], address="8-8"),)),
            cmd.ChangeRegistry(dropped_devices=(rng.choice(("new", "s2")),)),
            cmd.ChangeRegistry(dropped_gateways=("gw2",)),
        )
    )


def _shift(world: World, rng: random.Random) -> cmd.Command:
    if rng.random() < (0.7 if world.offers else 0.2):
        return rng.choice((cmd.ShiftAccept(offer=rng.choice((None, _one_of(rng, world.offers)))), cmd.ShiftWithdraw()))
    some = tuple(rng.sample(sorted(world.incidents), min(2, len(world.incidents))))
    return cmd.ShiftHandOver(note=rng.choice(TEXTS), incidents=rng.choice(((), some)))


def _close_road(world: World, rng: random.Random) -> cmd.Command:
    until = rng.choice((None, to_text(world.at + 20_000), to_text(world.at - 1), "noon"))
    return cmd.RoadClose(area=rng.choice(AREAS), until=until)


def _open_road(world: World, rng: random.Random) -> cmd.Command:
    return cmd.RoadOpen(closure=_one_of(rng, world.closures))


def _deliver(world: World, rng: random.Random) -> cmd.Command:
    return cmd.Deliver(station=_one_of(rng, world.stations), seen_seq=rng.choice((world.seq, world.seq // 2)))


def _note_channel(world: World, rng: random.Random) -> cmd.Command:
    channel, error = rng.choice(("sms", "bell", "voice")), rng.choice((None, "down"))
    given_up: GivenUp | None = rng.choice((None, None, "answered", "held"))
    message = _one_of(rng, world.messages)
    return cmd.NoteChannel(message=message, channel=channel, tries=3, error=error, given_up=given_up)


def _fire(world: World, rng: random.Random) -> cmd.Command:
    """A deadline that does not stand, as one that a thread brings back too late."""
    return cmd.DeadlineDue(
        subject=_one_of(rng, world.assignments), key=rng.choice(("rung:0", "rung:99")), due_at=world.at
    )


def _loss(world: World, rng: random.Random) -> cmd.Command:
    kept_seq = rng.randint(0, world.seq)
    return cmd.NoteLoss(
        lost_epoch="示例",
        confirmed_seq=world.seq,
        confirmed_hash=rng.randbytes(32).hex(),
        kept_seq=kept_seq,
        why="示例",
    )


def _token(world: World, rng: random.Random) -> cmd.Command:
    key, station = rng.randbytes(4).hex(), _one_of(rng, world.stations)
    return rng.choice(
        (
            cmd.NoteTokenMade(token=key, role="station", bearer="示例", station=station, expires_at=world.at),
            cmd.NoteTokenInvited(invitation=key, bearer="示例", station=station, expires_at=world.at),
            cmd.NoteTokenRedeemed(invitation=key, token=key, bearer="示例", station=station),
            cmd.NoteTokenWithdrawn(token=key, role="admin", bearer="示例"),
        )
    )


def _erase(world: World, rng: random.Random) -> cmd.Command:
    closed = [key for key, each in world.incidents.items() if not each.open]
    chosen = cmd.Erasing(incident=_one_of(rng, closed or world.incidents), in_clear=rng.choice((0, 2)))
    return cmd.EraseIncidents(incidents=(chosen,), reason=rng.choice(TEXTS), setting=rng.choice((None, "示例")))


def _drift(_world: World, rng: random.Random) -> cmd.Command:
    return cmd.NoteDrift(drift_ms=rng.randint(-9000, 9000))


def _registry(world: World, rng: random.Random) -> cmd.Command:
    away = [unit for key, unit in sorted(WHOLE.units.items()) if key not in world.units]
    if away:
        stations = tuple(station for _, station in sorted(WHOLE.stations.items()))
        return cmd.ChangeRegistry(settings=EVERYTHING, units=tuple(away), stations=stations)
    return rng.choice(
        (
            cmd.ChangeRegistry(settings=replace(EVERYTHING, ladder=EVERYTHING.ladder[:2])),
            *(cmd.ChangeRegistry(settings=replace(EVERYTHING, plans=(ONE_CREW,))),) * 2,
            cmd.ChangeRegistry(dropped_units=("m2-1",)),
            cmd.ChangeRegistry(dropped_rosters=("m1",)),
            cmd.ChangeRegistry(rosters=ROSTERS),
            cmd.ChangeRegistry(dropped_units=("m3-1",), dropped_stations=("m3",)),
            cmd.ChangeRegistry(buildings=(Building(id="new", name="示例", lon=106.6, lat=29.56),)),
        )
    )


SCRIPT = (
    Inject(id="lane", after_s=20, effect="lane_blocked", lane=Lane(lon=106.6, lat=29.56, radius_m=60.0)),
    Inject(id="second", upon="acknowledged", after_s=3, effect="second_fire", place=DrillPlace(building="tower")),
    Inject(id="lift", upon="assigned", after_s=9, effect="lift_lost"),
    Inject(id="leader", after_s=50, effect="leader_out", station="m2"),
    Inject(id="people", after_s=70, effect="trapped_more", trapped=3),
)
HOSE = (Objective(id="hose", text="出水"),)
DRILLS = (
    DrillPlan(
        name="示例", place=DrillPlace(building="tower", floor=9), injects=SCRIPT, objectives=HOSE, ends_after_s=900
    ),
    DrillPlan(
        name="示例",
        kind="joint",
        place=DrillPlace(building="low"),
        stations=("m2", "f1"),
        units=("m1-1",),
        objectives=HOSE,
        injects=SCRIPT,
        ends_after_s=900,
    ),
    DrillPlan(
        name="示例", place=DrillPlace(lon=106.6, lat=29.56), stations=("m1", "m3"), everybody=True, unannounced=True
    ),
    DrillPlan(name="示例", place=DrillPlace(), stations=("ghost",)),
)
OWN = (
    Inject(id="own", text="浓烟"),
    Inject(id="own-2", effect="second_fire", place=DrillPlace(building="low")),
    Inject(id="own-3", effect="lane_blocked"),
)


def _plan_drill(world: World, rng: random.Random) -> cmd.Command:
    starts_at = rng.choice((None, None, to_text(world.at + 30_000), to_text(world.at - 1), "noon"))
    return cmd.PlanDrill(plan=rng.choice(DRILLS), starts_at=starts_at)


def _drill(kind: type[cmd.DrillCommand], *states: str, **fields: tuple[object, ...]) -> Make:
    """Ask for something of a drill, mostly of one that is in a state that allows it."""

    def make(world: World, rng: random.Random) -> cmd.Command:
        fitting = [each.id for each in world.drills.values() if each.state in states]
        return kind(drill=_one_of(rng, fitting or world.drills), **_drawn(fields, rng))

    return make


def _drill_alarm(world: World, rng: random.Random) -> cmd.Command:
    return cmd.AlarmRaise(place=rng.choice(PLACES), drill=_one_of(rng, world.drills))


_ABOUT_DRILLS: tuple[Make, ...] = (
    *(_plan_drill,) * 2,
    *(_drill(cmd.DrillStart, "planned"),) * 3,
    _drill(cmd.DrillInject, "running", inject=("second", "lift", "nothing")),
    _drill(cmd.DrillInject, "running", free=OWN),
    _drill(
        cmd.DrillRemark, "running", "ended", text=TEXTS, objective=(None, None, "hose"), verdict=(None, "met", "missed")
    ),
    _drill(cmd.DrillAttend, "running", "ended", station=("m1", "m2", "ghost"), members=((), ("p1", "p2"))),
    *(_drill(cmd.DrillBreakOff, "running", station=(None, "m1", "m2", "ghost")),) * 2,
    _drill(cmd.DrillEnd, "running"),
    _drill(cmd.DrillCancel, "planned"),
    _drill(cmd.DrillSignOff, "ended", score=(None, 80.0)),
    _drill_alarm,
)
_ABOUT_INCIDENTS: tuple[Make, ...] = (
    *(_alarm,) * 4,
    _incident(cmd.IncidentTake),
    _incident(cmd.IncidentUpdate, place=(None, *PLACES), trapped=(None, 2, 12)),
    _confirm,
    _incident(cmd.IncidentFalseAlarm, reason=("false_cooking", "handled", "unknown")),
    *(_incident(cmd.IncidentGrade, grade=(1, 1, 2, 3, 4, 5)),) * 2,
    *(_incident(cmd.IncidentClose, reason=(None, *TEXTS)),) * 2,
    _incident(cmd.AddNote, text=TEXTS, occurred_at=OCCURRED),
    *(_report,) * 2,
    _incident(cmd.IncidentHandOver, receiver=(None, *TEXTS), state=(None, "burning", "out")),
    _incident(cmd.IncidentRecordOutcome, cause=(None, "arson"), dead=(None, 0, 2), unknown=((), ("dead",), ("ghost",))),
    _incident(cmd.IncidentAccept, receiver=(None, *TEXTS), state=(None, "unclear")),
    _reopen,
    _split,
    _merge,
)
_ABOUT_ASSIGNMENTS: tuple[Make, ...] = (
    *(_assign,) * 2,
    *(_assignment(cmd.AssignmentAcknowledge, occurred_at=OCCURRED),) * 2,
    _assignment(cmd.AssignmentDecline, reason=WORDS),
    *(_assignment(cmd.AssignmentDepart),) * 2,
    _assignment(cmd.AssignmentArrive),
    *(_arrive,) * 3,
    _assignment(cmd.AssignmentControl),
    _assignment(cmd.AssignmentRelease),
    _assignment(cmd.AssignmentRecall, reason=WORDS),
    _assignment(cmd.LadderHold),
    _resume,
    *(_proposal,) * 6,
)
_STANDING: tuple[HelpState, ...] = ("asked", "unanswered")
_COMING: tuple[HelpState, ...] = ("accepted", "en_route", "on_scene")
_ABOUT_HELP: tuple[Make, ...] = (
    *(_request_help,) * 2,
    *(_message_to_helper,) * 3,
    *(_corridor,) * 6,
    *(_forward,) * 6,
    *(_help(cmd.HelpAccept, *_STANDING, helper=(None, None, "gas-1", "gas-2", "ghost"), eta_s=(None, 30, 600)),) * 2,
    _help(cmd.HelpDepart, *_STANDING, *_COMING),
    _help(cmd.HelpArrive, *_COMING, occurred_at=OCCURRED),
    _help(cmd.HelpFinish, *_COMING),
    _help(cmd.HelpRefuse, *_STANDING, *_COMING, helper=(None, None, "gas-1"), reason=WORDS),
    _help(cmd.HelpCancel, *_STANDING, *_COMING, reason=WORDS),
)
_ABOUT_POSTS: tuple[Make, ...] = (
    _post(cmd.DutyHandOver, shift=("a", "b", "c", "unlisted"), members=((), ("p1", "p2", "p3"))),
    _post(cmd.DutyTakeOver, shift=(None, None, "a", "unlisted"), strength=(None, 0, 1, 6)),
    *(_post(cmd.CheckCall, reason=(None, *TEXTS)),) * 2,
    _check(cmd.CheckAnswer, strength=(None, 3), note=(None, *TEXTS)),
    _check(cmd.CheckExcuse, reason=TEXTS),
    *(_notice,) * 2,
)
_OTHERS: tuple[Make, ...] = (
    _duty,
    _position,
    _close_road,
    _open_road,
    _deliver,
    _note_channel,
    _fire,
    _drift,
    _erase,
    _loss,
    _token,
    _registry,
    _hydrant,
    _shelf,
    *(_signal,) * 2,
    *(_device,) * 3,
    _tables,
    _shift,
)

"""An alarm becomes an incident, or joins the one that it belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.decide import joining
from dispatch.core.decide.detectors import looks_like_one, other_detectors
from dispatch.core.decide.grading import because_of, facts_of, facts_of_call, grade_of, rise, rises_with
from dispatch.core.decide.places import SENT, Resolved, better_place, resolve, still_unserved, words_of
from dispatch.core.decide.response import confirm, respond
from dispatch.core.decide.step import Step
from dispatch.core.decide.verification import confirmed_by_itself, confirmed_by_second
from dispatch.core.drill_queries import query_for, query_in
from dispatch.core.instant import Instant
from dispatch.core.own_time import read_own_time
from dispatch.core.reach import Query, Reach
from dispatch.core.reasons import BySign, reason_fields
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES, WORDS_CHARACTERS, Flag
from dispatch.core.world import Incident, World
from stations.grading.model import GradeRule

CLOCK_OFF_MS = 5 * 60 * 1000
"""A device whose own time is further away than this is flagged; its alarm counts all the same."""

CLOCK_LOST_MS = 30 * 24 * 3600 * 1000
"""No gateway keeps signals for so long: who says so has lost its clock, and its signal is of now."""

MAX_TRAPPED = 100_000
"""What is further off than this is a fault of the device that says it."""


class Heard(NamedTuple):
    """An alarm (as it was ``told``, and as it is used) held against what the district knows: flags, words of what was
    not used, its own time, the open incident that it belongs to, and whether that one's grade rises with it."""

    told: AlarmRaise

    command: AlarmRaise
    at: Resolved
    flags: tuple[Flag, ...]
    unread: dict[str, str]
    occurred_at: Instant | None
    late: bool
    joined: joining.Joining | None
    rises: bool = False


def query(world: World, heard: Heard) -> Query | None:
    """Return where crews would be needed: not for a test, nor where an alarm joins and sends nobody."""
    command, place, joined = heard.command, heard.at.place, heard.joined
    if command.test:
        return None
    if joined is None:
        drill = world.drills.get(command.drill) if command.drill is not None else None
        return replace(query_in(drill, place), otherwise=heard.at.otherwise)
    if not heard.rises and not _sends(world, joined.incident, heard):
        return None
    return query_for(world, joined.incident, place=better_place(world, joined.incident, place))


def raise_alarm(step: Step, command: AlarmRaise, reach: Reach) -> None:
    """Open an incident and send who is needed, or join the open one that the alarm belongs to."""
    known = step.heard
    heard = known if isinstance(known, Heard) and known.told == command else hear(step.world, command, step.now)
    joined = heard.joined
    if joined is None:
        heard = _on_the_roads(heard, reach)
        incident_id = _open(step, heard)
    else:
        incident_id = joined.incident.id
        if _looks_like_its_detector(step.world, joined.incident, heard):
            heard = heard._replace(flags=(*heard.flags, "perhaps_one_detector"))
    alarm = _write_down(step, incident_id, heard)
    if joined is None:
        _answer_new(step, incident_id, heard.command, reach)
    else:
        step.emit_in(incident_id, ev.AlarmMerged, alarm=alarm, **reason_fields(joined.because))
        _answer_joined(step, joined.incident, heard, reach)


def hear(world: World, command: AlarmRaise, now: Instant) -> Heard:
    """Hold an alarm against what the district knows; nothing is refused."""
    told = command
    command, flags = in_its_drill(world, told)
    at = resolve(world, command.place, doubtful="bad_datum" in command.odd)
    flags += at.flags
    unread = {**command.unread, **at.unread}
    if command.trapped is not None and not 0 <= command.trapped <= MAX_TRAPPED:
        unread |= {"trapped": str(command.trapped)[:WORDS_CHARACTERS]}
        command, flags = replace(command, trapped=None), (*flags, "bad_trapped")
    occurred_at, more = own_time(world, command.occurred_at, now)
    if "bad_time" in more:
        unread |= {"occurred_at": command.occurred_at or ""}
    flags += more
    flags += () if command.source in KNOWN_SOURCES or "bad_source" in command.odd else ("unknown_source",)
    flags += () if command.kind in KNOWN_KINDS or "bad_kind" in command.odd else ("unknown_kind",)
    flags += ("key_reused",) if command.key_reused else ()
    flags += ("text_cut",) if command.text_cut else ()
    flags = tuple(dict.fromkeys((*flags, *command.odd)))
    joined = joining.find(world, command, at.place, now)
    heard = Heard(told, command, at, flags, unread, occurred_at, "late" in flags, joined)
    return heard if joined is None else heard._replace(rises=_raises(world, joined.incident, heard, now))


def _raises(world: World, before: Incident, heard: Heard, now: Instant) -> bool:
    """Whether the grade of the incident that an alarm joins rises with it."""
    command, known = heard.command, facts_of(world, before, now)
    place = better_place(world, before, heard.at.place)
    more = facts_of_call(
        world,
        now,
        command.kind if _better_kind(before.kind, command.kind) else before.kind,
        before.place if place is None else place,
        trapped=max(command.trapped or 0, before.trapped or 0) or None,
        detectors=known.detectors + _one_more(world, before, heard),
        confirmed=known.confirmed or _makes_real(world, before, heard) is not None,
    )
    return more != known and rises_with(world, before, more)


def _one_more(world: World, before: Incident, heard: Heard) -> bool:
    """Whether an alarm is of a detector that the incident it joins has not heard of, by any of its names."""
    command = heard.command
    if command.device is None or heard.late:
        return False
    detector = (command.source, command.device)
    known = len(before.devices) - len(before.old_devices)
    return detector not in before.devices and len(other_detectors(world, before, detector)) == known


def _on_the_roads(heard: Heard, reach: Reach) -> Heard:
    """Take the building's own position where the sent one is off the roads; flag what no road leads to."""
    if reach.at_otherwise and heard.at.otherwise is not None:
        unread = heard.unread | {SENT: words_of(heard.at.place)}
        at = Resolved(heard.at.otherwise)
        heard = heard._replace(at=at, flags=(*heard.flags, "far_from_building"), unread=unread)
    if heard.at.place.located and not reach.on_network and not heard.command.test:
        more: tuple[Flag, ...] = ("off_network", "swapped_coordinates") if reach.swapped else ("off_network",)
        heard = heard._replace(flags=(*heard.flags, *more))
    return heard


def _write_down(step: Step, incident_id: str, heard: Heard) -> str:
    alarm, command = step.new_id("alm"), heard.command
    step.emit_in(
        incident_id,
        ev.AlarmRaised,
        alarm=alarm,
        number=step.incident(incident_id).number,
        source=command.source,
        kind=command.kind,
        device=command.device,
        place=heard.at.place,
        occurred_at=heard.occurred_at,
        reporter=command.reporter,
        trapped=command.trapped,
        note=command.note,
        test=command.test,
        flags=heard.flags,
        drill=command.drill,
        unread=heard.unread,
        datum=command.datum,
    )
    return alarm


def _answer_new(step: Step, incident_id: str, command: AlarmRaise, reach: Reach) -> None:
    """Send a look, or the whole plan where the alarm is real by itself."""
    if command.test:
        return
    reason = confirmed_by_itself(command.source, command.kind)
    if reason is not None:
        step.emit_in(incident_id, ev.IncidentConfirmed, **reason_fields(reason))
    if step.world.settings.grading.rising == "propose":
        rise(step, incident_id)
    respond(step, incident_id, reach)


def _answer_joined(step: Step, before: Incident, heard: Heard, reach: Reach) -> None:
    """Take over what the alarm knows better; the whole plan goes for a second sign, or where everybody has left.

    Who could not be sent for want of a place is sent now, and what an old signal sent too little is made up for.
    """
    _complete(step, before, heard)
    if before.test:
        return
    reason = _makes_real(step.world, before, heard)
    if reason is not None:
        confirm(step, before.id, reason, reach)
    elif rise(step, before.id) or _sends(step.world, before, heard):
        respond(step, before.id, reach)


def _complete(step: Step, before: Incident, heard: Heard) -> None:
    command = heard.command
    place = better_place(step.world, before, heard.at.place)
    better_kind = _better_kind(before.kind, command.kind)
    more_trapped = command.trapped is not None and command.trapped > (before.trapped or 0)
    doubt: tuple[Flag, ...] = tuple(flag for flag in heard.flags if flag == "perhaps_one_detector")
    if place is not None or better_kind or more_trapped or doubt:
        step.emit_in(
            before.id,
            ev.IncidentUpdated,
            place=place,
            kind=command.kind if better_kind else None,
            trapped=command.trapped if more_trapped else None,
            flags=doubt,
        )


def _better_kind(before: str, told: str) -> bool:
    """Whether an alarm says what it is of which nobody could, or which of all rescues."""
    return told in KNOWN_KINDS and told != before and (before not in KNOWN_KINDS or before == joining.ANY_RESCUE)


def _sends(world: World, before: Incident, heard: Heard) -> bool:
    """Whether an alarm that joins may send somebody."""
    if before.test:
        return False
    place = better_place(world, before, heard.at.place) or before.place
    return (
        _makes_real(world, before, heard) is not None
        or _everybody_left(world, before)
        or (still_unserved(before) and place.located and place != before.place)
        or (before.signal_at is not None and not heard.late)
    )


def _everybody_left(world: World, incident: Incident) -> bool:
    """Whether crews were there and are gone: an alarm after that must send somebody again."""
    return world.unattended(incident) and any(short.why == "nobody_left" for short in incident.shortfalls)


def _makes_real(world: World, incident: Incident, heard: Heard) -> BySign | None:
    """Return why an alarm that joins confirms the incident; None where it does not, or where it is confirmed.

    An old signal never confirms by number.
    """
    if incident.confirmed_at is not None or incident.test:
        return None
    command = heard.command
    if heard.late:
        return confirmed_by_itself(command.source, command.kind)
    return confirmed_by_second(
        world,
        incident,
        source=command.source,
        kind=command.kind,
        device=command.device,
        device_kind=command.device_kind,
    )


def _looks_like_its_detector(world: World, incident: Incident, heard: Heard) -> bool:
    """Whether all other detectors of an incident have the address of this alarm's: perhaps it is one, on two ways."""
    command = heard.command
    if command.device is None:
        return False
    detector = (command.source, command.device)
    others = other_detectors(world, incident, detector)
    return bool(others) and all(looks_like_one(detector, other) for other in others)


def in_its_drill(world: World, command: AlarmRaise) -> tuple[AlarmRaise, tuple[Flag, ...]]:
    """Return an alarm that names a drill as an exercise of it; of one that is not running as an exercise, flagged."""
    if command.drill is None:
        return command, ()
    if command.drill in world.running_drills:
        return replace(command, exercise=True), ()
    return replace(command, exercise=True, drill=None), ("unknown_drill",)


def next_number(world: World, now: Instant) -> str:
    """Return a number to say over a radio: the month and a count within it, ``11-0417``."""
    month = f"{_local(world, now).month:02d}"
    count = world.last_number + 1 if world.month == month else 1
    return f"{month}-{count:04d}"


def _local(world: World, now: Instant) -> datetime:
    return now.in_zone(ZoneInfo(world.settings.timezone))


def _open(step: Step, heard: Heard) -> str:
    key, command = step.new_id("inc"), heard.command
    rule = _rule_of_call(step, heard)
    step.emit_in(
        key,
        ev.IncidentOpened,
        exercise=command.exercise,
        number=next_number(step.world, step.now),
        kind=command.kind,
        place=heard.at.place,
        grade=1 if rule is None else rule.grade,
        trapped=command.trapped,
        test=command.test,
        flags=heard.flags,
        drill=command.drill,
        unread=heard.unread,
        signal_at=heard.occurred_at if heard.late else None,
        because=None if rule is None else because_of(rule),
    )
    return key


def _rule_of_call(step: Step, heard: Heard) -> GradeRule | None:
    """Return the rule that grades a first call above the lowest; where a person is to decide, it is proposed later."""
    grading, command = step.world.settings.grading, heard.command
    if command.test or grading.rising != "send":
        return None
    facts = facts_of_call(
        step.world,
        step.now,
        command.kind,
        heard.at.place,
        trapped=command.trapped,
        detectors=0 if command.device is None or heard.late else 1,
        confirmed=confirmed_by_itself(command.source, command.kind) is not None,
    )
    return grade_of(grading.rules, facts, above=1)


def own_time(world: World, words: str | None, now: Instant) -> tuple[Instant | None, tuple[Flag, ...]]:
    """Read the sender's own time; flag it where it cannot be read, is old, or is far from the hub's."""
    if words is None:
        return None, ()
    moment = read_own_time(words, ZoneInfo(world.settings.timezone))
    if moment is None:
        return None, ("bad_time",)
    limit_ms = world.settings.signals.late_after_s * 1000
    if limit_ms and limit_ms < now - moment <= CLOCK_LOST_MS:
        return moment, ("late",)
    return moment, ("clock_off",) if abs(moment - now) > CLOCK_OFF_MS else ()

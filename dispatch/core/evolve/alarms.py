"""What signals change."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_alarm, put_incident, with_alarms
from dispatch.core.world import Alarm, World


def _alarm_raised(world: World, event: ev.AlarmRaised) -> World:
    alarm = Alarm(
        id=event.alarm,
        incident=event.incident,
        source=event.source,
        kind=event.kind,
        device=event.device,
        place=event.place,
        at=event.at,
        note=event.note,
        test=event.test,
        flags=event.flags,
    )
    incident = world.incidents[event.incident]
    world = put_alarm(world, alarm)
    device = () if alarm.device is None else ((alarm.source, alarm.device),)
    joined = replace(
        incident,
        alarms=(*incident.alarms, alarm.id),
        devices=incident.devices if device and device[0] in incident.devices else incident.devices + device,
        last_alarm_at=event.at,
    )
    return put_incident(world, joined)


def _alarm_merged(world: World, event: ev.AlarmMerged) -> World:
    return put_alarm(world, replace(world.alarms[event.alarm], joined=event.reason, joined_because=event.because))


def _alarm_split(world: World, event: ev.AlarmSplit) -> World:
    source = world.incidents[event.incident]
    rest = tuple(key for key in source.alarms if key != event.alarm)
    world = with_alarms(world, source, rest)
    target = world.incidents[event.into]
    world = put_alarm(world, replace(world.alarms[event.alarm], incident=target.id, joined=None, joined_because=None))
    return with_alarms(world, target, (*target.alarms, event.alarm))


RULES: Rules = {
    ev.AlarmRaised: _alarm_raised,
    ev.AlarmMerged: _alarm_merged,
    ev.AlarmSplit: _alarm_split,
}

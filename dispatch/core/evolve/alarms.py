"""What signals change."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, put_alarm, put_incident, with_alarms
from dispatch.core.world import Alarm, Incident, World


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
        unread=event.unread,
        occurred_at=event.occurred_at,
        reporter=event.reporter,
    )
    incident = world.incidents[event.incident]
    world = put_alarm(world, alarm)
    device = () if alarm.device is None else ((alarm.source, alarm.device),)
    joined = replace(
        incident,
        alarms=(*incident.alarms, alarm.id),
        devices=incident.devices if device and device[0] in incident.devices else incident.devices + device,
        old_devices=_old_devices(incident, device, late=alarm.late),
        last_alarm_at=event.at,
        unread=event.unread | incident.unread,
        signal_at=incident.signal_at if alarm.late else None,
    )
    return put_incident(world, joined)


def _old_devices(incident: Incident, device: tuple[tuple[str, str], ...], *, late: bool) -> tuple[tuple[str, str], ...]:
    """Return of which devices an incident has late signals alone, after one more of this device."""
    if late:
        return incident.old_devices + tuple(each for each in device if each not in incident.devices)
    return tuple(each for each in incident.old_devices if each not in device)


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

"""A confirmed fire as an event message after GB/T 35965.2-2018 (应急信息交互协议 第2部分：事件信息).

Its identifier is built as the standard builds it, and it is the same object as the CAP alert, in one namespace of ours.
The names of the elements are ours until somebody holds the text of the standard against them (decision 0060).
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from dispatch.core.forwarding import Forwarded, ForwardWhat
from dispatch.core.world import Incident, World
from dispatch.upkeep.cap_alerts import add, sent
from dispatch.upkeep.cap_events import since_alert
from dispatch.upkeep.event_words import event_description, event_headline
from dispatch.upkeep.help_messages import where
from dispatch.wire.vocabulary import word
from stations.forwarding import ForwardTarget

NAMESPACE = "urn:onethree:event:gbt35965.2"

_TYPES: dict[ForwardWhat, str] = {"alert": "Report", "update": "Update", "cancel": "Cancel"}


def event_35965(world: World, incident: Incident, target: ForwardTarget, messages: Sequence[Forwarded]) -> bytes:
    """Return the newest of some messages as a document in Chinese; it refers to the earlier ones by identifier."""
    zone, newest, place = ZoneInfo(world.settings.timezone), messages[-1], incident.place
    event = ET.Element("event", xmlns=NAMESPACE)
    add(
        event,
        ("identifier", newest.message),
        ("sender", target.code),
        ("senderName", world.settings.name),
        ("sendTime", sent(newest.at, zone)),
        ("status", "Exercise" if incident.exercise else "Actual"),
        ("msgType", _TYPES[newest.what]),
    )
    if newest.what != "alert":
        add(event, ("references", " ".join(each.message for each in since_alert(messages))))
    add(
        event,
        ("areaCode", target.code[:6]),
        ("number", incident.number),
        ("eventType", word("kind", incident.kind, "zh")),
        ("eventLevel", str(incident.grade)),
        ("occurTime", sent(incident.signal_at or incident.opened_at, zone)),
        ("confirmTime", "" if incident.confirmed_at is None else sent(incident.confirmed_at, zone)),
        ("title", event_headline(incident, newest.what, "zh")),
        ("description", event_description(world, incident, newest.what, "zh")),
        ("place", where(world, incident, "zh") or incident.number),
    )
    optional = (
        ("longitude", None if place.lon is None else f"{place.lon:.6f}"),
        ("latitude", None if place.lat is None else f"{place.lat:.6f}"),
        ("floor", place.floor),
        ("trapped", incident.trapped),
    )
    add(event, *((tag, str(value)) for tag, value in optional if value is not None))
    document: bytes = ET.tostring(event, encoding="utf-8", xml_declaration=True)
    return document

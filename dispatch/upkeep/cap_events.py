"""A confirmed fire as an alert of the Common Alerting Protocol: OASIS CAP 1.2, chapter 3.2 and its schema."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from dispatch.core.forwarding import Forwarded, ForwardWhat
from dispatch.core.world import Incident, World
from dispatch.upkeep.cap_alerts import LANGUAGES, NAMESPACE, add, area_of, sent, severity_of
from dispatch.upkeep.event_words import closed_because, event_description, event_headline
from dispatch.upkeep.help_messages import CENTRE_PHONE
from dispatch.wire.vocabulary import Language, word
from stations.forwarding import ForwardTarget

_TYPES: dict[ForwardWhat, str] = {"alert": "Alert", "update": "Update", "cancel": "Cancel"}


def cap_event(world: World, incident: Incident, target: ForwardTarget, messages: Sequence[Forwarded]) -> bytes:
    """Return the newest of some messages as the bytes of a CAP 1.2 document; it refers to the earlier ones."""
    zone, sender, newest = ZoneInfo(world.settings.timezone), world.settings.helpers.sender, messages[-1]
    alert = ET.Element("alert", xmlns=NAMESPACE)
    add(
        alert,
        ("identifier", newest.message),
        ("sender", sender),
        ("sent", sent(newest.at, zone)),
        ("status", "Exercise" if incident.exercise else "Actual"),
        ("msgType", _TYPES[newest.what]),
        ("scope", "Private"),
        ("addresses", _address(target.name)),
    )
    if note := closed_because(incident, "zh") if newest.what == "cancel" else "":
        add(alert, ("note", note))
    if newest.what != "alert":
        earlier = (f"{sender},{each.message},{sent(each.at, zone)}" for each in since_alert(messages))
        add(alert, ("references", " ".join(earlier)))
    add(alert, ("incidents", incident.number))
    for language in ("zh", "en"):
        _add_info(ET.SubElement(alert, "info"), world, incident, newest.what, language)
    document: bytes = ET.tostring(alert, encoding="utf-8", xml_declaration=True)
    return document


def since_alert(messages: Sequence[Forwarded]) -> Sequence[Forwarded]:
    """Return the earlier messages that the newest one is about: from the last alert on."""
    earlier = messages[:-1]
    begins = max((n for n, each in enumerate(earlier) if each.what == "alert"), default=0)
    return earlier[begins:]


def _address(name: str) -> str:
    """Write an address as the element holds it: one with spaces stands in quotes."""
    return f'"{name}"' if " " in name else name


def _add_info(info: ET.Element, world: World, incident: Incident, what: ForwardWhat, language: Language) -> None:
    over = what == "cancel"
    add(
        info,
        ("language", LANGUAGES[language]),
        ("category", "Fire"),
        ("event", word("kind", incident.kind, language)),
        ("responseType", "AllClear" if over else "Execute"),
        ("urgency", "Past" if over else "Immediate"),
        ("severity", severity_of(incident)),
        ("certainty", "Unlikely" if over and incident.close_reason not in {None, "handled"} else "Observed"),
        ("senderName", world.settings.name),
        ("headline", event_headline(incident, what, language)),
        ("description", event_description(world, incident, what, language)),
    )
    if phone := world.settings.phones.get(CENTRE_PHONE):
        add(info, ("contact", phone))
    for name, value in (("onethree:incident", incident.id), ("onethree:grade", str(incident.grade))):
        add(ET.SubElement(info, "parameter"), ("valueName", name), ("value", value))
    area_of(info, world, incident, language)

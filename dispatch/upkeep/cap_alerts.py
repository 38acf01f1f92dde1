"""A message to a helper as an alert of the Common Alerting Protocol: OASIS CAP 1.2, chapter 3.2 and its schema.

Elements stand in the order of the schema. What XML 1.0 cannot hold is left out of texts; the writer of the standard
library escapes the rest.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from dispatch.core.instant import Instant
from dispatch.core.world import Incident, World
from dispatch.upkeep.help_messages import CENTRE_PHONE, HelpMessage, description, headline, where
from dispatch.wire.vocabulary import Language, word

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
ANSWER_TOKEN = "onethree:answer"  # noqa: S105 - a name, not a secret
"""The parameter that holds what an acknowledgement may be sent with."""

LANGUAGES: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEVERITIES = {1: "Moderate", 2: "Severe"}
_AROUND_KM = 0.1


def cap_alert(world: World, message: HelpMessage, answer_token: str) -> bytes:
    """Return a message as the bytes of a CAP 1.2 document."""
    sender, zone = world.settings.helpers.sender, ZoneInfo(world.settings.timezone)
    alert = ET.Element("alert", xmlns=NAMESPACE)
    add(
        alert,
        ("identifier", message.id),
        ("sender", sender),
        ("sent", sent(message.at, zone)),
        ("status", "Actual"),
        ("msgType", "Cancel" if message.call_off else "Alert"),
        ("scope", "Private"),
        ("addresses", message.helper.id),
    )
    if message.call_off:
        add(alert, ("references", f"{sender},{message.asked_id},{sent(message.ask.at, zone)}"))
    add(alert, ("incidents", message.incident.number))
    for language in message.helper.languages:
        _add_info(ET.SubElement(alert, "info"), world, message, language, answer_token)
    document: bytes = ET.tostring(alert, encoding="utf-8", xml_declaration=True)
    return document


def sent(at: Instant, zone: ZoneInfo) -> str:
    """Return a time as CAP 1.2 writes it: whole seconds, an offset, which in UTC is ``-00:00``."""
    text = at.in_zone(zone).isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text


def _add_info(info: ET.Element, world: World, message: HelpMessage, language: Language, answer_token: str) -> None:
    incident = message.incident
    add(
        info,
        ("language", LANGUAGES[language]),
        ("category", "Fire"),
        ("event", word("helper", message.request.kind, language)),
        ("responseType", "AllClear" if message.call_off else "Execute"),
        ("urgency", "Past" if message.call_off else "Immediate"),
        ("severity", severity_of(incident)),
        ("certainty", "Likely" if incident.confirmed_at is None else "Observed"),
        ("senderName", world.settings.name),
        ("headline", headline(message, language)),
        ("description", description(world, message, language)),
    )
    if phone := world.settings.phones.get(CENTRE_PHONE):
        add(info, ("contact", phone))
    add(ET.SubElement(info, "parameter"), ("valueName", ANSWER_TOKEN), ("value", answer_token))
    area_of(info, world, incident, language)


def severity_of(incident: Incident) -> str:
    """Return how bad it is in the words of CAP; with people trapped it is severe at least."""
    severity = _SEVERITIES.get(incident.grade, "Extreme")
    return "Severe" if severity == "Moderate" and incident.trapped else severity


def area_of(info: ET.Element, world: World, incident: Incident, language: Language) -> None:
    """Add where it is: in words, and as a circle."""
    area, place = ET.SubElement(info, "area"), incident.place
    add(area, ("areaDesc", where(world, incident, language) or incident.number))
    if place.lat is not None and place.lon is not None:
        add(area, ("circle", f"{place.lat:.6f},{place.lon:.6f} {_AROUND_KM}"))


def add(parent: ET.Element, *children: tuple[str, str]) -> None:
    """Add elements with texts, in order; what XML 1.0 cannot hold is left out."""
    for tag, text in children:
        ET.SubElement(parent, tag).text = _NOT_XML.sub("", text)

"""What a helper is told: who is wanted where, what is known, and how to answer; in the languages that it reads."""

from __future__ import annotations

from typing import Any, NamedTuple

from dispatch.core.help import Ask, Help
from dispatch.core.instant import Instant, to_text
from dispatch.core.world import Incident, World
from dispatch.wire.vocabulary import Language, word
from stations.helpers import Helper

ANSWER_PATH = "/api/v1/help/answers"
CENTRE_PHONE = "centre"
"""The label in ``[phones]`` under which helpers call back."""

_WANTED = {"zh": "请求{kind}：{number}", "en": "{kind} wanted: {number}"}
_OVER = {"zh": "不再需要{kind}：{number}", "en": "{kind} not needed any more: {number}"}


class HelpMessage(NamedTuple):
    """One message to one helper: that it is wanted, or (``call_off``) that it is not needed any more."""

    request: Help
    ask: Ask
    helper: Helper
    incident: Incident
    call_off: bool

    @property
    def asked_id(self) -> str:
        """The id of the message that asked: no other of this record has it."""
        return f"{self.request.id}.{self.ask.id}.{int(self.ask.at)}"

    @property
    def id(self) -> str:
        """The message's own id."""
        return f"{self.asked_id}.off" if self.call_off else self.asked_id

    @property
    def at(self) -> Instant:
        """When it became due."""
        return (self.ask.call_off_at or self.ask.at) if self.call_off else self.ask.at


def message_for(world: World, request: Help, ask: Ask) -> HelpMessage | None:
    """Return what is to be said in one way; None where nothing is, where a person says it, or where it may not leave
    the house: that of an exercise and a test never does.
    """
    helper, incident = world.helpers.get(ask.helper), world.incidents.get(request.incident)
    if not request.outside or ask.means == "phone" or ask.pending is None or helper is None or incident is None:
        return None
    return HelpMessage(request, ask, helper, incident, ask.pending == "call_off")


def headline(message: HelpMessage, language: Language) -> str:
    """Return the message in one line."""
    template = (_OVER if message.call_off else _WANTED)[language]
    kind = word("helper", message.request.kind, language)
    return template.format(kind=kind, number=message.incident.number)


def description(world: World, message: HelpMessage, language: Language) -> str:
    """Return what is known: what it is, where, how bad, and what the person wrote who asked."""
    incident = message.incident
    zh = language == "zh"
    known = [
        word("kind", incident.kind, language),
        where(world, incident, language),
        f"火警等级 {incident.grade}" if zh else f"grade {incident.grade}",
        "" if not incident.trapped else f"被困 {incident.trapped} 人" if zh else f"{incident.trapped} trapped",
        message.request.note or "",
    ]
    return ("，" if zh else ", ").join(each for each in known if each)


def where(world: World, incident: Incident, language: Language) -> str:
    """Return the place in words: building, floor, what was said; coordinates where there is nothing else."""
    place = incident.place
    building = world.buildings.get(place.building or "")
    floor = "" if place.floor is None else f"{place.floor} 层" if language == "zh" else f"floor {place.floor}"
    said = " ".join(each for each in (building.name if building else "", floor, place.text or "") if each)
    if said or place.lon is None or place.lat is None:
        return said
    return f"{place.lat:.5f}, {place.lon:.5f}"


def as_json(world: World, message: HelpMessage, answer_token: str) -> dict[str, Any]:
    """Return what a webhook is told."""
    place = message.incident.place
    return {
        "id": message.id,
        "what": "call_off" if message.call_off else "ask",
        "request": message.request.id,
        "ask": message.ask.id,
        "kind": message.request.kind,
        "helper": message.helper.id,
        "incident": message.incident.id,
        "number": message.incident.number,
        "text": {
            language: f"{headline(message, language)} {description(world, message, language)}"
            for language in message.helper.languages
        },
        "place": {"lon": place.lon, "lat": place.lat, "building": place.building, "floor": place.floor},
        "phone": world.settings.phones.get(CENTRE_PHONE),
        "at": to_text(message.at),
        "answer": {"path": ANSWER_PATH, "message": message.asked_id, "token": answer_token},
    }

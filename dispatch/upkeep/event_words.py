"""The words in which the 119 centre and the city hear of a fire."""

from __future__ import annotations

from dispatch.core.forwarding import ForwardWhat
from dispatch.core.world import Incident, World
from dispatch.upkeep.help_messages import where
from dispatch.wire.vocabulary import Language, word

_HEADLINES: dict[ForwardWhat, dict[Language, str]] = {
    "alert": {"zh": "{exercise}火警确认：{number}", "en": "{exercise}confirmed fire: {number}"},
    "update": {"zh": "{exercise}火警续报：{number}", "en": "{exercise}fire, further report: {number}"},
    "cancel": {"zh": "{exercise}火警终报：{number}", "en": "{exercise}fire, last report: {number}"},
}
_EXERCISE: dict[Language, str] = {"zh": "【演练】", "en": "EXERCISE, "}


def event_headline(incident: Incident, what: ForwardWhat, language: Language) -> str:
    """Return it in one line; an exercise says so first."""
    exercise = _EXERCISE[language] if incident.exercise else ""
    return _HEADLINES[what][language].format(exercise=exercise, number=incident.number)


def event_description(world: World, incident: Incident, what: ForwardWhat, language: Language) -> str:
    """Return what is known: what it is, where, how bad; of one that is over, why."""
    zh = language == "zh"
    known = [
        _EXERCISE[language].strip(" ,") if incident.exercise else "",
        word("kind", incident.kind, language),
        where(world, incident, language),
        f"火警等级 {incident.grade}" if zh else f"grade {incident.grade}",
        "" if not incident.trapped else f"被困 {incident.trapped} 人" if zh else f"{incident.trapped} trapped",
        closed_because(incident, language) if what == "cancel" else "",
    ]
    return ("，" if zh else ", ").join(each for each in known if each)


def closed_because(incident: Incident, language: Language) -> str:
    """Return why it is over; nothing where that is not known."""
    if incident.test:
        return word("close", "test", language)
    return "" if incident.close_reason is None else word("close", incident.close_reason, language)

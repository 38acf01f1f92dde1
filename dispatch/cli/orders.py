"""What a station's terminal shows: its standing orders, followed frame by frame. Pure: no socket, clock or screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from dispatch.cli.options import Language
from dispatch.past.why.story import Story
from dispatch.wire import vocabulary

Json = Mapping[str, Any]

ANSWERS = {
    "a": "assignment.acknowledge",
    "e": "assignment.depart",
    "o": "assignment.arrive",
    "h": "assignment.control",
    "r": "assignment.release",
    "d": "assignment.decline",
}
"""Key → command: acknowledge, en route, on scene, handled, released, decline."""

POST_KEYS = "ct"
"""Keys about the post itself: we are here (answers the running check), we take the shift over."""

_CHECK_OVER = {"check.answered", "check.excused", "check.ended"}
_ORDER = ("acknowledged", "en_route", "on_scene", "controlled", "released")
_REACHES = dict(zip("aeohr", _ORDER, strict=True)) | {"d": "acknowledged"}
_ENDINGS = {"released", "declined", "recalled"}


@dataclass
class Order:
    """One assignment of this station, as far as its terminal needs it."""

    id: str
    what: str
    unit: str
    targets: tuple[Json, ...]
    reached: dict[str, datetime] = field(default_factory=dict)

    def running(self, now: datetime) -> tuple[str, float] | None:
        """Return the next promise's name and the seconds left (negative: over); None where none is open."""
        open_ones = [
            (self.reached[target["start"]] + timedelta(seconds=target["limit_s"]), target["name"])
            for target in self.targets
            if target["start"] in self.reached and not self._settled(target["milestone"])
        ]
        if not open_ones:
            return None
        due, name = min(open_ones)
        return name, (due - now).total_seconds()

    @property
    def state(self) -> str:
        """The latest milestone."""
        return next((name for name in reversed(_ORDER) if name in self.reached), "assigned")

    def _settled(self, milestone: str) -> bool:
        later = _ORDER[_ORDER.index(milestone) :] if milestone in _ORDER else (milestone,)
        return any(name in self.reached for name in later)


class Heard(NamedTuple):
    """What a frame brought: lines to print, whether to ring, and the position to confirm as seen."""

    lines: tuple[str, ...] = ()
    ring: bool = False
    seen: int | None = None


class Orders:
    """The standing orders of one station, oldest first."""

    def __init__(self, station: str, language: Language) -> None:
        self.station = station
        self.standing: dict[str, Order] = {}
        self.check: str | None = None
        self._language = language
        self._story = Story(language, {})
        self._names: dict[str, str] = {}
        self._parts: list[Json] = []

    def take(self, frame: Json) -> Heard:
        """Follow a frame of the stream."""
        if frame["type"] == "reset":
            self._parts.append(frame["state"])
            return self._reset(frame) if frame["part"] == frame["parts"] else Heard()
        return self._follow(frame["event"]) if frame["type"] == "event" else Heard()

    def pick(self, key: str, number: int | None = None) -> tuple[Order, str] | None:
        """Return the order that a key is for and the command; the numbered one, or the first not that far."""
        orders = list(self.standing.values())
        if number is not None:
            chosen = orders[number - 1 : number]
        else:
            chosen = [each for each in orders if _REACHES[key] not in each.reached]
        return (chosen[0], ANSWERS[key]) if chosen else None

    def about_post(self, key: str) -> tuple[str, dict[str, str]] | None:
        """Return the command of a key about the post and its fields; None where no check waits for an answer."""
        if key == "t":
            return "duty.take_over", {"station": self.station}
        return None if self.check is None else ("check.answer", {"check": self.check})

    def rows(self, now: datetime) -> list[str]:
        """Return a line for each standing order, with its running promise."""
        return [f"{number}. {self._row(order, now)}" for number, order in enumerate(self.standing.values(), start=1)]

    def _row(self, order: Order, now: datetime) -> str:
        running = order.running(now)
        if running is None:
            return order.what
        name, left_s = running
        target = vocabulary.word("target", name, self._language)
        zh, en = (
            (f"剩 {left_s:.0f} 秒", f"{left_s:.0f} s left")
            if left_s >= 0
            else (f"超 {-left_s:.0f} 秒", f"{-left_s:.0f} s over")
        )
        return f"{order.what}  {target} {en if self._language == 'en' else zh}"

    def _reset(self, frame: Json) -> Heard:
        parts, self._parts = self._parts, []
        incidents = {each["id"]: each for part in parts for each in part.get("incidents", ())}
        for part in parts:
            for kind in ("stations", "units", "buildings"):
                self._names |= {each["id"]: each["name"] for each in part.get(kind, ())}
        self._story = Story(self._language, self._names)
        self.standing.clear()
        self.check = next((each["id"] for part in parts for each in part.get("checks", ())), None)
        for part in parts:
            for each in part.get("assignments", ()):
                if each["station"] == self.station and each.get("ending") is None:
                    self._stand(each["id"], incidents[each["incident"]], each)
        waiting = [each for each in self.standing.values() if "acknowledged" not in each.reached]
        lines = tuple(each.what for each in self.standing.values())
        return Heard(
            lines,
            ring=bool(waiting) or self.check is not None,
            seen=frame["position"]["seq"] if self.standing else None,
        )

    def _stand(self, key: str, incident: Json, assignment: Json) -> Order:
        unit, place = self._story.name(assignment["unit"]), self._story.place(incident["place"])
        trapped = (
            {"zh": f"，被困 {incident['trapped']} 人", "en": f", {incident['trapped']} trapped"}[self._language]
            if incident.get("trapped")
            else ""
        )
        kind = vocabulary.word("kind", incident["kind"], self._language)
        known = incident.get("record") or incident  # an order brings along what is in doubt; a snapshot has it itself
        late, doubt = self._story.late(known.get("signal_at")), self._story.unread(known.get("unread") or {})
        what = f"{late}{incident['number']} {kind} {place}{doubt}{trapped} → {unit}"
        order = Order(key, what, assignment["unit"], tuple(assignment["targets"]))
        reached = ((name, assignment.get(f"{name}_at")) for name in ("assigned", *_ORDER))
        order.reached = {name: datetime.fromisoformat(at) for name, at in reached if at}
        self.standing[key] = order
        return order

    def _follow(self, event: Json) -> Heard:
        line = self._story.timed(event)
        if event.get("station") == self.station and "check" in event:
            self.check = None if event["type"] in _CHECK_OVER else event["check"]
        if event.get("station") != self.station or event.get("assignment") is None:
            return Heard((line,), ring=_rings_for_post(event, self.station))
        kind, _, milestone = str(event["type"]).partition(".")
        if event["type"] == "assignment.assigned":
            self._stand(event["assignment"], event, {**event, "assigned_at": event["at"]})
            return Heard((line,), ring=True, seen=event["seq"])
        order = self.standing.get(event["assignment"])
        if order is not None and kind == "assignment":
            order.reached[milestone] = datetime.fromisoformat(event["at"])
            if milestone in _ENDINGS:
                del self.standing[order.id]
        return Heard((line,), ring=event["type"] == "ladder.climbed" and event["action"] == "alert_again")


def _rings_for_post(event: Json, station: str) -> bool:
    """Whether a station's terminal rings for an event about its post: asked, or asked again."""
    again = event["type"] in ("check.climbed", "duty.climbed") and event["action"] == "alert_again"
    return event.get("station") == station and (event["type"] == "check.called" or again)

"""Requests for help (协同力量): somebody is asked who takes no orders, one way after the other, until somebody accepts.

A request is its incident's; each `Ask` of it is one helper asked in one way. What is due of a request follows from it
and the district's rules (`stations.helpers.HelpRules`) alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec.structs import replace

from dispatch.core.deadline_keys import AskAnother, ExpectHelper, TellOfficer
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Struct
from stations.helpers import Helper, HelperKind, HelpRules, Means

AskedUpon = Literal["requested", "silent", "failed", "refused"]
"""Why somebody is asked now: first of all, or since the last one said nothing, could not be told, or refused."""

Unanswered = Literal["nobody_known", "nobody_accepted", "all_refused"]
"""Why nobody comes: no helper of that kind serves the place, none accepted, or all refused."""

HelpEnding = Literal["done", "cancelled", "incident_over"]

HelpState = Literal[
    "requested", "asked", "accepted", "en_route", "on_scene", "done", "cancelled", "incident_over", "unanswered"
]


class Ask(Struct, frozen=True, kw_only=True):
    """One helper asked in one way at ``at``.

    ``line`` is which of its telephones. ``told_at``: its gateway took the message, or it was spoken to; ``failed_at``:
    neither. ``call_off_at``: it needs to hear that it is not needed any more, and ``called_off_at`` has, or cannot.
    """

    id: str
    helper: str
    name: str
    means: Means
    at: Instant
    line: int = 0
    told_at: Instant | None = None
    failed_at: Instant | None = None
    refused_at: Instant | None = None
    call_off_at: Instant | None = None
    called_off_at: Instant | None = None

    @property
    def pending(self) -> Literal["ask", "call_off"] | None:
        """What is still to be said in this way."""
        if self.told_at is None:
            return "ask" if self.failed_at is None and self.call_off_at is None else None
        return "call_off" if self.call_off_at is not None and self.called_off_at is None else None


class Help(Struct, frozen=True, kw_only=True):
    """A request for one kind of help in one incident.

    ``outside``: it may leave the house; one of an exercise or a test never does. ``wanted`` is whom a person named,
    ``helper`` (called ``name``) who accepted. ``wait_until``: nobody is judged before then.
    """

    id: str
    incident: str
    kind: HelperKind
    requested_at: Instant
    exercise: bool = False
    outside: bool = True
    wanted: str | None = None
    note: str | None = None
    because: Reason | None = None
    asks: tuple[Ask, ...] = ()
    helper: str | None = None
    name: str = ""
    eta_s: int | None = None
    accepted_at: Instant | None = None
    en_route_at: Instant | None = None
    on_scene_at: Instant | None = None
    overdue_at: Instant | None = None
    officer_at: Instant | None = None
    unanswered_at: Instant | None = None
    unanswered: Unanswered | None = None
    ending: HelpEnding | None = None
    ended_at: Instant | None = None
    wait_until: Instant | None = None
    expected_at: Instant | None = None

    @property
    def open(self) -> bool:
        """Whether it still stands; a request that nobody answered does, for somebody may."""
        return self.ending is None

    @property
    def state(self) -> HelpState:
        """The newest milestone."""
        if self.ending is not None:
            return self.ending
        if self.on_scene_at is not None:
            return "on_scene"
        if self.en_route_at is not None:
            return "en_route"
        if self.accepted_at is not None:
            return "accepted"
        if self.unanswered_at is not None:
            return "unanswered"
        return "asked" if self.asks else "requested"

    @property
    def taken(self) -> bool:
        """Whether somebody comes, is there or was."""
        return self.helper is not None

    def ask(self, key: str) -> Ask | None:
        """Return one of its asks."""
        return next((each for each in self.asks if each.id == key), None)

    def refused_by(self) -> frozenset[str]:
        """Return who will not come."""
        return frozenset(each.helper for each in self.asks if each.refused_at is not None)


def with_ask(request: Help, ask: Ask) -> Help:
    """Return a request with one of its asks changed."""
    return replace(request, asks=tuple(ask if each.id == ask.id else each for each in request.asks))


def due_of_help(request: Help, rules: HelpRules) -> Iterator[tuple[Instant, str]]:
    """Yield what is due of a request, in no order."""
    if not request.open:
        return
    if request.taken:
        if request.accepted_at is not None and request.on_scene_at is None and request.overdue_at is None:
            yield _late_at(request, rules), ExpectHelper().text
        return
    if request.officer_at is None and rules.officer_after_s:
        yield _after(request, request.requested_at, rules.officer_after_s), TellOfficer().text
    if request.unanswered_at is None:
        last = request.asks[-1] if request.asks else None
        since = request.requested_at if last is None else last.at
        if last is not None and last.means == "phone" and last.told_at is not None:
            since = last.told_at  # it was spoken to, and is given its time from then
        yield _after(request, since, rules.accept_within_s), AskAnother().text


def _late_at(request: Help, rules: HelpRules) -> Instant:
    """Return when who accepted is late; one of an older record was to be there so long after it accepted."""
    accepted_at = request.accepted_at or request.requested_at
    return _after(request, request.expected_at or accepted_at, 0 if request.expected_at else rules.arrive_within_s)


def _after(request: Help, since: Instant, seconds: int) -> Instant:
    return max(since.plus(seconds * 1000), request.wait_until or since)


def next_way(
    request: Help, helpers: Mapping[str, Helper], zone: str, means: tuple[Means, ...]
) -> tuple[Helper, Means, int] | None:
    """Return whom to ask next and how; None where nobody is left. ``means`` are those that may be used.

    Whom a person named comes first, then who serves the ``zone``, then who serves the whole district. Each way of a
    helper is tried before the next helper; who refused is asked no more.
    """
    tried = {(each.helper, each.means, each.line) for each in request.asks}
    refused = request.refused_by()
    for helper in _in_order(request, helpers, zone):
        if helper.id in refused:
            continue
        for way, line in helper.ways:
            if way in means and (helper.id, way, line) not in tried:
                return helper, way, line
    return None


def _in_order(request: Help, helpers: Mapping[str, Helper], zone: str) -> list[Helper]:
    fitting = [
        each
        for each in helpers.values()
        if each.id == request.wanted or (each.kind == request.kind and each.zone in ("", zone))
    ]
    return sorted(fitting, key=lambda each: (each.id != request.wanted, not each.zone, each.id))

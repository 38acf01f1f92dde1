"""Drills owed and done: what the record's drills pay of the duty to train. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.past.drills.facts import DrillFacts
from stations.drills.model import DrillKind
from stations.rules import BRIGADE
from stations.training.calendar import Calendar
from stations.training.model import Debt, Held, Party, PartyKey, Period, Who
from stations.training.owed import owed, unknown

Unpaid = Literal["not_signed", "nobody_came", "without_brigade", "announced"]
"""Why a drill pays no debt.

No commander has signed it off; no station took part; it says that it was joint and no station of the brigade took part
(联勤联训 is training *with* the fire-rescue service: 渝中府办〔2023〕9号 一（三）); it says that it came without notice
and everybody knew.
"""


class DrillLine(Struct, frozen=True, kw_only=True):
    """A drill that was held to its end on ``day``; ``paid_for`` names everybody whose duty it pays.

    ``unpaid`` says why it pays nobody's, None where it does.
    """

    drill: str
    name: str
    day: date
    kind: DrillKind
    stations: int
    paid_for: tuple[PartyKey, ...]
    signed: bool
    unpaid: Unpaid | None = None


class DutyLine(Struct, frozen=True, kw_only=True):
    """How one duty stands: how many parties have it, and of these how many paid, have time, are overdue."""

    duty: str
    zh: str
    en: str
    who: Who
    period: Period
    source: str
    confidence: str
    parties: int
    met: int
    open: int
    overdue: int
    conflict_zh: str = ""
    conflict_en: str = ""


class TrainingReport(Struct, frozen=True, kw_only=True):
    """The duty to train as it stands at the end of ``day``.

    ``owed`` has what is not paid, overdue first, then by the day it is due; ``names`` those of everybody in it.
    ``unknown`` are buildings whose duties cannot be told, since nobody knows how high they are. Without ``areas_known``
    the folder names no community and no street, so nobody can say what those owe.
    """

    day: date
    held: tuple[DrillLine, ...]
    duties: tuple[DutyLine, ...]
    owed: tuple[Debt, ...]
    names: dict[str, str]
    unknown: int
    areas_known: bool


def training_report(
    calendar: Calendar, drills: Iterable[DrillFacts], zone: ZoneInfo, *, from_day: date | None, day: date
) -> TrainingReport:
    """Report the duty to train at the end of a day; drills held since ``from_day`` are listed (None: all of them)."""
    parties = {party.key: party for party in calendar.parties}
    done = [facts for facts in drills if ended(facts)]
    paying = [held for facts in done if (held := as_held(facts, parties, zone)) is not None]
    debts = owed(calendar.training, calendar.parties, paying, day)
    left = tuple(debt for debt in debts if debt.state != "met")
    lines = [_line(facts, parties, zone) for facts in done]
    return TrainingReport(
        day=day,
        held=tuple(line for line in lines if line.day <= day and (from_day is None or line.day >= from_day)),
        duties=_duties(calendar, debts),
        owed=left,
        names={debt.party.id: parties[debt.party].name for debt in left},
        unknown=len(unknown(calendar.training, calendar.parties)),
        areas_known=calendar.areas_known,
    )


def all_held(calendar: Calendar, drills: Iterable[DrillFacts], zone: ZoneInfo) -> list[Held]:
    """Return every drill of the record that pays somebody's duty."""
    parties = {party.key: party for party in calendar.parties}
    return [held for facts in drills if (held := as_held(facts, parties, zone)) is not None]


def ended(facts: DrillFacts) -> bool:
    """Whether a drill was held to its end: it began, ended, and was not broken off for everybody."""
    return facts.started is not None and facts.ended is not None and not facts.broken_off


def unpaid(facts: DrillFacts, parties: Mapping[PartyKey, Party]) -> Unpaid | None:
    """Return why a drill that was held pays nobody's duty; None where it does."""
    there = _there(facts)
    if not there:
        return "nobody_came"
    plan = facts.planned.plan
    if plan.kind == "joint" and not any(parties[key].kind in BRIGADE for key in there if key in parties):
        return "without_brigade"
    if plan.kind == "no_notice" and not plan.unannounced:
        return "announced"
    return None if facts.signed is not None else "not_signed"


def as_held(facts: DrillFacts, parties: Mapping[PartyKey, Party], zone: ZoneInfo) -> Held | None:
    """Return a drill as a payment; None where it was not held to its end, or pays nobody (`unpaid`).

    Paid is the duty of each station that took part and did not leave before the end, and of the place: its building
    with its community and street; without a building the community and the street that all those stations are of.
    """
    if facts.started is None or not ended(facts) or unpaid(facts, parties) is not None:
        return None
    stations = _there(facts)
    return Held(
        day=local_day(facts.started.at, zone),
        drill=facts.planned.plan.kind,
        parties=frozenset((*stations, *_of_the_place(facts, stations, parties))),
    )


def local_day(at: Instant, zone: ZoneInfo) -> date:
    """Return the day of a moment on the district's clock."""
    return at.in_zone(zone).date()


def last_day(until: Instant, as_of: Instant, zone: ZoneInfo) -> date:
    """Return the last day of a span that ends (exclusively) at ``until``, or today where it lasts."""
    return min(local_day(until, zone) - timedelta(days=1), local_day(as_of, zone))


def _of_the_place(facts: DrillFacts, stations: Sequence[PartyKey], parties: Mapping[PartyKey, Party]) -> list[PartyKey]:
    building = facts.planned.plan.place.building
    place = parties.get(PartyKey("building", building)) if building is not None else None
    hosts = [place] if place is not None else [parties[key] for key in stations if key in parties]
    communities, streets = {host.community for host in hosts}, {host.street for host in hosts}
    found = [place.key] if place is not None else []
    found += [PartyKey("community", *communities)] if len(communities) == 1 and "" not in communities else []
    found += [PartyKey("street", *streets)] if len(streets) == 1 and "" not in streets else []
    return found


def _there(facts: DrillFacts) -> list[PartyKey]:
    """Return the stations that took part to the end."""
    left = {each.station for each in facts.breaks}
    return [PartyKey("station", key) for key in facts.trained if key not in left]


def _line(facts: DrillFacts, parties: Mapping[PartyKey, Party], zone: ZoneInfo) -> DrillLine:
    held = as_held(facts, parties, zone)
    return DrillLine(
        drill=facts.id,
        name=facts.planned.plan.name,
        day=local_day(facts.started.at if facts.started is not None else facts.planned.at, zone),
        kind=facts.planned.plan.kind,
        stations=len(_there(facts)),
        paid_for=() if held is None else tuple(sorted(held.parties)),
        signed=facts.signed is not None,
        unpaid=unpaid(facts, parties),
    )


def _duties(calendar: Calendar, debts: Sequence[Debt]) -> tuple[DutyLine, ...]:
    lines = []
    for duty in calendar.training.duties:
        states = [debt.state for debt in debts if debt.duty == duty.id]
        lines.append(
            DutyLine(
                duty=duty.id,
                zh=duty.zh,
                en=duty.en,
                who=duty.who,
                period=duty.period,
                source=duty.source,
                confidence=duty.confidence,
                parties=len(states),
                met=states.count("met"),
                open=states.count("open"),
                overdue=states.count("overdue"),
                conflict_zh=duty.conflict_zh,
                conflict_en=duty.conflict_en,
            )
        )
    return tuple(lines)

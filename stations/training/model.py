"""Duties to train as frozen values: who owes what, how often, by which source; and what was done."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple, get_args

import msgspec

from stations.drills.model import DrillKind

Who = Literal["station", "community", "street", "building"]
"""Who may owe a drill: 站, 社区, 街道, 楼栋."""

Period = Literal["monthly", "quarterly", "half_yearly", "yearly"]
"""At least once in each calendar month, quarter, half-year or year: 每月, 每季度, 每半年, 每年."""

Confidence = Literal["A", "B", "C", "D"]
"""How sure a source is; D is a placeholder that the district replaces by its own."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WHO: tuple[Who, ...] = get_args(Who)
PERIODS: tuple[Period, ...] = get_args(Period)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

State = Literal["met", "open", "overdue"]
"""``met`` done in the current period · ``open`` to be done until the period's end · ``overdue`` the period before was
missed, and nothing was done since."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One duty to train.

    ``kinds`` narrows it to kinds of station or of building; empty: all. ``height_from_m`` and ``storeys_from`` are
    lower bounds of a building, inclusive, of which either suffices; a building of which neither is known owes nothing
    yet, and is said to be unknown. Any of ``drills`` pays it. Where another text asks for something else,
    ``conflict_zh`` and ``conflict_en`` say what, and that the stricter counts.
    """

    id: str
    zh: str
    en: str
    who: Who
    drills: tuple[DrillKind, ...]
    period: Period
    source: str
    kinds: tuple[str, ...] = ()
    height_from_m: float | None = None
    storeys_from: int | None = None
    confidence: Confidence = "C"
    conflict_zh: str = ""
    conflict_en: str = ""


class OutingKind(msgspec.Struct, frozen=True, kw_only=True):
    """What one outing can pay: a drill of this kind ``serves`` debts of these kinds, for stations within ``reach_m``
    of the place, at most so many ``stations``."""

    drill: DrillKind
    serves: tuple[DrillKind, ...]
    reach_m: float
    stations: int


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """A district's duties to train, how outings can be joined, and when they may take place.

    ``since`` is the first day that counts; periods that began before are nobody's debt. ``per_day``: so many outings
    at most on one day, None without a limit.
    """

    duties: tuple[Duty, ...]
    outings: tuple[OutingKind, ...]
    weekdays: tuple[Weekday, ...] = ("tue", "thu", "sat")
    per_day: int | None = None
    since: date | None = None


class PartyKey(NamedTuple):
    """Who, and which one."""

    who: Who
    id: str


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may owe drills. A position that is not known is None; so are height and storeys.

    ``community`` and ``street`` are the ids of the zones that it belongs to, empty where unknown.
    """

    who: Who
    id: str
    name: str
    kind: str = ""
    lon: float | None = None
    lat: float | None = None
    community: str = ""
    street: str = ""
    height_m: float | None = None
    storeys: int | None = None

    @property
    def key(self) -> PartyKey:
        """Return who it is."""
        return PartyKey(self.who, self.id)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A drill that took place on a local ``day``, for everybody who took part to its end."""

    day: date
    drill: DrillKind
    parties: frozenset[PartyKey]


class Debt(msgspec.Struct, frozen=True, kw_only=True):
    """One party's duty in the current period.

    ``due`` is the last day: of the current period, or of the one that was missed where it is overdue. ``last`` is when
    it was last paid, None never. ``missed`` counts the periods since the beginning in which nothing was done.
    """

    duty: str
    party: PartyKey
    drills: tuple[DrillKind, ...]
    state: State
    period_from: date
    period_to: date
    due: date
    last: date | None
    missed: int

"""GB 50440's times from the record: signal to centre, confirmed fire to 119, how soon silence is noticed. Pure.

What the limits are and how sure they are (reference, 1.10): device to centre 10 s in the acceptance test, 20 s in the
design chapter (B, in conflict): 10 s is the limit and 20 s a breach; centre to 119 for confirmed fires 3 s (B);
inspection at least every two hours (B). A device's own time is whole seconds and as good as its clock: what would lie
more than a day off is said to be unclear, and judged by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.past.reports.figures import spread

StretchName = Literal["fire", "screen", "state", "line", "forward", "silence"]
"""``fire``: from a device's own time of a fire to the record, from which consoles are told at once. ``screen``: from
there to the first station that has the order on its screen. ``state``: as ``fire``, of everything else that it says.
``line``: from the gateway's time of sending. ``forward``: a confirmed fire to whoever takes it at 119. ``silence``:
from the last that was heard of a gateway to its silence being told."""

LIMITS_MS: dict[StretchName, int] = {
    "fire": 10_000,
    "screen": 10_000,
    "state": 10_000,
    "line": 10_000,
    "forward": 3_000,
    "silence": 7_200_000,
}
AT_THE_CENTRE: tuple[StretchName, ...] = ("fire", "screen", "state", "line")
BREACH_MS: dict[StretchName, int] = {**LIMITS_MS, **dict.fromkeys(AT_THE_CENTRE, 20_000)}
INSPECTION_S = 7200
CLOCK_OFF_MS = 86_400_000
SECOND_MS = 1_000
SLOWEST = 20


class Timed(NamedTuple):
    """One that was measured: what it was of (a device, an incident), when it came to the record, how long it took."""

    name: StretchName
    of: str
    at: Instant
    ms: int


class Stretch(Struct, frozen=True, kw_only=True):
    """One of the times. ``over``: above the limit, ``breached`` of these above the outer one.

    ``unclear``: the device said no time, or one more than a day off or ahead of the hub's; ``missing``: of confirmed
    fires those that nobody at 119 was told of, of orders those that came to no screen. Neither counts as kept.
    Percentiles are None without any sample.
    """

    name: StretchName
    limit_ms: int
    breach_ms: int
    n: int
    kept: int
    over: int
    breached: int
    unclear: int = 0
    missing: int = 0
    p50_ms: float | None = None
    p90_ms: float | None = None
    p99_ms: float | None = None
    worst_ms: int | None = None


class Slow(Struct, frozen=True, kw_only=True):
    """One above its limit."""

    name: StretchName
    of: str
    at: Instant
    ms: int


class SignalTimes(Struct, frozen=True, kw_only=True):
    """The times between two moments.

    ``signals`` were recorded, ``unread`` of these had parts that nobody could read; ``unwatched`` are the gateways
    whose silence would not be noticed within two hours, by their ``silent_after_s``.
    """

    from_at: Instant
    until: Instant
    stretches: tuple[Stretch, ...]
    slowest: tuple[Slow, ...]
    signals: int
    unread: int
    unwatched: tuple[str, ...]


class Measured(NamedTuple):
    """All that was measured in a span, and what could not be."""

    timed: Sequence[Timed]
    unclear: Mapping[StretchName, int]
    missing: Mapping[StretchName, int] = MappingProxyType({})
    signals: int = 0
    unread: int = 0


def taken_ms(at: Instant, own: Instant | None) -> int | None:
    """Return how long a signal took from its own time; None where that is unknown or cannot be.

    A time tag has no fractions: up to a second ahead is at once.
    """
    if own is None or not -SECOND_MS <= at - own <= CLOCK_OFF_MS:
        return None
    return max(0, at - own)


def signal_times(found: Measured, *, from_at: Instant, until: Instant, unwatched: Sequence[str]) -> SignalTimes:
    """Return the report of what was measured."""
    slow = sorted(
        (each for each in found.timed if each.ms > LIMITS_MS[each.name]),
        key=lambda each: (-each.ms / LIMITS_MS[each.name], each.at, each.of),
    )
    return SignalTimes(
        from_at=from_at,
        until=until,
        stretches=tuple(_stretch(name, found) for name in LIMITS_MS),
        slowest=tuple(Slow(name=each.name, of=each.of, at=each.at, ms=each.ms) for each in slow[:SLOWEST]),
        signals=found.signals,
        unread=found.unread,
        unwatched=tuple(unwatched),
    )


def _stretch(name: StretchName, found: Measured) -> Stretch:
    values = [each.ms for each in found.timed if each.name == name]
    limit, breach = LIMITS_MS[name], BREACH_MS[name]
    over = sum(ms > limit for ms in values)
    percentiles = spread(name, name, values)
    return Stretch(
        name=name,
        limit_ms=limit,
        breach_ms=breach,
        n=len(values),
        kept=len(values) - over,
        over=over,
        breached=sum(ms > breach for ms in values),
        unclear=found.unclear.get(name, 0),
        missing=found.missing.get(name, 0),
        p50_ms=percentiles.p50_ms,
        p90_ms=percentiles.p90_ms,
        p99_ms=percentiles.p99_ms,
        worst_ms=max(values, default=None),
    )

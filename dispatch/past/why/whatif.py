"""What if: who would have been sent, and when they would have been there, beside what the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.core.world import World
from dispatch.past.why.changes import read_change
from dispatch.past.why.episode import Episode
from dispatch.past.why.explain import explain
from dispatch.past.why.explanation import Explanation, Order
from dispatch.past.why.rerun import Rerun
from dispatch.travel.port import TravelTimes


class Sent(Struct, frozen=True, kw_only=True):
    """One unit's first order, all times in seconds after the incident opened.

    ``predicted_s`` is when it was to arrive, ``limit_s`` what it was to arrive within after its order, ``in_time``
    whether the prediction kept that; None where the travel time or the promise is missing. ``arrived_s``: when it did.
    """

    unit: str
    station: str
    reason: str
    ordered_s: float
    eta_s: float | None
    predicted_s: float | None
    limit_s: int | None
    in_time: bool | None
    arrived_s: float | None


class Pair(Struct, frozen=True, kw_only=True):
    """One unit in the record and in the re-run; ``later_s`` is by how much later it would have arrived there."""

    unit: str
    recorded: Sent | None
    rerun: Sent | None
    later_s: float | None


class WhatIf(Struct, frozen=True, kw_only=True):
    """The answer. ``pairs`` come in order of predicted arrival, those of the re-run first.

    ``same_units``: the re-run sends the same units as the record, no more and no fewer. ``networks`` are the versions
    of the roads that the record's choices rest on; where they are not ``network``, travel times differ for that alone.
    """

    incident: str
    number: str
    changes: tuple[str, ...]
    network: str
    networks: tuple[str, ...]
    pairs: tuple[Pair, ...]
    same_units: bool
    first_recorded_s: float | None
    first_rerun_s: float | None
    first_really_s: float | None
    notes: tuple[str, ...]
    recorded: Explanation
    rerun: Explanation

    @property
    def same_network(self) -> bool:
        """Whether the re-run used the roads that the record's choices used."""
        return all(version == self.network for version in self.networks)


async def what_if(episode: Episode, changes: Sequence[str], roads_of: Callable[[World], TravelTimes]) -> WhatIf:
    """Re-run an incident with changes (see `dispatch.past.why.changes`) on roads made for the World before it opened.

    Raises `Refused` where a change cannot be made.
    """
    read = [read_change(text, episode.before) for text in changes]
    rerun = Rerun(episode, read, roads_of)
    await rerun.run()
    recorded = explain(episode.own, episode.incident)
    return compare(recorded, explain(rerun.events, rerun.incident), tuple(changes), tuple(rerun.notes))


def compare(recorded: Explanation, rerun: Explanation, changes: tuple[str, ...], notes: tuple[str, ...]) -> WhatIf:
    """Put the record and the re-run side by side."""
    then, now = _sent(recorded), _sent(rerun)
    order = sorted({*then, *now}, key=lambda unit: (unit not in now, _due(now.get(unit) or then[unit]), unit))
    return WhatIf(
        incident=recorded.incident,
        number=recorded.number,
        changes=changes,
        network=next((choice.network for choice in rerun.choices if choice.network), ""),
        networks=tuple(sorted({choice.network for choice in recorded.choices if choice.network})),
        pairs=tuple(_pair(unit, then.get(unit), now.get(unit)) for unit in order),
        same_units=_units(recorded) == _units(rerun),
        first_recorded_s=_first(each.predicted_s for each in then.values()),
        first_rerun_s=_first(each.predicted_s for each in now.values()),
        first_really_s=_first(each.arrived_s for each in then.values()),
        notes=notes,
        recorded=recorded,
        rerun=rerun,
    )


def _units(story: Explanation) -> list[str]:
    return sorted(order.unit for order in story.orders)


def _sent(story: Explanation) -> dict[str, Sent]:
    found: dict[str, Sent] = {}
    for order in story.orders:
        found.setdefault(order.unit, _of_order(order, story.opened_at))
    return found


def _of_order(order: Order, opened_at: Instant) -> Sent:
    ordered_s = (order.at - opened_at) / 1000
    limit_s = next((each.limit_s for each in order.promises if each.milestone == "on_scene"), None)
    arrived = next((each.at for each in order.milestones if each.name == "on_scene"), None)
    known = order.eta_s is not None and limit_s is not None
    return Sent(
        unit=order.unit,
        station=order.station,
        reason=order.reason,
        ordered_s=ordered_s,
        eta_s=order.eta_s,
        predicted_s=None if order.eta_s is None else ordered_s + order.eta_s,
        limit_s=limit_s,
        in_time=(order.eta_s or 0) <= (limit_s or 0) if known else None,
        arrived_s=None if arrived is None else (arrived - opened_at) / 1000,
    )


def _pair(unit: str, recorded: Sent | None, rerun: Sent | None) -> Pair:
    later_s = None
    if recorded and rerun and recorded.predicted_s is not None and rerun.predicted_s is not None:
        later_s = round(rerun.predicted_s - recorded.predicted_s, 3)
    return Pair(unit=unit, recorded=recorded, rerun=rerun, later_s=later_s)


def _due(sent: Sent) -> float:
    return float("inf") if sent.predicted_s is None else sent.predicted_s


def _first(times: Iterable[float | None]) -> float | None:
    return min((each for each in times if each is not None), default=None)

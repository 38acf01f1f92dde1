"""The desk's alarm load: the figures of EEMUA 191 and ISA-18.2, each against a journal that can be counted by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, Place
from dispatch.past.reports.alarm_load import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    PERIOD_MS,
    Signal,
    alarm_load,
    floods,
    peak,
)
from dispatch.past.reports.alarm_reading import AlarmBook
from dispatch.past.reports.tables import alarms_csv
from tests.unit.core.any_command import little_district
from tests.unit.core.world_builder import Town

START = Instant(1_764_000_000_000)


def journal(*moments: tuple[float, str]) -> list[Signal]:
    """Alarms at so many seconds after the start, each of a tag."""
    return [
        Signal(
            at=START.plus(round(s * 1000)), tag=tag, source="panel", kind="smoke", incident="inc-1", number="11-0001"
        )
        for s, tag in moments
    ]


def test_rates_are_over_the_whole_span_and_the_peak_in_any_ten_minutes() -> None:
    found = alarm_load(
        journal((0, "a"), (590, "b"), (599, "c"), (605, "d"), (7000, "e")), from_at=START, until=START.plus(2 * HOUR_MS)
    )
    assert (found.alarms.count, found.alarms.per_hour, found.alarms.per_day) == (5, 2.5, 60.0)
    assert found.alarms.per_10min == pytest.approx(5 / 12)
    assert found.alarms.peak_10min == 3, "the first one is more than ten minutes before the fourth"
    nothing = alarm_load([], from_at=START, until=START.plus(HOUR_MS))
    assert (nothing.alarms.peak_10min, nothing.flood_share, nothing.top_share) == (0, 0.0, 0.0)


def test_a_flood_starts_above_ten_and_ends_below_five() -> None:
    ten = [START + 1000 * n for n in range(10)]
    assert floods(ten, until=START + HOUR_MS) == []
    (flood,) = floods([*ten, START + 10_000], until=START + HOUR_MS)
    # Of eleven, four are left when the seventh is ten minutes old.
    assert (flood.from_at, flood.until) == (START, START + 6000 + PERIOD_MS)
    assert (flood.count, flood.peak_10min) == (11, 11)
    (cut,) = floods([*ten, START + 10_000], until=START + MINUTE_MS)
    assert cut.until == START + MINUTE_MS, "what goes on at the end of the span ends there"


def test_time_in_flood_periods_and_hours_are_shares() -> None:
    many = journal(*((n, "a") for n in range(31)))
    found = alarm_load(many, from_at=START, until=START.plus(2 * HOUR_MS))
    (flood,) = found.floods
    assert found.flood_share == (flood.until - flood.from_at) / (2 * HOUR_MS)
    assert found.periods_in_flood == pytest.approx(1 / 12)
    assert found.busy_hours == pytest.approx(1 / 2)


def test_sources_that_chatter_and_the_top_ten() -> None:
    found = alarm_load(
        journal((0, "chatter"), (30, "chatter"), (59, "chatter"), (60, "slow"), (91, "slow"), (122, "slow")),
        from_at=START,
        until=START.plus(HOUR_MS),
    )
    assert found.chattering == ("chatter",)
    assert [(line.tag, line.share, line.chatters) for line in found.top] == [
        ("chatter", 0.5, True),
        ("slow", 0.5, False),
    ]
    everybody = alarm_load(journal(*((n, f"d{n % 20}") for n in range(40))), from_at=START, until=START.plus(HOUR_MS))
    assert (len(everybody.top), everybody.top_share) == (10, 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_peak_and_floods_are_those_of_the_plain_definition(seed: int) -> None:
    print("seed", seed)
    rng = random.Random(seed)
    moments = sorted(START + rng.randrange(2 * HOUR_MS) for _ in range(rng.randint(0, 150)))
    until = START + 2 * HOUR_MS
    assert peak(moments) == max((_within(moments, at) for at in moments), default=0)
    assert [(each.from_at, each.until) for each in floods(moments, until=until)] == _by_the_second(moments, until)


def _within(moments: Iterable[int], at: int) -> int:
    return sum(at - PERIOD_MS < each <= at for each in moments)


def _by_the_second(moments: list[int], until: int) -> list[tuple[int, int]]:
    """Look at every moment at which a count changes, one after the other, and count anew."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for at in sorted({*moments, *(each + PERIOD_MS for each in moments), until}):
        if at > until:
            break
        count = _within(moments, at)
        # What comes in at the very moment in which others leave: they leave first.
        left = sum(at - PERIOD_MS < each < at for each in moments)
        if begun is not None and (left < 5 or at == until):
            found.append((begun, at))
            begun = None
        if begun is None and count > 10 and at != until:
            begun = min(each for each in moments if at - PERIOD_MS < each <= at)
    return found


def test_what_sounded_and_what_came_of_it_follow_from_the_record() -> None:
    town = _evening()
    book = AlarmBook(START)
    for event in town.record:
        book.enter(event)
    load = book.load(town.world, town.now.plus(1))
    assert load.alarms.count == sum(isinstance(each, ev.AlarmRaised) for each in town.record)
    assert load.sounds.fresh == 2
    assert load.sounds.urgent >= 1, "nobody is sent to what has no place"
    assert (load.deeds.opened, load.deeds.closed, load.deeds.false_alarms) == (2, 1, 1)
    assert [each.number for each in load.standing] == [_open(town)]
    (over,) = load.handed_over
    assert (over.offered_by.name, over.accepted_by.name) == ("王示例", "李示例")


def test_the_journal_is_a_table_of_every_alarm() -> None:
    header, first = alarms_csv(journal((0, "panel-7"))).decode("utf-8-sig").splitlines()
    assert header.split(",")[:4] == ["at", "tag", "source", "kind"]
    assert first.split(",")[1:4] == ["panel-7", "panel", "smoke"]


def _evening() -> Town:
    wang, li = By(role="dispatcher", name="王示例"), By(role="dispatcher", name="李示例")
    town = little_district()
    town.alarm(Place(building="tower"), device="d-1")
    town.alarm(Place(building="tower"), device="d-1")
    town.alarm(Place(text="示例路口"), source="phone", kind="report")
    first = next(each for each in town.world.incidents.values() if each.place.building == "tower")
    town.do(cmd.IncidentFalseAlarm(incident=first.id, reason="false_cooking"), by=wang)
    town.do(cmd.ShiftHandOver(note="示例"), by=wang)
    town.do(cmd.ShiftAccept(), by=li)
    return town


def _open(town: Town) -> str:
    return next(each.number for each in town.world.incidents.values() if each.open)


def test_a_day_is_a_day() -> None:
    spread = journal(*((n * 3600, "a") for n in range(24)))
    found = alarm_load(spread, from_at=START, until=START.plus(DAY_MS))
    assert (found.alarms.per_day, found.alarms.per_hour, found.flood_share) == (24.0, 1.0, 0.0)

"""A simulated day's incidents once more: with nothing changed the re-run is the record.

Also where crews are late, decline or lose their connection, incidents share units, and the hub crashes.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.evolve import evolve
from dispatch.core.instant import to_text
from dispatch.core.vocabulary import Place
from dispatch.core.world import DEFAULT_SETTINGS, World
from dispatch.past.why.episode import Episode
from dispatch.past.why.facts import Facts
from dispatch.past.why.reissue import IdMap
from dispatch.past.why.rerun import Rerun
from dispatch.past.why.script import Script
from dispatch.past.why.whatif import WhatIf, what_if
from dispatch.simulation.day import Day
from dispatch.simulation.travel import StraightLines
from tests.long_plays import FULL, long_play, only_in_full
from tests.unit.core.world_builder import DISPATCHER, Town, at

SEED = 3
AT_LEAST = 0.95
"""A hub that was down fires its deadlines late; then the ladder of the record may have found others."""


def episodes(record: list[ev.Event]) -> Iterator[Episode]:
    """Yield every incident's part of a record."""
    world, worlds = World(), dict[str, World]()
    for event in record:
        if isinstance(event, ev.IncidentOpened):
            worlds[event.incident] = world
        world = evolve(world, event)
    for incident, before in worlds.items():
        after = record[before.seq :]
        own = [place for place, event in enumerate(after) if event.incident == incident]
        last = next(place for place in reversed(own) if not isinstance(after[place], ev.IncidentArchived))
        yield Episode(incident, before, tuple(after[: last + 1]), record[-1].seq)


def ask(episode: Episode, *changes: str) -> WhatIf:
    return asyncio.run(what_if(episode, changes, lambda world: StraightLines(world, random.Random(SEED))))


@long_play
def test_a_busy_hour_comes_out_again() -> None:
    day = Day(SEED, hours=1.0 if FULL else 0.4)
    day.run()
    answers = [ask(episode) for episode in episodes(day.record)]
    same = [answer.same_units for answer in answers]
    print(f"seed {SEED}: {sum(same)} of {len(same)} incidents get the same units")
    assert len(same) > (20 if FULL else 6)
    assert sum(same) >= AT_LEAST * len(same)


def test_a_unit_off_duty_is_sent_nowhere() -> None:
    day = Day(SEED, hours=0.5)
    day.run()
    asked = 0
    for episode in episodes(day.record):
        orders = [event.unit for event in episode.own if isinstance(event, ev.AssignmentAssigned)]
        if orders:
            answer = ask(episode, f"off:{orders[0]}")
            by_rule = [order for order in answer.rerun.orders if not order.by_hand and "proposal" not in order.reason]
            assert orders[0] not in {order.unit for order in by_rule}, f"seed {SEED}, {episode.incident}"
            asked += 1
    assert asked > 5


def test_a5_a7_what_came_late_or_in_pieces_is_chosen_again_as_it_was() -> None:
    """A late signal's look and the rest once a fresh one comes; a place that a repeated key brings."""
    t = Town().station("m1", 1, crews=9).engine("f1", 3, crews=3).building("tower", 1).building("mill", 4)
    yesterday = to_text(t.now - 24 * 3600 * 1000)
    t.alarm(Place(building="tower"), device="d0", occurred_at=yesterday)
    t.wait(10)
    t.alarm(Place(building="tower", lon=0.0, lat=0.0), device="d1")
    first = t.incident().id
    t.wait(20)
    t.alarm(Place(text="示例"), key="k", source="panel", unread={"place.floor": "夹层"}, odd=("bad_floor",))
    second = next(each.id for each in t.world.incidents.values() if each.id != first)
    t.wait(5)
    again = cmd.AlarmRaise(source="panel", kind="smoke", place=Place(building="mill"), key="k")
    t.do(cmd.with_key_reused(again, second), by=DISPATCHER)
    t.wait(30)
    sent = {each.incident for each in t.record if isinstance(each, ev.AssignmentAssigned)}
    assert sent == {first, second}
    for episode in episodes(t.record):
        assert ask(episode).same_units, episode.incident


@long_play
@only_in_full
def test_d4_an_outage_comes_out_again_and_nothing_acts_within_it() -> None:
    day = Day(SEED, hours=2.0)
    day.run()
    asked = 0
    for episode in episodes(day.record):
        outages = [each for each in episode.own if isinstance(each, ev.IncidentHubAway)]
        if not outages:
            continue
        asked += 1
        rerun = Rerun(episode, [], lambda world: StraightLines(world, random.Random(SEED)))
        asyncio.run(rerun.run())
        again = [each for each in rerun.events if isinstance(each, ev.IncidentHubAway)]
        assert [(each.away_from, each.at) for each in again] == [(each.away_from, each.at) for each in outages]
        judged = [each for each in rerun.events if isinstance(each, (ev.TargetMissed, ev.LadderClimbed))]
        assert not [each for each in judged for away in outages if away.away_from < each.at < away.at]
    assert asked, f"seed {SEED} has no outage"


def test_with_a_higher_grade_its_plan_goes_at_once_and_with_the_same_one_nothing_changes() -> None:
    """A person grades a fire 3 two minutes on, and the rest goes then; with that grade from the beginning at once."""
    t = Town(replace(DEFAULT_SETTINGS, ladder=())).station("m1", 1).station("m2", 2).engine("f1", 3, crews=4)
    t.alarm(at(0), source="phone", kind="flame")
    t.wait(120)
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=3))
    t.wait(30)
    graded = [order.unit for order in t.world.assignments.values()]
    t.press(cmd.IncidentClose(incident=t.incident().id, reason="示例"))
    (episode,) = episodes(t.record)
    opened = episode.opened.at
    by_grade = {
        grade: {
            order.unit: order.at - opened for order in ask(episode, *([f"grade:{grade}"] if grade else [])).rerun.orders
        }
        for grade in (None, 1, 3)
    }
    assert set(by_grade[None]) == set(graded), "unchanged it is the record"
    assert len(by_grade[1]) < len(by_grade[None]), "nobody raises it"
    assert set(by_grade[3]) == set(graded)
    assert max(by_grade[3].values()) < max(by_grade[None].values())


def test_who_answers_a_request_that_the_rerun_never_made_is_left_out() -> None:
    t = Town().station("m1", 1)
    t.alarm(at(1))
    incident = t.incident().id
    (episode,) = episodes(t.record)
    accepted = ev.HelpAccepted(
        v=1,
        seq=1,
        at=t.now,
        by=DISPATCHER,
        cause="",
        incident=incident,
        request="hlp-9",
        kind="gas",
        helper="h",
        name="",
    )
    facts = Facts(Script(episode), ())
    assert facts.adapt(accepted, t.world, IdMap(incident)) is None

"""Several incidents share units by the best overall outcome; a zone is not stripped bare; people may refuse."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import armed, next_due
from dispatch.core.decide.sharing import LOOK_AFTER_MS
from dispatch.core.errors import NotFound
from dispatch.core.evolve import fold
from dispatch.core.state import to_state, to_world
from dispatch.core.vocabulary import Move
from dispatch.core.world import DEFAULT_SETTINGS
from stations.rules import Need, Plan, Sharing
from tests.unit.core.world_builder import LineTimes, Town, at, of_kind, only

CREW = Plan(name="crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))


def town(**sharing: int) -> Town:
    return Town(replace(DEFAULT_SETTINGS, plans=(CREW,), ladder=(), sharing=Sharing(**sharing)))


def swap() -> Town:
    """The first fire takes the only crew near the second; another could serve the first almost as well."""
    t = town().station("between", 2).station("west", -1)
    t.alarm(at(1), device="d1")
    assert t.going() == ["between-1"]
    t.wait(20)
    return t


def looked_at(t: Town, happened: Sequence[ev.Event]) -> tuple[ev.Event, ...]:
    """Return what happened, and what the look at the incidents nearby brings about right after it."""
    return (*happened, *t.wait(LOOK_AFTER_MS / 1000))


def test_the_order_goes_out_before_anybody_looks_at_the_incidents_nearby() -> None:
    t = swap()
    first = t.incident().id
    events = t.alarm(at(2), device="d2")
    contended = events[-1]
    assert isinstance(contended, ev.DispatchContended)
    assert (contended.rivals, contended.due_at) == ((first,), t.now.plus(LOOK_AFTER_MS))
    assert next_due(t.world) == (contended.due_at, contended.incident, "share")
    assert not of_kind(t.wait(0.4), ev.DispatchProposed)
    assert of_kind(t.wait(0.1), ev.DispatchProposed)


def test_a_restart_looks_at_what_the_crash_left_unlooked_at() -> None:
    t = swap()
    t.alarm(at(2), device="d2")
    for restarted in (to_world(to_state(t.world)), fold(ev.decode(ev.encode(each)) for each in t.record)):
        assert next_due(restarted) == next_due(t.world)
    t.now = t.now.plus(5_000)  # the hub was down, and comes back after its time
    looked = only(t.wait(0), ev.DispatchKept)
    assert looked.at == t.now, "at once; what it would win now does not pay for turning both around"


def test_who_was_looked_at_once_is_not_looked_at_again() -> None:
    t = swap()
    looked_at(t, t.alarm(at(2), device="d2"))
    assert all(each.share_at is None for each in t.world.incidents.values())
    assert not [due for key in t.world.incidents for due in armed(t.world, key)]


def test_where_nobody_is_to_be_turned_around_after_all_that_is_said_once() -> None:
    t = swap()
    contended = only(t.alarm(at(2), device="d2"), ev.DispatchContended)
    t.press(cmd.AssignmentArrive(assignment=t.order("between-1").id))
    assert [type(each) for each in t.wait(0.5)] == [ev.DispatchKept]
    assert t.world.incidents[contended.incident or ""].share_at is None
    assert not of_kind(t.wait(60), ev.DispatchKept)


def test_an_incident_that_is_over_is_looked_at_with_nobody() -> None:
    t = swap()
    contended = only(t.alarm(at(2), device="d2"), ev.DispatchContended)
    t.press(cmd.IncidentClose(incident=contended.incident or ""))
    assert not armed(t.world, contended.incident or "")[1:], "only the day until it is archived"
    t.press(cmd.IncidentReopen(incident=contended.incident or ""))
    again = t.world.incidents[contended.incident or ""].share_at
    assert again in (None, t.now.plus(LOOK_AFTER_MS))


def test_further_alarms_put_the_look_off_no_longer() -> None:
    t = swap()
    due_at = only(t.alarm(at(2), device="d2"), ev.DispatchContended).due_at
    t.wait(0.3)
    second = t.alarm(at(2), device="d3", kind="flame")
    assert not of_kind(second, ev.DispatchContended)
    assert only(t.wait(0.2), ev.DispatchProposed).at == due_at


def test_a_crew_on_its_way_is_proposed_for_a_fire_that_it_is_much_nearer_to() -> None:
    t = swap()
    first = t.incident().id
    events = looked_at(t, t.alarm(at(2), device="d2"))
    assert only(events, ev.AssignmentAssigned).unit == "west-1"
    moves = only(events, ev.DispatchProposed).moves
    assert {(move.unit, move.to) for move in moves} == {("between-1", events[0].incident), ("west-1", first)}


def test_a_proposal_acts_by_itself_after_its_time() -> None:
    t = swap()
    first, second = t.incident().id, looked_at(t, t.alarm(at(2), device="d2"))[0].incident
    happened = t.wait(10)
    assert only(happened, ev.DispatchSettled).outcome == "done"
    by_unit = {each.unit: each.incident for each in of_kind(happened, ev.AssignmentAssigned)}
    assert by_unit == {"between-1": second, "west-1": first}
    assert all("pro-" in (each.reason or "") for each in of_kind(happened, ev.AssignmentRecalled))


def test_a_dispatcher_may_refuse_and_everybody_goes_on() -> None:
    t = swap()
    proposal = only(looked_at(t, t.alarm(at(2), device="d2")), ev.DispatchProposed).proposal
    refused = t.press(cmd.DispatchRefuse(proposal=proposal, reason="桥已封"))
    assert only(refused, ev.DispatchSettled).reason == "桥已封"
    assert not of_kind(t.wait(11), ev.AssignmentRecalled)
    with pytest.raises(NotFound):
        t.press(cmd.DispatchRefuse(proposal=proposal))


def test_a_dispatcher_may_have_it_done_at_once() -> None:
    t = swap()
    proposal = only(looked_at(t, t.alarm(at(2), device="d2")), ev.DispatchProposed).proposal
    assert only(t.press(cmd.DispatchAccept(proposal=proposal)), ev.DispatchSettled).outcome == "done"


def test_a_crew_that_arrived_meanwhile_is_not_turned_around() -> None:
    t = swap()
    looked_at(t, t.alarm(at(2), device="d2"))
    t.press(cmd.AssignmentArrive(assignment=t.order("between-1").id))
    assert only(t.wait(10), ev.DispatchSettled).outcome == "overtaken"


def test_a_small_gain_turns_nobody_around() -> None:
    t = town(divert_gain_s=300).station("between", 2).station("west", -1)
    t.alarm(at(1), device="d1")
    assert not of_kind(looked_at(t, t.alarm(at(2), device="d2")), ev.DispatchProposed)


def test_a_worse_fire_may_take_the_only_crew_near() -> None:
    t = town().station("only", 1)
    t.alarm(at(2), device="d1")
    events = looked_at(t, t.alarm(at(1), device="d2", trapped=3))
    assert [move.to for move in only(events, ev.DispatchProposed).moves] == [events[0].incident]


def everybody_there_but_one() -> Town:
    """Both fires have the crews that their plans ask for on scene; an aerial sent by hand is on its way to the other,
    and would have been here sooner than those who came."""
    t = town().station("far", 5).station("other", 20).station("aerial", 2, kind="fire", mode="aerial")
    t.alarm(at(0), device="d1")
    there = t.alarm(at(20), kind="gas", device="d2")[0].incident
    for unit in ("far-1", "other-1"):
        t.press(cmd.AssignmentArrive(assignment=t.order(unit).id))
    t.press(cmd.AssignmentAssign(incident=there or "", unit="aerial-1", reason="高处有人"))
    return t


@pytest.mark.parametrize("by_a_second_detector", [True, False])
def test_a_crew_sent_by_hand_outside_every_plan_stops_no_confirmation(by_a_second_detector: bool) -> None:
    t = everybody_there_but_one()
    here = t.order("far-1").incident
    events = t.alarm(at(0), device="d9") if by_a_second_detector else t.press(cmd.IncidentConfirm(incident=here))
    events = looked_at(t, events)
    assert only(events, ev.IncidentConfirmed).incident == here
    assert not of_kind(events, ev.DispatchProposed), "nobody is left to fill anything otherwise"


def test_a_crew_whose_travel_time_is_unknown_is_not_turned_around() -> None:
    t = town().station("near", 1).station("sent", 3)
    t.alarm(at(0), device="d1")
    t.no_road.add("sent-1")
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="sent-1", reason="走水路"))
    assert t.order("sent-1").eta_s is None
    t.no_road.clear()
    t.wait(20)
    events = looked_at(t, t.alarm(at(3), device="d2"))
    assert not of_kind(events, ev.DispatchProposed), "nothing can be said to be won against a time that nobody knows"


def test_an_exercise_and_an_operation_share_nothing_by_proposal() -> None:
    t = swap()
    assert not of_kind(looked_at(t, t.alarm(at(2), device="d2", exercise=True)), ev.DispatchProposed)


def test_the_share_out_is_the_best_of_all() -> None:
    """Against every possible share-out of small cases: none is better by more than what turning around costs."""
    seed = 20261122
    rng = random.Random(seed)
    for case in range(60):
        t = town(divert_gain_s=30)
        for number in range(4):
            t.station(f"s{number}", rng.randrange(40) / 4)
        for number in range(3):
            events = looked_at(t, t.alarm(at(rng.randrange(40) / 4), device=f"d{number}"))
            for proposal in of_kind(events, ev.DispatchProposed):
                t.press(cmd.DispatchAccept(proposal=proposal.proposal))
        assert _total_ms(t) <= _best_ms(t) + 30_000 * 3, f"seed {seed}, case {case}"


def _total_ms(t: Town) -> float:
    orders = (each for incident in t.world.incidents.values() for each in t.world.active_of(incident))
    return sum((each.eta_s or 0) * 1000 for each in orders)


def _best_ms(t: Town) -> float:
    places = [incident.place for incident in t.world.incidents.values()]
    units, times = list(t.world.units.values()), LineTimes(t.world)
    return min(
        sum(times.travel(unit, place).eta_ms for unit, place in zip(chosen, places, strict=True))
        for chosen in itertools.permutations(units, len(places))
    )


def test_the_last_crew_of_a_zone_stays_for_somebody_who_comes_little_later() -> None:
    t = town(hold_back=1).station("last", 0, zone="z").station("other", 0.5)
    chosen = only(t.alarm(at(0)), ev.DispatchChosen)
    assert t.going() == ["other-1"]
    assert {each.unit: each.verdict for each in chosen.considered} == {"last-1": "held_back", "other-1": "chosen"}


def test_the_last_crew_goes_where_nobody_else_comes_soon() -> None:
    t = town(hold_back=1).station("last", 0, zone="z").station("other", 5)
    t.alarm(at(0))
    assert t.going() == ["last-1"]


def test_who_could_move_up_is_suggested_where_a_zone_is_left_bare() -> None:
    t = town(hold_back=1).station("last", 0, zone="z").station("rich", 5, zone="y", crews=3)
    up = only(t.alarm(at(0)), ev.DispatchMoveUp)
    assert (up.zone, up.from_zone, up.unit) == ("z", "y", "rich-1")


def test_a_units_two_orders_never_touch_each_other() -> None:
    t = town().station("s", 0)
    t.alarm(at(0), device="d1")
    first = t.order("s-1")
    t.alarm(at(8), kind="gas", device="d2")
    second = next(each for each in t.world.incidents.values() if first.id not in each.assignments)
    t.press(cmd.AssignmentAssign(incident=second.id, unit="s-1"))
    t.press(cmd.AssignmentAcknowledge(assignment=first.id))
    other = next(each for each in t.world.active_of_unit("s-1") if each.id != first.id)
    assert other.acknowledged_at is None
    t.press(cmd.AssignmentDepart(assignment=first.id))
    t.press(cmd.AssignmentDepart(assignment=other.id))
    assert not t.world.assignments[first.id].active


def test_a_move_names_its_parts() -> None:
    assert Move(unit="u", assignment=None, to=None, eta_s=None, legs=None).to is None

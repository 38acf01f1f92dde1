"""Help is asked of one after the other until somebody comes, chased, and named as missing where nobody does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.channels import needless
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.help import Help
from dispatch.core.scene import Wanted
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import DEFAULT_SETTINGS
from stations.channels import Channel
from stations.helpers import Helper, HelpRules
from stations.rules import Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only

NEAR = Helper(
    id="gas-near", kind="gas", name="示例燃气东片", zone="east", webhook="http://gas.invalid", phones=("000-1",)
)
WIDE = Helper(id="gas-wide", kind="gas", name="示例燃气总调", phones=("000-2", "000-3"))
FAR = Helper(id="gas-far", kind="gas", name="示例燃气西片", zone="west", phones=("000-4",))
LIFT = Helper(id="lift", kind="lift", name="示例电梯", cap="http://lift.invalid")
ONE_CREW = Plan(name="one crew", needs=(Need(count=1, station_kinds=("micro_unit",)),))
LEAK = replace(ONE_CREW, name="leak", helpers=("gas",))
OFFICER = Channel(name="voice", url="http://voice.invalid", use="duty_officer")


def town(*helpers: Helper, plan: Plan = ONE_CREW, rules: HelpRules | None = None) -> Town:
    t = Town(replace(DEFAULT_SETTINGS, plans=(plan,), ladder=(), channels=(OFFICER,), helpers=rules or HelpRules()))
    t.building("b", 0, zone="east").station("m1", 0.2)
    t.do(cmd.ChangeRegistry(helpers=helpers or (NEAR, WIDE, FAR, LIFT)))
    t.alarm(Place(building="b"))
    return t


def ask_for_gas(t: Town, **more: str) -> Help:
    t.press(cmd.RequestHelp(incident=t.incident().id, kind="gas", **more))
    return request(t)


def request(t: Town) -> Help:
    (found,) = (each for each in t.world.requests.values() if each.kind == "gas")
    return found


def asked(events: object) -> list[tuple[str, str, int, str]]:
    return [(each.helper, each.means, each.line, each.upon) for each in of_kind(events, ev.HelpAsked)]  # type: ignore[arg-type]  # what Town returns


def test_the_one_who_serves_the_zone_is_asked_first_over_what_takes_nobodys_time() -> None:
    t = town()
    found = ask_for_gas(t)
    assert asked(t.record) == [("gas-near", "webhook", 0, "requested")]
    assert (found.state, found.helper, found.outside) == ("asked", None, True)


def test_who_says_nothing_is_asked_another_way_then_the_next_of_the_kind_and_never_another_zone() -> None:
    t = town()
    ask_for_gas(t)
    assert asked(t.wait(600)) == [
        ("gas-near", "phone", 0, "silent"),
        ("gas-wide", "phone", 0, "silent"),
        ("gas-wide", "phone", 1, "silent"),
    ]


def test_nobody_left_is_named_as_missing_and_the_duty_officer_hears_of_it_once() -> None:
    t = town()
    ask_for_gas(t)
    events = t.wait(600)
    assert only(events, ev.HelpUnanswered).why == "nobody_accepted"
    assert [each.outcome for each in of_kind(events, ev.HelpClimbed)] == ["called"]
    assert only(events, ev.ChannelCalled).request == request(t).id
    assert request(t).state == "unanswered"


def test_the_duty_officer_hears_of_it_while_others_are_still_asked() -> None:
    t = town(rules=HelpRules(accept_within_s=60, officer_after_s=90))
    ask_for_gas(t)
    assert not of_kind(t.wait(89), ev.HelpClimbed)
    assert of_kind(t.wait(1), ev.HelpClimbed)
    assert request(t).state == "asked"


def test_an_acceptance_ends_the_asking() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id, eta_s=300))
    assert (request(t).helper, request(t).name, request(t).state) == ("gas-near", "示例燃气东片", "accepted")
    assert not of_kind(t.wait(299), ev.HelpEvent)


def test_who_accepted_and_is_not_there_in_time_is_said_to_be_late_once() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id, eta_s=300))
    assert [each.helper for each in of_kind(t.wait(4000), ev.HelpOverdue)] == ["gas-near"]


def test_who_says_a_new_time_is_late_after_that_one_and_never_at_once() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id, eta_s=600))
    t.wait(500)
    t.press(cmd.HelpAccept(request=found.id, eta_s=60))
    assert not of_kind(t.wait(59), ev.HelpOverdue)
    assert only(t.wait(1), ev.HelpOverdue).fired_late_ms == 0
    t.press(cmd.HelpAccept(request=found.id))
    assert not of_kind(t.wait(1799), ev.HelpOverdue)
    assert of_kind(t.wait(1), ev.HelpOverdue)


def test_without_a_word_on_when_it_comes_the_districts_time_counts() -> None:
    t = town(rules=HelpRules(arrive_within_s=900))
    t.press(cmd.HelpAccept(request=ask_for_gas(t).id))
    assert not of_kind(t.wait(899), ev.HelpOverdue)
    assert of_kind(t.wait(1), ev.HelpOverdue)


def test_a_number_that_nobody_picks_up_gives_the_next_one_at_once() -> None:
    t = town(WIDE)
    found = ask_for_gas(t)
    events = t.press(cmd.HelpReach(request=found.id, ask=found.asks[0].id, reached=False))
    assert asked(events) == [("gas-wide", "phone", 1, "failed")]


def test_who_was_spoken_to_has_its_time_from_then() -> None:
    t = town(WIDE, rules=HelpRules(accept_within_s=60))
    found = ask_for_gas(t)
    t.wait(50)
    t.press(cmd.HelpReach(request=found.id, ask=found.asks[0].id))
    assert not asked(t.wait(59))
    assert asked(t.wait(1)) == [("gas-wide", "phone", 1, "silent")]


def test_a_call_has_one_outcome() -> None:
    t = town(WIDE)
    found = ask_for_gas(t)
    t.press(cmd.HelpReach(request=found.id, ask=found.asks[0].id))
    with pytest.raises(WrongState):
        t.press(cmd.HelpReach(request=found.id, ask=found.asks[0].id, reached=False))
    with pytest.raises(NotFound):
        t.press(cmd.HelpReach(request=found.id, ask="ask-0"))


def test_a_dead_gateway_gives_the_next_way_at_once_and_is_noted_once() -> None:
    t = town()
    found = ask_for_gas(t)
    failed = cmd.NoteHelp(request=found.id, ask=found.asks[0].id, tries=6, error="down")
    assert asked(t.do(failed)) == [("gas-near", "phone", 0, "failed")]
    assert not t.do(failed)


def test_a_refusal_asks_the_next_helper_not_the_same_ones_telephone() -> None:
    t = town()
    found = ask_for_gas(t)
    assert asked(t.press(cmd.HelpRefuse(request=found.id, reason="没有人手"))) == [("gas-wide", "phone", 0, "refused")]


def test_all_refused_is_said_so_and_a_refusal_counts_once() -> None:
    t = town(WIDE)
    found = ask_for_gas(t)
    assert only(t.press(cmd.HelpRefuse(request=found.id)), ev.HelpUnanswered).why == "all_refused"
    assert not t.press(cmd.HelpRefuse(request=found.id, helper="gas-wide"))


def test_who_accepted_and_cannot_come_after_all_is_replaced() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id))
    t.press(cmd.HelpDepart(request=found.id))
    assert asked(t.press(cmd.HelpRefuse(request=found.id))) == [("gas-wide", "phone", 0, "refused")]
    assert (request(t).state, request(t).helper, request(t).en_route_at) == ("asked", None, None)


def test_what_fell_due_while_somebody_was_coming_is_due_when_they_cannot() -> None:
    t = town(rules=HelpRules(officer_after_s=90))
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id))
    t.wait(400)
    t.press(cmd.HelpRefuse(request=found.id))
    assert [each.fired_late_ms for each in of_kind(t.wait(1), ev.HelpClimbed)] == [0]


def test_a_refusal_of_who_was_asked_before_leaves_the_last_one_its_time() -> None:
    t = town()
    found = ask_for_gas(t)
    t.wait(120)
    assert request(t).asks[-1].helper == "gas-wide"
    assert not asked(t.press(cmd.HelpRefuse(request=found.id, helper="gas-near")))


def test_of_two_who_accept_the_first_comes_and_the_other_hears_that_it_is_not_needed() -> None:
    t = town()
    found = ask_for_gas(t)
    t.do(cmd.NoteHelp(request=found.id, ask=found.asks[0].id, tries=1))
    t.wait(120)
    t.press(cmd.HelpAccept(request=found.id, helper="gas-wide"))
    assert [(each.helper, each.means, each.pending) for each in request(t).asks] == [
        ("gas-near", "webhook", "call_off"),
        ("gas-near", "phone", None),  # nobody had called there yet
        ("gas-wide", "phone", "ask"),
    ]
    with pytest.raises(WrongState, match="is coming"):
        t.press(cmd.HelpAccept(request=found.id, helper="gas-near"))


def test_the_same_acceptance_again_says_nothing_new_and_another_time_does() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpAccept(request=found.id, eta_s=300))
    assert not t.press(cmd.HelpAccept(request=found.id, eta_s=300))
    assert only(t.press(cmd.HelpAccept(request=found.id, eta_s=600)), ev.HelpAccepted).eta_s == 600


def test_a_late_acceptance_is_still_accepted() -> None:
    t = town()
    found = ask_for_gas(t)
    t.wait(900)
    t.press(cmd.HelpAccept(request=found.id, helper="gas-near"))
    assert (request(t).state, request(t).unanswered) == ("accepted", None)


def test_a_later_milestone_holds_without_the_earlier_ones_which_stay_missing() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpArrive(request=found.id, occurred_at="2026-11-22T12:05:00+08:00"))
    assert (request(t).state, request(t).accepted_at, request(t).en_route_at) == ("on_scene", None, None)
    assert not of_kind(t.wait(4000), ev.HelpEvent)
    t.press(cmd.HelpFinish(request=found.id))
    assert (request(t).state, request(t).open) == ("done", False)


def test_without_anybody_of_the_kind_it_is_missing_at_once() -> None:
    t = town(LIFT)
    found = ask_for_gas(t)
    assert (found.state, found.unanswered) == ("unanswered", "nobody_known")


def test_what_is_asked_for_is_not_asked_for_twice_but_may_be_again_when_nobody_came() -> None:
    t = town(WIDE)
    ask_for_gas(t)
    with pytest.raises(WrongState, match="asked for already"):
        ask_for_gas(t)
    t.wait(900)
    t.press(cmd.RequestHelp(incident=t.incident().id, kind="gas"))
    assert len(t.incident().requests) == 2


def test_a_person_may_name_whom_to_ask_first_even_of_another_zone() -> None:
    t = town()
    ask_for_gas(t, helper="gas-far")
    assert asked(t.record) == [("gas-far", "phone", 0, "requested")]
    with pytest.raises(NotFound):
        t.press(cmd.RequestHelp(incident=t.incident().id, kind="gas", helper="nobody"))
    with pytest.raises(Unusable, match="helps with lift"):
        t.press(cmd.RequestHelp(incident=t.incident().id, kind="gas", helper="lift"))


def test_a_closed_incident_needs_no_help_and_calls_off_what_it_asked_for() -> None:
    t = town()
    found = ask_for_gas(t)
    t.do(cmd.NoteHelp(request=found.id, ask=found.asks[0].id, tries=1))
    incident = t.incident()
    t.press(cmd.IncidentClose(incident=incident.id))
    over = request(t)
    assert (over.state, over.asks[0].pending) == ("incident_over", "call_off")
    with pytest.raises(WrongState):
        t.press(cmd.RequestHelp(incident=incident.id, kind="gas"))
    with pytest.raises(WrongState):
        t.press(cmd.HelpAccept(request=found.id))


def test_a_message_that_went_out_while_it_was_called_off_is_called_off_too() -> None:
    t = town()
    found = ask_for_gas(t)
    t.press(cmd.HelpCancel(request=found.id))
    assert request(t).asks[0].pending is None
    t.do(cmd.NoteHelp(request=found.id, ask=found.asks[0].id, tries=1))
    assert request(t).asks[0].pending == "call_off"
    t.do(cmd.NoteHelp(request=found.id, ask=found.asks[0].id, tries=1, call_off=True))
    assert request(t).asks[0].pending is None


# --- plans ------------------------------------------------------------------------------------------------------------


def test_a_plan_asks_for_the_help_that_it_names_and_says_so() -> None:
    t = town(plan=LEAK)
    found = only(t.record, ev.HelpRequested)
    assert (found.kind, found.reason) == ("gas", "plan leak")


def test_only_a_look_asks_nobody() -> None:
    t = town(plan=replace(LEAK, suspected=LEAK.needs))
    assert not of_kind(t.record, ev.HelpRequested)
    t.press(cmd.IncidentConfirm(incident=t.incident().id))
    assert of_kind(t.record, ev.HelpRequested)


def test_a_plan_asks_once_and_not_again_for_what_a_person_called_off() -> None:
    t = town(plan=LEAK)
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=2))
    t.press(cmd.HelpCancel(request=request(t).id, reason="阀门已关"))
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=3))
    assert len(of_kind(t.record, ev.HelpRequested)) == 1


def test_a_reopened_incident_asks_again() -> None:
    t = town(plan=LEAK)
    incident = t.incident()
    t.press(cmd.IncidentClose(incident=incident.id))
    t.press(cmd.IncidentReopen(incident=incident.id))
    assert len(of_kind(t.record, ev.HelpRequested)) == 2


# --- what it is a part of ---------------------------------------------------------------------------------------------


def test_of_an_exercise_and_of_a_test_nothing_leaves_the_house() -> None:
    for exercise in (True, False):
        t = town()
        t.press(cmd.IncidentClose(incident=t.incident().id))
        t.alarm(at(5), exercise=exercise, test=not exercise)
        found = ask_for_gas(t)
        assert (found.outside, found.exercise) == (False, exercise)
        assert not of_kind(t.wait(900), ev.ChannelCalled), "the duty officer neither"
        assert request(t).state == "unanswered"


def test_requests_go_along_with_a_merged_incident_and_leave_with_it() -> None:
    t = town()
    first = t.incident()
    ask_for_gas(t)
    t.alarm(at(9))
    (second,) = (each for each in t.world.incidents.values() if each.id != first.id)
    t.press(cmd.IncidentMerge(incident=first.id, into=second.id))
    assert t.world.incidents[second.id].requests == (request(t).id,)
    assert request(t).incident == second.id
    t.press(cmd.IncidentClose(incident=second.id))
    t.wait(25 * 3600)
    assert not t.world.requests


def test_after_an_outage_nobody_is_judged_before_they_can_be_back() -> None:
    t = town()
    ask_for_gas(t)
    away_from = t.now
    t.now = away_from.plus(600_000)
    t.do(cmd.NoteReturn(away_from=away_from))
    assert not asked(t.wait(29))
    assert asked(t.wait(1))


def test_what_the_officer_need_not_hear_any_more_is_given_up() -> None:
    t = town()
    found = ask_for_gas(t)
    t.wait(600)
    (message,) = t.world.messages.values()
    assert needless(t.world, message) is None
    t.press(cmd.HelpAccept(request=found.id))
    assert needless(t.world, message) == "answered"
    t.press(cmd.IncidentClose(incident=t.incident().id))
    assert needless(t.world, message) == "incident_over"


def test_a_crew_that_is_sent_later_knows_who_was_asked_without_anybodys_words() -> None:
    t = town()
    ask_for_gas(t, note="三单元，示例张三报告")
    t.station("m2", 1)
    order = only(t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m2-1")), ev.AssignmentAssigned)
    (known,) = order.record.requests
    assert (known.kind, known.state, known.note) == ("gas", "asked", None)


# --- who else wants it ------------------------------------------------------------------------------------------------


def test_a_crew_that_wants_a_helper_has_it_asked_for_at_once_and_once() -> None:
    t = town()
    report = cmd.SceneReport(incident=t.incident().id, want=(Wanted(kind="gas"), Wanted(kind="engine")))
    phone = By(role="station", name="phone", station="m1")
    found = only(t.do(report, by=phone), ev.HelpRequested)
    assert (found.kind, found.reason) == ("gas", "m1-1 asks for reinforcement")
    assert not of_kind(t.do(report, by=phone), ev.HelpRequested)


def test_what_a_unit_of_the_district_can_do_is_asked_of_nobody_else() -> None:
    t = town(replace(WIDE, kind="water"))
    report = cmd.SceneReport(incident=t.incident().id, want=(Wanted(kind="water"),))
    t.engine("f1", 3, capabilities=("water",))
    assert not of_kind(t.press(report), ev.HelpRequested)
    assert t.going() == ["m1-1", "f1-1"]


def test_helpers_of_every_plan_that_applies_are_asked_each_once() -> None:
    """A worse gas leak has a plan of its grade; who shuts the gas is wanted all the same."""
    t = Town(replace(DEFAULT_SETTINGS, ladder=()))
    t.building("b", 0).station("m1", 0.2)
    t.do(cmd.ChangeRegistry(helpers=(WIDE,)))
    t.alarm(Place(building="b"), source="phone", kind="gas_leak")
    assert [each.kind for each in of_kind(t.record, ev.HelpRequested)] == ["gas"]
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=4))
    kinds = [each.kind for each in of_kind(t.record, ev.HelpRequested)]
    assert kinds[0] == "gas"
    assert sorted(kinds) == ["gas", "medical", "police"]


def test_a_fire_in_a_low_building_wants_nobody_whom_no_plan_of_its_kind_and_grade_names() -> None:
    t = Town(replace(DEFAULT_SETTINGS, ladder=()))
    t.building("b", 0, height_m=9.0).station("m1", 0.2)
    t.do(cmd.ChangeRegistry(helpers=(WIDE, LIFT)))
    t.alarm(Place(building="b"), source="phone", kind="report")
    assert not of_kind(t.record, ev.HelpRequested)


def test_a_fire_in_a_high_building_wants_a_lift_engineer() -> None:
    t = Town(replace(DEFAULT_SETTINGS, ladder=()))
    t.building("tower", 0, height_m=99.0, storeys=33).station("m1", 0.2)
    t.do(cmd.ChangeRegistry(helpers=(LIFT,)))
    t.alarm(Place(building="tower", floor=28), source="phone", kind="report")
    assert [each.kind for each in of_kind(t.record, ev.HelpRequested)] == ["lift"]

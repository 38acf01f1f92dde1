"""Help in reports: who was asked, who came, how long it took; and never an exercise among operations."""

from __future__ import annotations

from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.past.help_lines import help_lines
from dispatch.past.reports.incident import incident_report
from dispatch.past.reports.month import Month
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.page import incident_page, month_page
from dispatch.past.why.explain import explain
from dispatch.past.why.render_text import Speech, lines
from stations.helpers import Helper
from tests.unit.core.world_builder import Town, at, only
from tests.unit.reports.stories import HEAD, NASTY, own_events

GAS = Helper(id="g", kind="gas", name=NASTY, phones=("000-1",))
POWER = Helper(id="p", kind="power", name="示例供电", phones=("000-2",))


def story(*, exercise: bool = False) -> tuple[Town, str]:
    """Gas comes after 40 s and is there after 100 s; the power company refuses; nobody of the police is known."""
    town = Town(DEFAULT_SETTINGS).station("m1", 1)
    town.do(cmd.ChangeRegistry(helpers=(GAS, POWER)))
    incident = only(town.alarm(at(0), exercise=exercise), ev.IncidentOpened).incident
    kinds: tuple[Any, ...] = ("gas", "power", "police")
    for kind in kinds:
        town.press(cmd.RequestHelp(incident=incident, kind=kind))
    gas, power, _ = town.world.incidents[incident].requests
    town.press(cmd.HelpRefuse(request=power))
    town.wait(40)
    town.press(cmd.HelpAccept(request=gas))
    town.wait(60)
    town.press(cmd.HelpArrive(request=gas))
    town.press(cmd.IncidentClose(incident=incident))
    return town, incident


def test_a_line_for_each_request_says_who_came_and_when() -> None:
    town, incident = story()
    gas, power, police = help_lines(own_events(town.record, incident))
    assert (gas.name, gas.accepted_at, gas.en_route_at) == (NASTY, gas.requested_at + 40_000, None)
    assert gas.on_scene_at == gas.requested_at + 100_000
    assert (power.helper, power.refusals, power.unanswered) == (None, 1, "all_refused")
    assert (police.asks, police.unanswered) == (0, "nobody_known")


def test_the_incidents_page_and_its_account_name_them_in_both_languages_and_harmlessly() -> None:
    town, incident = story()
    events = own_events(town.record, incident)
    report = incident_report(events, incident, town.world, as_of=town.now, head=HEAD)
    for language, words in (
        ("zh", ("协同力量", "供气", "没有登记")),
        ("en", ("Helpers", "gas company", "all refused")),
    ):
        page = incident_page(report, language, names={})  # type: ignore[arg-type]  # a language each
        for word in words:
            assert word in page
        assert NASTY not in page
    told = "\n".join(lines(explain(events, incident), Speech("en")))
    assert "power company" in told
    assert "all refused" in told


def test_the_months_figures_count_who_came_and_how_soon_apart_from_exercises() -> None:
    book = MonthBook(Month.ever())
    for exercise in (False, True):
        town, _ = story(exercise=exercise)
        for event in town.record:
            book.enter(event)  # type: ignore[arg-type]  # what Town returns
        report = book.close(town.world, as_of=town.now, head=HEAD)
        section = report.exercises if exercise else report.operations
        power, gas = (next(each for each in section.helpers if each.kind == kind) for kind in ("power", "gas"))
        assert (gas.requests, gas.accepted, gas.arrived, gas.unanswered) == (1, 1, 1, 0)
        assert (gas.accept.p50_ms, gas.arrive.p50_ms) == (40_000, 100_000)
        assert (power.accepted, power.unanswered, power.refusals, power.accept.p50_ms) == (0, 1, 1, None)
        assert "gas company" in month_page(report, "en", names={})
        book = MonthBook(Month.ever())

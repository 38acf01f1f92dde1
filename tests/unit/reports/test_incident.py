"""The page of one incident: planned against actual, exact lateness, and everything that people wrote, harmless."""

from __future__ import annotations

import csv
import io
import re

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB
from dispatch.past.reports.drawing import MAP_HEIGHT, MAP_WIDTH, draw_chart, draw_map
from dispatch.past.reports.incident import OrderLine, incident_report
from dispatch.past.reports.page import incident_page
from dispatch.past.reports.tables import incident_csv
from dispatch.past.why.story import names_of
from dispatch.wire.vocabulary import Language
from tests.unit.core.world_builder import LAT, LON, Town, at, only
from tests.unit.reports.stories import HEAD, NASTY, Told, fire, own_events


@pytest.fixture(scope="module")
def told() -> Told:
    return fire()


def order(told: Told, unit: str) -> OrderLine:
    (found,) = (each for each in told.report().orders if each.unit == unit)
    return found


def page(told: Told, language: Language = "en") -> str:
    return incident_page(told.report(), language, names=names_of(told.town.world))


def test_each_milestone_is_planned_against_actual(told: Told) -> None:
    lines = {each.name: each for each in order(told, "a-1").milestones}
    arrival = lines["on_scene"]
    assert (arrival.planned_at, arrival.actual_at) == (
        told.report().opened_at + 12_000,
        told.report().opened_at + 60_250,
    )
    assert arrival.off_ms == 48_250
    assert (lines["delivered"].actual_at, lines["delivered"].off_ms) == (None, None), "nobody's phone said so"


def test_lateness_is_exact_to_the_millisecond(told: Told) -> None:
    promises = {each.name: each for each in order(told, "a-1").promises}
    assert (promises["respond"].outcome, promises["respond"].late_ms) == ("kept", 0)
    assert (promises["arrive"].outcome, promises["arrive"].late_ms) == ("late", 250)
    assert (promises["handle"].outcome, promises["handle"].late_ms) == ("late", 19_929)
    arrive = next(each for each in told.report().kept if each.name == "arrive")
    assert (arrive.kept, arrive.late, arrive.missed, arrive.worst_late_ms) == (0, 2, 0, 26_929)


def test_a_recalled_crew_broke_no_promise_that_had_time(told: Told) -> None:
    engine = order(told, "e-1")
    assert (engine.ending, engine.ending_reason) == ("recalled", "不需要")
    assert {each.name: each.outcome for each in engine.promises} == {"respond": "missed", "arrive": "lapsed"}


def test_without_its_opening_there_is_no_report(told: Told) -> None:
    with pytest.raises(NotFound):
        incident_report(told.events[2:], told.incident, told.town.world, as_of=told.town.now, head=HEAD)


def test_open_promises_are_judged_as_of_then() -> None:
    town = Town().building("b", 0.2).station("a", 0, building="b")
    incident = only(town.alarm(at(0.2, building="b")), ev.IncidentOpened).incident
    events = own_events(town.record, incident)
    for after_ms, outcome in ((60_000, "open"), (60_001, "missed")):
        as_of = Instant(town.now + after_ms)
        report = incident_report(events, incident, town.world, as_of=as_of, head=HEAD)
        assert {each.outcome for each in report.orders[0].promises if each.name == "arrive"} == {outcome}


def test_a_reopened_incident_is_open() -> None:
    told = fire()
    told.town.press(cmd.IncidentReopen(incident=told.incident))
    again = told._replace(events=own_events(told.town.record, told.incident)).report()
    assert (again.closed_at, again.close_reason) == (None, None)


def test_what_people_wrote_is_text_and_never_markup(told: Told) -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        html = page(told, language)
        assert NASTY not in html
        assert "&lt;script&gt;" in html
        assert "<script" not in html


def test_a_page_stands_alone(told: Told) -> None:
    html = page(told)
    assert not re.search(r"(src|href)\s*=|url\((?!#)|@import|https?:", html), "nothing is fetched"
    assert HEAD in html


@pytest.mark.parametrize(("language", "mark"), [("zh", "演练 · 非真实警情"), ("en", "EXERCISE · not a real incident")])
def test_an_exercise_cannot_be_mistaken(told: Told, language: Language, mark: str) -> None:
    exercise = page(fire(exercise=True), language)
    assert mark in exercise
    assert '<body class="exercise">' in exercise
    assert mark not in page(told, language)
    assert 'class="marked"' not in page(told, language)


def test_every_word_of_a_page_is_said_in_both_languages(told: Told) -> None:
    assert not re.search(
        r"[\u4e00-\u9fff]", re.sub(r"示例\S*|一三调度|不需要|一组|[一-龥]*站\S*", "", _text(page(told, "en")))
    )
    for english in ("planned", "missed", "Targets", "on scene"):
        assert english not in _text(page(told, "zh"))


def _text(html: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_the_table_has_a_row_for_each_milestone(told: Told) -> None:
    rows = list(csv.DictReader(io.StringIO(incident_csv(told.report()).decode("utf-8-sig"), newline="")))
    assert len(rows) == 3 * 7
    (arrival,) = (row for row in rows if row["unit"] == "b-1" and row["milestone"] == "on_scene")
    assert (arrival["target"], arrival["outcome"], arrival["late_ms"]) == ("arrive", "late", "26929")


def test_a_name_in_a_table_is_no_formula(told: Told) -> None:
    report = told.report()
    orders = tuple(replace(each, unit_name="=SUM(A1)") for each in report.orders)
    assert b",'=SUM(A1)," in incident_csv(replace(report, orders=orders))
    assert b",-" in incident_csv(report), "a negative number stays one"


def test_the_map_holds_everybody_and_the_chart_everything(told: Told) -> None:
    report = told.report()
    drawn = draw_map(report.markers)
    assert drawn is not None
    assert [each.marker.what for each in drawn.drawn][-1] == "incident", "the fire is on top"
    assert all(0 <= each.x <= MAP_WIDTH and 0 <= each.y <= MAP_HEIGHT for each in drawn.drawn)
    names = [(round(each.x), round(each.label_y)) for each in drawn.drawn]
    assert len(set(names)) == len(names)
    chart = draw_chart(report)
    assert chart is not None
    assert all(0 <= mark.x <= chart.width for row in chart.rows for mark in row.marks)
    assert draw_map(()) is None


def test_where_crews_said_they_were_is_drawn_until_the_end_and_nobody_else() -> None:
    told = fire()
    spots = [
        ev.UnitPosition(seq=1, at=told.town.now, by=HUB, unit=unit, lon=LON + step / 1000, lat=LAT)
        for unit in ("a-1", "nobody")
        for step in range(3)
    ]
    report = incident_report(
        told.events, told.incident, told.town.world, as_of=told.town.now, head=HEAD, positions=spots
    )
    assert [(each.unit, len(each.points)) for each in report.trails] == [("a-1", 3)]
    (seen,) = (each for each in report.markers if each.what == "unit")
    assert (seen.id, seen.lon, seen.at) == ("a-1", LON + 0.002, told.town.now)
    assert 'class="trail"' in incident_page(report, "zh", names={})

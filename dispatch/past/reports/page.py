"""Reports as one page of HTML that stands alone and prints to A4: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from dispatch.core import events as ev
from dispatch.core.instant import to_builtins
from dispatch.past.reports.drawing import Line, draw_chart, draw_map
from dispatch.past.reports.incident import IncidentReport
from dispatch.past.reports.month import MonthReport
from dispatch.past.reports.words import DASH, Wording
from dispatch.past.why.story import Story
from dispatch.wire.vocabulary import Language

IN_TIMELINE = (
    ev.AlarmRaised,
    ev.AlarmMerged,
    ev.AlarmSplit,
    ev.IncidentTaken,
    ev.IncidentUpdated,
    ev.IncidentConfirmed,
    ev.IncidentGraded,
    ev.IncidentHandOverOffered,
    ev.IncidentHandedOver,
    ev.SceneReported,
    ev.IncidentMerged,
    ev.IncidentOutcomeRecorded,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.IncidentHubAway,
    ev.IncidentErased,
    ev.DispatchShortfall,
    ev.AssignmentAssigned,
    ev.AssignmentOnScene,
    ev.AssignmentControlled,
    ev.AssignmentDeclined,
    ev.AssignmentRecalled,
    ev.AssignmentNoAnswer,
    ev.TargetMissed,
    ev.LadderClimbed,
)
"""The events that the page's account tells; the others are in its tables, or in ``onethree replay``."""


_FIRST_SHEET = ("acknowledged", "en_route", "on_scene", "controlled")
"""The milestones that the first sheet has a column for; the appendix has all of them, with what was planned."""

_IN_EVERY_FONT = str.maketrans("✗✘✓✔", "××√√")
"""What a terminal's font has and a printer's may not, by signs of GB 2312, which every Chinese font has."""

_BAD = (ev.TargetMissed, ev.AssignmentNoAnswer, ev.DispatchShortfall, ev.IncidentHubAway)


def incident_page(
    report: IncidentReport, language: Language, *, names: Mapping[str, str], roads: Iterable[Line] = ()
) -> str:
    """Return the page of one incident or exercise; ``names`` are of stations, units and buildings by their ids."""
    wording = Wording(language, ZoneInfo(report.timezone), names)
    return (
        _environment()
        .get_template("incident.html")
        .render(
            report=report,
            wording=wording,
            language=language,
            timeline=_timeline(report, language, names),
            map=draw_map(report.markers, roads, [each.points for each in report.trails]),
            chart=draw_chart(report),
            first_sheet=_FIRST_SHEET,
            targets=list(dict.fromkeys(each.name for order in report.orders for each in order.promises)),
            place=_place(report, wording),
            outcome=Story(language, names, report.timezone).outcome(to_builtins(report.outcome) or {}),
        )
    )


def month_page(report: MonthReport, language: Language, *, names: Mapping[str, str]) -> str:
    """Return the page of a district's month."""
    wording = Wording(language, ZoneInfo(report.timezone), names)
    return _environment().get_template("month.html").render(report=report, wording=wording, language=language)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dispatch.past.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["dash"] = DASH
    return environment


def _timeline(report: IncidentReport, language: Language, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the account's lines; what a rung found nobody for, or what was missing before already, is said once."""
    story = Story(language, names, report.timezone)
    lines: list[dict[str, Any]] = []
    missing: set[str] = set()
    for event in report.timeline:
        line = story.line(to_builtins(event)).translate(_IN_EVERY_FONT)
        in_vain = isinstance(event, ev.LadderClimbed) and event.outcome in ("nobody", "already_coming")
        if not isinstance(event, IN_TIMELINE) or in_vain or line in missing:
            continue
        bad = isinstance(event, _BAD)
        if isinstance(event, ev.DispatchShortfall):
            missing.add(line)
        lines.append({"at": event.at, "after_s": (event.at - report.opened_at) / 1000, "line": line, "bad": bad})
    return lines


def _place(report: IncidentReport, wording: Wording) -> str:
    place = report.place
    floor = "" if place.floor is None else f"{wording.word('floor')} {place.floor}"
    spot = f"{place.lon:.5f}, {place.lat:.5f}" if place.lon is not None and place.lat is not None else ""
    parts = (report.place_name or place.building or "", floor, place.text or "", spot)
    return " · ".join(part for part in parts if part) or DASH

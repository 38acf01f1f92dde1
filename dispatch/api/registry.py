"""The registry over HTTP: gaps against the norms, equipment that falls due, tables in with a dry run.

What is read is the district folder as it stands now, not what the hub started with: a clerk who imports a table sees
at once what it changed. The hub's own rules take a changed folder over at its next start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web

from dispatch.api import query
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.api.bodies import read_body
from dispatch.core.errors import Refused, Unusable, WrongState
from dispatch.core.instant import to_builtins
from dispatch.hub import Hub
from dispatch.intake.fields.floors import read_floor
from dispatch.intake.import_json import IMPORT_BYTES, ImportIn, read_import
from dispatch.problems import TooLarge
from stations.chinese import in_chinese
from stations.district import read_district
from stations.equipment import Due, due, undated
from stations.norms.gaps import as_data, find_gaps
from stations.norms.model import Norms
from stations.norms.reading import read_norms
from stations.points.importing import Way, as_tables
from stations.problems import DistrictError, Problem, StationsError
from stations.registry import importing
from stations.registry.changes import TableChanges

WITHIN_DAYS = 30
WITHIN_AT_MOST_DAYS = 36_500
SHOWN = 200
"""So many changed rows of a table are told, and as many of those that go; the counts are of all."""

PROBLEMS_TOLD = 500
"""So many problems are told: a page that listed one for each of 40,000 rows would stand still."""

Read = TypeVar("Read")


class RegistryApi:
    """The registry of one hub's district."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/registry/gaps", self.get_gaps),
            web.get("/api/v1/registry/due", self.get_due),
            web.post("/api/v1/registry/imports", self.post_import),
        ]

    async def get_gaps(self, request: web.Request) -> web.Response:
        """Hold each station against the norms, by rule and source; a station itself alone."""
        token, today = token_of(request), self._today()
        return json_answer(await self._read(lambda: gaps(self._hub.folder, today, token.station)))

    async def get_due(self, request: web.Request) -> web.Response:
        """List equipment that is overdue or falls due within so many days; a station its own."""
        token, today = token_of(request), self._today()
        within = query.int_param(request, "within", WITHIN_DAYS)
        if within > WITHIN_AT_MOST_DAYS:
            raise Unusable(f"within is at most {WITHIN_AT_MOST_DAYS} days")
        return json_answer(await self._read(lambda: falling_due(self._hub.folder, today, token.station, within)))

    async def post_import(self, request: web.Request) -> web.Response:
        """Say what tables would change, and change it where that is asked for."""
        try:
            body = await read_body(request, IMPORT_BYTES)
        except web.HTTPRequestEntityTooLarge as error:
            raise TooLarge(
                f"these tables are larger than {IMPORT_BYTES >> 20} MiB as they are sent (a third more than the files "
                "are long); send fewer at a time, or a table in parts: rows that a file does not mention stay"
            ) from error
        wanted = read_import(body)
        return json_answer(await self._read(lambda: bring_in(self._hub.folder, wanted)))

    def _today(self) -> date:
        return self._hub.clock.now().in_zone(ZoneInfo(self._hub.timezone)).date()

    async def _read(self, how: Callable[[], Read]) -> Read:
        async with self._one_at_a_time:
            try:
                return await asyncio.to_thread(how)
            except StationsError as error:
                raise _refusal(error) from error
            except OSError as error:
                raise WrongState(
                    f"the district's folder cannot be read or written ({error.strerror}); nothing was imported; "
                    "see that the hub's user may write there and that the disk has room"
                ) from error


def gaps(folder: Path, on: date, station: str | None) -> dict[str, Any]:
    """Return every requirement with its verdict on a day, of one station where one is named."""
    district, norms = read_district(folder), read_norms(folder)
    found = find_gaps(district, norms, on=on)
    shown = [as_data(each) for each in found if station in (None, each.station)]
    return {"on": on.isoformat(), "norms": norms.base, "findings": shown}


def falling_due(folder: Path, on: date, station: str | None, within_days: int) -> dict[str, Any]:
    """Return what is overdue or falls due; ``known`` is False where nobody wrote down the equipment."""
    district, norms = read_district(folder), read_norms(folder)
    equipment = district.registry.equipment
    own = [each for each in equipment or () if station in (None, each.station)]
    return {
        "on": on.isoformat(),
        "within_days": within_days,
        "known": equipment is not None,
        "undated": len(undated(own, norms)),
        "due": [_due(each, norms, on) for each in due(own, norms, on, within_days=within_days)],
    }


def bring_in(folder: Path, wanted: ImportIn) -> dict[str, Any]:
    """Plan an import, and carry it out where it is meant and possible; say what was wrong and what changes."""
    given_files = [importing.Incoming(table.name, table.given) for table in wanted.files]
    way = Way(replace=not wanted.partial)
    files, of_lists = as_tables(folder, given_files, lambda words: read_floor(words).value, way)
    plan = importing.plan_import(folder, files, datum=wanted.datum, partial=wanted.partial)
    plan = plan._replace(problems=(*of_lists, *plan.problems))
    confirmed = wanted.removing == plan.removed
    written = plan.is_possible and confirmed and not wanted.dry_run
    if written:
        importing.carry_out(plan, removing=wanted.removing)
    given = {change.schema.file for change in plan.changes} | {table.name for table in wanted.files}
    found = sorted(plan.problems, key=lambda each: (each.file not in given, each.severity != "error"))
    problems = found[:PROBLEMS_TOLD]
    if (more := len(found) - len(problems)) > 0:
        message = f"{more} further problems are not listed; put these right first"
        problems.append(Problem(file=problems[-1].file, line=None, field="", message=message))
    if plan.is_possible and not confirmed and not wanted.dry_run:
        problems.insert(0, importing.not_confirmed(plan))
    return {
        "possible": plan.is_possible,
        "written": written,
        "removed": plan.removed,
        "problems": [_problem(each) | {"own": each.file in given} for each in problems],
        "tables": [_changes(each) for each in plan.changes],
    }


def _problem(found: Problem) -> dict[str, Any]:
    place = {"file": found.file, "line": found.line, "severity": found.severity}
    return {**place, "en": str(found), "zh": in_chinese(found)}


def _changes(table: TableChanges) -> dict[str, Any]:
    gone = [row.key for row in table.changes if row.what == "removed"]
    rows = [
        {"what": row.what, "key": row.key, "fields": [each._asdict() for each in row.fields]}
        for row in [row for row in table.changes if row.what != "removed"][:SHOWN]
    ]
    counts = {what: table.count(what) for what in ("added", "changed", "removed")}
    return {
        "file": table.schema.file,
        "zh": table.schema.zh,
        "same": table.same,
        **counts,
        "rows": rows,
        "gone": gone[:SHOWN],
    }


def _due(found: Due, norms: Norms, on: date) -> dict[str, Any]:
    kind = norms.kind_of(found.kind)
    names = {"zh": kind.zh if kind else found.kind, "en": kind.en if kind else found.kind}
    return {**to_builtins(found), **names, "days": (found.by - on).days}


def _refusal(error: StationsError) -> Refused:
    if isinstance(error, DistrictError):
        return Unusable(str(error))
    return WrongState(str(error))

"""Answers questions about the whole record from an `Archive`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import orjson
from msgspec.structs import replace

from dispatch.core.errors import NotFound
from dispatch.core.instant import Instant, to_builtins
from dispatch.core.state import encode_state, to_state
from dispatch.core.world import World
from dispatch.log.signed_head import format_head
from dispatch.past import questions as ask
from dispatch.past.archive import Archive
from dispatch.past.before import encode_pasts
from dispatch.past.catalogue import CatalogueEntry
from dispatch.past.drills.facts import DrillFacts
from dispatch.past.drills.ledger import ledger
from dispatch.past.drills.reading import kinds_of
from dispatch.past.reports.alarm_reading import read_alarms, read_shift
from dispatch.past.reports.files import month_document
from dispatch.past.reports.month import Month
from dispatch.past.reports.posts import checks_by_shift
from dispatch.past.reports.reading import plan_of, proof_of, reaches, report_of, training_today
from dispatch.past.reports.signal_reading import read_signals
from dispatch.past.reports.tables import alarms_csv, samples_csv, times_csv
from dispatch.past.why.story import names_of
from dispatch.stream.views import seen_by
from dispatch.writer import snapshots
from stations.training.calendar import Calendar


@dataclass(frozen=True)
class Desk:
    """An archive, and the duties of its district."""

    archive: Archive
    calendar: Calendar

    async def answer(self, question: ask.AnyQuestion, as_of: Instant) -> ask.Answered:
        """Answer a question; the archive was read on to where it is asked. Raises `Refused` or `LogError`."""
        match question:
            case ask.ReadOn():
                await self._open_newest_books(as_of)
                return ask.Answered(b"")
            case ask.Checks():
                return _json({"checks": self._checks(question.station)})
            case ask.JointLedger():
                return await self._ledger()
            case ask.Training():
                return _json(to_builtins(training_today(self.calendar, self._drills, self._world, as_of=as_of)))
            case ask.Plan():
                plan = plan_of(self.calendar, self._drills, self._world, self._month(question.month), as_of=as_of)
                return _json(to_builtins(plan) | {"proven": plan.proven})
            case ask.MonthFigures():
                return await self._figures(question, as_of)
            case ask.Samples() | ask.DeskLoad() | ask.Times():
                return await self._table(question)
            case ask.Episodes():
                return self._episodes(question)
            case ask.OneEpisode():
                return self._episode(question.id)
            case ask.PastOf():
                pasts = self.archive.premises.of(question.keys, Instant(question.since))
                return ask.Answered(encode_pasts(pasts))
            case ask.StateAt() | ask.WorldAt():
                return await self._as_it_was(question)

    async def _as_it_was(self, question: ask.StateAt | ask.WorldAt) -> ask.Answered:
        world = await self.archive.world_at(question.seq)
        if isinstance(question, ask.WorldAt):
            return ask.Answered(snapshots.encode(world))
        return ask.Answered(encode_state(to_state(seen_by(world, question.view))))

    async def _table(self, question: ask.Samples | ask.DeskLoad | ask.Times) -> ask.Answered:
        if isinstance(question, ask.Samples):
            book = await self.archive.book_of(self._month(question.month))
            return ask.Answered(samples_csv(book.samples()), "text/csv")
        if isinstance(question, ask.Times):
            return await self._times(question)
        return await self._desk_load(question)

    async def _desk_load(self, question: ask.DeskLoad) -> ask.Answered:
        log, until = self.archive.log, Instant(question.until)
        if question.from_at is None:
            book = await read_shift(log, self._world, until)
        else:
            book = await read_alarms(log, self._world, Instant(question.from_at), until)
        if question.form == "csv":
            return ask.Answered(alarms_csv(book.signals), "text/csv")
        return ask.Answered(orjson.dumps(to_builtins(book.load(self._world, until))))

    async def _times(self, question: ask.Times) -> ask.Answered:
        book = await read_signals(self.archive.log, self._world, Instant(question.from_at), Instant(question.until))
        if question.form == "csv":
            return ask.Answered(times_csv(book.timed), "text/csv")
        return _json(to_builtins(book.result(self._world)))

    @property
    def _world(self) -> World:
        return self.archive.world

    @property
    def _drills(self) -> tuple[DrillFacts, ...]:
        return self.archive.drills

    async def _open_newest_books(self, as_of: Instant) -> None:
        """Read the months that are asked for most, this one and the last, before anybody asks."""
        today = as_of.in_zone(ZoneInfo(self._world.settings.timezone)).date()
        for day in (today.replace(day=1) - timedelta(days=1), today):
            await self.archive.book_of(self._month(f"{day:%Y-%m}"))

    def _month(self, name: str) -> Month:
        return Month.read(name, self._world.settings.timezone)

    def _checks(self, station: str | None) -> list[dict[str, object]]:
        found = checks_by_shift(self.archive.checks)
        return [{**to_builtins(each), "share": each.share} for each in found if station in (None, each.station)]

    async def _ledger(self) -> ask.Answered:
        head = format_head(self.archive.log.head)
        return _json(to_builtins(ledger(self._drills, kinds_of(self._world), await self.archive.heads(), head)))

    async def _figures(self, question: ask.MonthFigures, as_of: Instant) -> ask.Answered:
        log = self.archive.log
        month = self._month(question.month)
        earlier = month.year_before(self._world.settings.timezone)
        before = None
        if earlier is not None and await reaches(log, earlier):
            before = (await self.archive.book_of(earlier)).result()
        book = await self.archive.book_of(month)
        report = report_of(
            book,
            self._world,
            as_of=as_of,
            head=log.head,
            calendar=self.calendar,
            drills=self._drills,
            year_before=before,
        )
        proven = replace(report, proof=proof_of(log, log.head))
        made = month_document(proven, question.form, question.language, names=names_of(self._world))
        return ask.Answered(made.content, made.media_type)

    def _episodes(self, question: ask.Episodes) -> ask.Answered:
        names = {key: each.name for key, each in self._world.buildings.items()}
        found = self.archive.catalogue.search(question.text, question.day, ZoneInfo(question.zone), names)
        before = (each for each in found if not question.before or each.first_seq < question.before)
        listed = list(islice(before, question.limit + 1))
        more = listed[question.limit - 1].first_seq if len(listed) > question.limit else None
        return _json({"episodes": [self._told(each) for each in listed[: question.limit]], "next": more})

    def _episode(self, key: str) -> ask.Answered:
        found = self.archive.catalogue.find(key)
        if found is None:
            raise NotFound(f"there is no incident or drill {key} in the record; GET /api/v1/episodes lists them")
        return _json(self._told(found))

    def _told(self, entry: CatalogueEntry) -> dict[str, object]:
        building = self._world.buildings.get(entry.place.building or "")
        return {**to_builtins(entry), "building_name": building.name if building is not None else None}


def _json(value: object) -> ask.Answered:
    return ask.Answered(orjson.dumps(value))

"""What the archive answers, read on in steps, is what reading the whole record anew finds: for a recorded day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from dispatch.core.events import AnyEvent, decode
from dispatch.core.instant import Instant, to_builtins
from dispatch.core.state import encode_state, of_console, to_state
from dispatch.log.base import Head, Log
from dispatch.log.open import open_log
from dispatch.log.readable import Confirmed
from dispatch.past import questions as ask
from dispatch.past.answering import Desk
from dispatch.past.archive import Archive
from dispatch.past.catalogue import Catalogue
from dispatch.past.drills.reading import kinds_of, read_ledger
from dispatch.past.history import History
from dispatch.past.reports.files import month_document
from dispatch.past.reports.month import Month
from dispatch.past.reports.reading import read_checks, read_month, read_plan, read_samples, read_training
from dispatch.past.reports.tables import samples_csv
from dispatch.past.why.story import names_of
from dispatch.simulation.day import Day
from dispatch.stream.views import View
from dispatch.writer import snapshots
from stations.training.calendar import Calendar
from stations.training.reading import read_training as read_duties
from tests.recorded_day import keep

SEED = 6
CONSOLE = View("console")


@pytest.fixture(scope="module")
def record() -> list[AnyEvent]:
    day = Day(SEED, hours=0.7)
    day.run()
    return list(day.record)  # type: ignore[arg-type] # a record holds what can be stored


async def test_every_answer_is_that_of_a_reading_from_the_first_event(record: list[AnyEvent], tmp_path: Path) -> None:
    calendar = Calendar(read_duties(tmp_path), ())
    async with open_log(await keep(record, tmp_path / "data")) as log:
        read_on = Confirmed(log)
        desk = Desk(Archive(read_on), calendar)
        for seq in (len(record) // 3, len(record) // 3 + 1, 2 * len(record) // 3, len(record)):
            read_on.head = await head_at(log, seq)
            await desk.archive.read_on()
            await hold(desk, log, read_on.head, calendar)


async def hold(desk: Desk, log: Log, head: Head, calendar: Calendar) -> None:
    anew = Confirmed(log)
    anew.head = head
    world = await History(anew).at(head.seq)
    as_of = Instant(world.at + 60_000)

    async def answer(question: ask.AnyQuestion) -> bytes:
        return (await desk.answer(question, as_of)).body

    assert await answer(ask.ReadOn()) == b"", "it opens the newest months' books, which changes no answer"
    checks = [{**to_builtins(each), "share": each.share} for each in await read_checks(anew)]
    assert orjson.loads(await answer(ask.Checks(None))) == {"checks": plain(checks)}
    assert checks, f"seed {SEED}: nothing to compare"
    assert orjson.loads(await answer(ask.JointLedger())) == plain(to_builtins(await read_ledger(anew, kinds_of(world))))
    owed = await read_training(anew, calendar, world, as_of=as_of)
    assert orjson.loads(await answer(ask.Training())) == plain(to_builtins(owed))
    for name in ("2026-06", "2026-07"):
        month = Month.read(name, world.settings.timezone)
        report = replace(await read_month(anew, month, world, as_of=as_of, calendar=calendar), proof=None)
        expected = month_document(report, "json", "zh", names=names_of(world)).content
        found = orjson.loads(await answer(ask.MonthFigures(name, "json", "zh")))
        assert {**found, "proof": None} == orjson.loads(expected)
        samples = samples_csv(await read_samples(anew, month, world.restated))
        assert await answer(ask.Samples(name)) == samples
        plan = await read_plan(anew, calendar, world, month, as_of=as_of)
        assert orjson.loads(await answer(ask.Plan(name))) == plain(to_builtins(plan) | {"proven": plan.proven})
    catalogue = Catalogue(anew)
    await catalogue.read_on()
    listed = orjson.loads(await answer(ask.Episodes("", None, "Asia/Shanghai", 0, 1000)))["episodes"]
    assert len(listed) > 3
    for told in listed:
        assert told == plain(to_builtins(catalogue.find(told["id"]))) | {"building_name": told["building_name"]}
    for seq in (0, head.seq // 2, head.seq):
        then = await History(anew).at(seq)
        assert await answer(ask.StateAt(seq, CONSOLE)) == encode_state(to_state(of_console(then)))
        assert snapshots.decode_world(await answer(ask.WorldAt(seq))) == then


async def head_at(log: Log, seq: int) -> Head:
    (stored,) = await log.read(seq - 1, 1)
    assert decode(stored.body).seq == seq
    return Head(seq, stored.hash)


def plain(value: object) -> Any:
    """As JSON tells it."""
    return orjson.loads(orjson.dumps(value))

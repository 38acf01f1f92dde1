"""A record that the first version wrote opens, folds to the same World, replays, explains and verifies.

``record-v1.db.xz`` is an evening of the simulator (示例, synthetic) with every type of event that there was, written by
commit ad87fc1; ``record-v1.snapshot.xz`` is the World as that commit held it near the end, with 69 incidents and drills
going on. Neither is ever changed.
"""

from __future__ import annotations

import lzma
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from dispatch.core import events as ev
from dispatch.core.errors import WrongState
from dispatch.core.events import decode
from dispatch.core.evolve import fold
from dispatch.core.vocabulary import HUB
from dispatch.erasure import Eraser
from dispatch.log.base import Head, Log
from dispatch.log.open import open_log
from dispatch.log.verify import Finding, verify
from dispatch.past.history import History
from dispatch.past.why.explain import explain
from dispatch.writer import snapshots
from dispatch.writer.processor import CommandProcessor

DATA = Path(__file__).parents[1] / "data"
HEAD = Head(25598, bytes.fromhex("ad476802c076d2601064a1f8c53132f0a96436751e4143389ceb678596919cb6"))
BUSY = 24_250
"""The event at which the snapshot stands."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    (folder / "record.db").write_bytes(lzma.decompress((DATA / "record-v1.db.xz").read_bytes()))
    return folder


@pytest.fixture
async def log(folder: Path) -> AsyncIterator[Log]:
    async with open_log(folder, create=False) as log:
        yield log


@pytest.fixture(scope="module")
def snapshot() -> bytes:
    return lzma.decompress((DATA / "record-v1.snapshot.xz").read_bytes())


async def test_it_verifies_up_to_the_head_that_was_written_down(log: Log) -> None:
    report = await verify(log, HEAD)
    assert (report.finding, report.head) == (Finding.INTACT, HEAD)


async def test_it_folds_to_the_world_that_the_first_version_held(log: Log, snapshot: bytes) -> None:
    folded = fold(decode(stored.body) for stored in await log.read(0, BUSY))
    assert folded.seq == BUSY
    assert _differences(_whole(snapshot), _whole(snapshots.encode(folded))) == []


def test_the_first_version_s_snapshot_is_still_read(snapshot: bytes) -> None:
    world = snapshots.decode_world(snapshot)
    assert (world.seq, len(world.incidents)) == (BUSY, 209)


async def test_every_fifteenth_incident_of_it_is_explained(log: Log) -> None:
    events = [decode(stored.body) for stored in await log.read(0, HEAD.seq)]
    opened = [event for event in events if isinstance(event, ev.IncidentOpened)]
    assert len(opened) > 150
    for each in opened[::15]:
        told = explain(events, each.incident or "")
        assert told.alarms, each.number
        assert told.choices or each.test, each.number


async def test_its_state_at_any_event_can_be_read(log: Log) -> None:
    history = History(log)
    for seq in (1, 12_345, HEAD.seq):
        assert (await history.at(seq)).seq == seq


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_replayed_and_verified_from_the_command_line(folder: Path, lang: str) -> None:
    number = "06-0007"
    told = CliRunner().invoke(build(), ["replay", str(folder), number, "--lang", lang])
    assert told.exit_code == 0, told.output
    assert len(told.output.splitlines()) > 10
    checked = CliRunner().invoke(build(), ["verify", str(folder), "--head", f"{HEAD.seq}:{HEAD.hash.hex()}"])
    assert (checked.exit_code, checked.stdout.split(":")[0]) == (0, "intact")


def _whole(snapshot: bytes) -> dict[str, Any]:
    """Return a snapshot's pieces put together, however they were cut."""
    whole: dict[str, Any] = {}
    for line in snapshot.split(b"\n")[1:]:
        for key, part in msgspec.json.decode(line).items():
            if isinstance(part, list):
                whole.setdefault(key, []).extend(part)
            elif isinstance(part, dict):
                whole.setdefault(key, {}).update(part)
            else:
                whole[key] = part
    return whole


def _differences(old: Any, new: Any, at: str = "") -> list[str]:
    """Return where what the first version knew is not so any more; what it did not know yet may be there."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [found for key in old for found in _differences(old[key], new.get(key), f"{at}.{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [found for number, (one, other) in pairs for found in _differences(one, other, f"{at}[{number}]")]
    return [] if old == new else [f"{at}: {old!r} was, {new!r} is"]


async def test_m9_its_words_are_in_clear_and_nobody_is_told_that_they_were_erased(log: Log) -> None:
    noted = next(
        event for each in await log.read(0, HEAD.seq) if isinstance(event := decode(each.body), ev.IncidentNoted)
    )
    eraser = Eraser(log, cast("CommandProcessor", None), lambda: None)
    with pytest.raises(WrongState, match=r"^[1-9][0-9]* events of .* in clear"):
        await eraser.erase(noted.incident, "synthetic", HUB)
    assert log.head == HEAD

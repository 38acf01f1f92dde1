"""What the hub answers in fixed plays, to the byte: its events are held against digests that are kept.

The plays ask for nothing that is measured or drawn anew: virtual time, travel times at once, seeds. Where units are
shared among incidents, one decision changes all that follows it; so each play is kept with sharing, and without any.
``ONETHREE_KEEP_ANSWERS=1`` before the tests of answers keeps what is answered now: for a change that means other ones.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.errors import Refused
from dispatch.core.events import Event, encode
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import HUB
from dispatch.simulation import day
from dispatch.simulation.day import Day
from dispatch.simulation.district import EVERYTHING, synthetic_district
from dispatch.simulation.travel import StraightLines
from dispatch.writer.schedule import Schedule
from routing.collector import collector_at_rest
from stations.model import DistrictSettings, TravelMode
from tests.unit.core.any_command import NO_ROAD, PEOPLE, any_command, little_district

KEPT = Path(__file__).parent / "data" / "answers.json"

NEVER_WORTH_IT_S = 10**6
"""Nothing wins as much: with this gain no unit is ever shared."""


class Kept(msgspec.Struct, frozen=True):
    """How many events a play brought about, and the SHA-256 of their bytes as stored, each with a line feed."""

    events: int
    sha256: str


Play = Callable[[bool], Iterable[Event]]
"""Given whether units are shared, returns the record."""


def digest(record: Iterable[Event]) -> Kept:
    """Return what is kept of a record."""
    bodies = [encode(event) for event in record]
    return Kept(len(bodies), sha256(b"".join(body + b"\n" for body in bodies)).hexdigest())


def answers() -> dict[str, Kept]:
    """Return what was kept."""
    return msgspec.json.decode(KEPT.read_bytes(), type=dict[str, Kept])


def hold(name: str, record: Iterable[Event]) -> None:
    """Hold a play's record against what is kept of it; keep it instead, where that is asked for."""
    found = digest(record)
    if os.environ.get("ONETHREE_KEEP_ANSWERS") == "1":
        keep({name: found})
    assert found == answers()[name], f"{name}: the hub answers otherwise than the commit that kept its answers"


def settled(settings: DistrictSettings, *, shared: bool) -> DistrictSettings:
    """Return settings under which units are shared, or never."""
    return settings if shared else replace(settings, sharing=replace(settings.sharing, divert_gain_s=NEVER_WORTH_IT_S))


def evening(seed: int, hours: float, per_hour: float, shared: bool) -> list[Event]:
    """Play an evening of the simulator, crashes and all, in which no search takes a worker thread."""
    settings = settled(EVERYTHING, shared=shared)
    with pytest.MonkeyPatch.context() as patch, collector_at_rest():
        patch.setattr(StraightLines, "find", _at_once)
        patch.setattr(day, "synthetic_district", partial(synthetic_district, settings=settings))
        played = Day(seed, hours=hours, per_hour=per_hour)
        outcome = played.run()
    assert outcome.crashes, f"seed {seed} has no crash"
    return played.record


def _at_once(self: StraightLines, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach:
    """Answer without drawing whether it is slow: how often is asked must not change what is drawn next."""
    del at_ms
    return Reach() if query.closing is not None else self._answer(query, wanted)


def commands_of_every_type(seed: int, length: int, shared: bool) -> list[Event]:
    """Let anybody ask for anything in a little district, and let what falls due act."""
    rng, town = random.Random(seed), little_district()
    town.no_road = set(NO_ROAD[0])
    town.do(cmd.ChangeRegistry(settings=settled(town.world.settings, shared=shared)))
    schedule = Schedule(town.world)

    def ask(command: cmd.Command) -> None:
        hubs_own = str(command.__struct_config__.tag).startswith("hub.")
        if isinstance(command, cmd.ChangeRegistry) and command.settings is not None:
            command = replace(command, settings=settled(command.settings, shared=shared))
        try:
            events = town.do(command, by=HUB if hubs_own else rng.choice(PEOPLE))
        except Refused:
            return
        schedule.follow(town.world, events)

    for _ in range(length):
        if rng.random() < 0.2:
            until = town.now.plus(round(rng.choice((500, 3_000, 17_000, 61_000))))
            while (due := schedule.first()) is not None and due.due_at <= until:
                town.now = max(town.now, due.due_at)
                ask(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at))
            town.now = until
        else:
            ask(any_command(town.world, rng))
    return town.record


PLAYS: dict[str, Play] = {
    "evening 5": lambda shared: evening(5, 0.5, 45, shared),
    **{f"commands {seed}": partial(commands_of_every_type, seed, 300) for seed in range(8)},
}


def name_of(play: str, *, shared: bool) -> str:
    """Return the name under which a play's digest is kept."""
    return play if shared else f"{play}, nothing shared"


def keep(found: dict[str, Kept]) -> None:
    """Keep these digests, beside what is kept of other plays."""
    kept = dict(sorted(((answers() if KEPT.exists() else {}) | found).items()))
    KEPT.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")

"""A snapshot is encoded in slices, between which the interpreter is the event loop's alone."""

from __future__ import annotations

from threading import Event, Thread

from dispatch.core import commands as cmd
from dispatch.core.decide import decide
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB
from dispatch.core.world import World
from dispatch.writer.snapshots import PIECE_BYTES, decode_world, encode
from stations.model import Station
from tests.hub import PATIENCE_S


def a_town(stations: int) -> World:
    rows = tuple(Station(id=f"s{n}", name=f"示例{n}", kind="micro_unit", lon=106.5, lat=29.5) for n in range(stations))
    return decide(World(), cmd.ChangeRegistry(stations=rows), now=Instant(0), by=HUB).world


def test_no_slice_is_longer_than_a_piece_and_one_entry_and_all_of_them_are_the_world() -> None:
    world = a_town(2_000)
    data = encode(world)
    slices = data.split(b"\n")[1:]
    assert len(slices) > 5
    assert max(map(len, slices)) < PIECE_BYTES + 1_024
    assert decode_world(data) == world
    assert encode(world, pause_s=0.0001) == data


def test_others_run_between_the_slices() -> None:
    world, ended = a_town(2_000), Event()

    def work() -> None:
        encode(world, pause_s=0.001)
        ended.set()

    thread = Thread(target=work)
    thread.start()
    turns = 0
    while not ended.wait(0.0001):
        turns += 1
    thread.join(PATIENCE_S)
    assert turns > 5, "once in each pause"

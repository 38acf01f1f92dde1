"""The World as a value: the same whole, in pieces and after a restart; a view shows what is its own and no more."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.instant import encode_hook
from dispatch.core.state import (
    LISTS,
    MAPS,
    encode_state,
    join,
    of_incident,
    of_station,
    pieces,
    slices,
    to_state,
    to_world,
)
from dispatch.core.vocabulary import ClosureArea
from dispatch.core.world import World
from dispatch.stream.kept_entries import KeptEntries
from dispatch.writer import snapshots
from stations.channels import Channel
from tests.unit.core.world_builder import Town, at


def busy() -> Town:
    t = Town().station("m1", 1, zone="z").station("m2", 2).engine("f1", 3).station("far", 30).building("tower", 0)
    t.alarm(at(0, building="tower"), device="d1")
    t.alarm(at(28), device="d2", exercise=True)
    t.press(cmd.RoadClose(area=ClosureArea(way="1")))
    t.press(cmd.DutyOff(unit="far-1"))
    t.press(cmd.UnitReportPosition(unit="m2-1", lon=106.5, lat=29.5))
    t.press(cmd.AddNote(incident=min(t.world.incidents), text="示例"))
    t.wait(70)
    return t


def test_a_state_gives_its_world_back_with_every_index() -> None:
    world = busy().world
    assert to_world(to_state(world)) == world


@pytest.mark.parametrize("size", [1, 300, 4000, 10**9])
def test_pieces_of_any_size_join_to_the_whole(size: int) -> None:
    world = busy().world
    encode = msgspec.json.Encoder(enc_hook=encode_hook).encode
    parts = [encode(part) for part in pieces(world, size=size)]
    assert join(parts) == to_state(world)
    assert len(parts) == 1 or size < 10**9


@pytest.mark.parametrize("size", [1, 300, 4000, 10**9])
def test_slices_of_any_size_are_the_text_of_the_whole(size: int) -> None:
    world, kept = busy().world, KeptEntries()
    whole = encode_state(to_state(world))
    assert b"".join(slices(world, size=size)) == whole
    for _ in range(2):
        assert b"".join(slices(world, size=size, entries=kept)) == whole, "kept or made, the text is the same"
    assert b"".join(slices(World(), size=size, entries=kept)) == encode_state(to_state(World()))


def test_only_what_changed_is_encoded_again() -> None:
    t, kept = busy(), KeptEntries()
    before = {name: list(kept(t.world, name)) for name in (*LISTS, *MAPS)}
    t.press(cmd.AddNote(incident=min(t.world.incidents), text="示例 2"))
    after = {name: list(kept(t.world, name)) for name in (*LISTS, *MAPS)}
    new = {name: sum(text not in map(id, before[name]) for text in map(id, after[name])) for name in after}
    assert {name: count for name, count in new.items() if count} == {"incidents": 1}
    assert b"".join(slices(t.world, size=300, entries=kept)) == encode_state(to_state(t.world))


def test_a_text_that_was_begun_before_words_were_erased_is_not_kept() -> None:
    world, kept = busy().world, KeptEntries()
    walk = kept(world, "incidents")
    first = next(walk)
    kept.forget()
    assert list(walk)
    assert next(kept(world, "incidents")) == first
    assert next(kept(world, "incidents")) is not first


def test_a_snapshot_is_the_world() -> None:
    world = busy().world
    assert snapshots.decode_world(snapshots.encode(world)) == world


def test_a_snapshot_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="another version"):
        snapshots.decode_world(b"onethree-state-0\n{}")


def test_an_older_world_stays_what_it_was() -> None:
    t = busy()
    before, kept = t.world, to_state(t.world)
    t.alarm(at(10), device="d3")
    t.wait(3600)
    assert t.world.seq > before.seq
    assert to_state(before) == kept


def test_a_station_sees_itself_and_the_incidents_it_is_ordered_to() -> None:
    t = busy()
    own = of_station(t.world, "m1")
    incident = t.world.incidents[t.order("m1-1").incident]
    assert set(own.stations) == {"m1"}
    assert set(own.units) == {"m1-1"}
    assert set(own.incidents) == {incident.id}
    assert set(own.assignments) == set(incident.assignments)
    assert set(own.closures) == set(t.world.closures)


def test_a_station_sees_no_gateway_whose_address_may_hold_a_password() -> None:
    t = busy()
    gateway = Channel(name="sms", url="http://127.0.0.1/?key=示例")
    world = replace(t.world, settings=replace(t.world.settings, channels=(gateway,)))
    assert of_station(world, "m1").settings == t.world.settings
    assert to_state(world).settings.channels == (gateway,), "the centre sees it"


def test_a_station_without_an_order_sees_no_incident() -> None:
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3).station("far", 30)
    t.alarm(at(0))
    assert not of_station(t.world, "far").incidents


def test_an_incidents_view_is_the_incident_alone() -> None:
    t = busy()
    key = t.order("m1-1").incident
    assert set(of_incident(t.world, key).incidents) == {key}
    assert not of_incident(t.world, "ghost").incidents

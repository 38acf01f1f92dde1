"""The desk's hand-over: offered by one dispatcher, over when the next one accepts."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.vocabulary import By, Place
from tests.unit.core.any_command import little_district
from tests.unit.core.world_builder import Town, of_kind, only

WANG, LI = By(role="dispatcher", name="王示例"), By(role="dispatcher", name="李示例")


def with_a_fire() -> Town:
    """A district with one open incident that 王示例 has in hand."""
    town = little_district()
    town.press(cmd.AlarmRaise(source="phone", kind="report", place=Place(building="tower", floor=3), trapped=1))
    town.do(cmd.IncidentTake(incident=next(iter(town.world.incidents))), by=WANG)
    return town


def test_an_offer_tells_what_stands_open_and_ends_when_the_next_accepts() -> None:
    town = with_a_fire()
    town.do(cmd.SourceShelve(source="panel-7", reason="示例"), by=WANG)
    offered = only(town.do(cmd.ShiftHandOver(note="注意 7 号楼"), by=WANG), ev.ShiftOffered)
    (left,) = offered.incidents
    assert (left.trapped, left.on_scene, left.taken_by, left.coming > 0) == (1, 0, WANG, True)
    assert offered.shelves == ("panel-7",)
    events = town.do(cmd.ShiftAccept(), by=LI)
    assert only(events, ev.ShiftAccepted).offered_by == WANG
    assert only(events, ev.IncidentTaken).by == LI, "what one had in hand is in the next one's"
    assert not town.world.offers


def test_nobody_accepts_their_own_offer_nor_one_that_is_not_there() -> None:
    town = with_a_fire()
    with pytest.raises(WrongState, match="nobody offers"):
        town.do(cmd.ShiftAccept(), by=LI)
    town.do(cmd.ShiftHandOver(note="示例"), by=WANG)
    with pytest.raises(WrongState, match="your own offer"):
        town.do(cmd.ShiftAccept(), by=WANG)
    with pytest.raises(NotFound, match="no offer"):
        town.do(cmd.ShiftAccept(offer="shf-0"), by=LI)
    assert len(town.world.offers) == 1


def test_a_second_offer_takes_the_place_of_the_first_and_can_be_withdrawn() -> None:
    town = with_a_fire()
    town.do(cmd.ShiftHandOver(note="示例"), by=WANG)
    again = town.do(cmd.ShiftHandOver(note="示例二"), by=WANG)
    assert only(again, ev.ShiftWithdrawn).replaced
    assert [each.note for each in town.world.offers.values()] == ["示例二"]
    town.do(cmd.ShiftWithdraw(), by=WANG)
    assert not town.world.offers
    with pytest.raises(NotFound, match="you offer no shift"):
        town.do(cmd.ShiftWithdraw(), by=WANG)


def test_closed_incidents_are_not_handed_over() -> None:
    town = with_a_fire()
    incident = next(iter(town.world.incidents))
    town.do(cmd.IncidentFalseAlarm(incident=incident), by=WANG)
    with pytest.raises(WrongState, match="closed"):
        town.do(cmd.ShiftHandOver(note="示例", incidents=(incident,)), by=WANG)
    assert not only(town.do(cmd.ShiftHandOver(note="示例"), by=WANG), ev.ShiftOffered).incidents


def test_what_is_closed_by_then_is_not_taken() -> None:
    town = with_a_fire()
    town.do(cmd.ShiftHandOver(note="示例"), by=WANG)
    town.do(cmd.IncidentFalseAlarm(incident=next(iter(town.world.incidents))), by=WANG)
    assert not of_kind(town.do(cmd.ShiftAccept(), by=LI), ev.IncidentTaken)

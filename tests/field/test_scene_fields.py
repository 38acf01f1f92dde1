"""A scene report's fields as pages, radio logs and gateways write them: read in one meaning, else flagged and kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from dispatch.core import events as ev
from dispatch.core.commands import SceneReport
from dispatch.core.errors import Unusable
from dispatch.core.scene import BlockedLane, Wanted
from dispatch.intake.command_json import read_command
from dispatch.intake.scene_fields import READINGS
from tests.unit.core.world_builder import DISPATCHER, Town, at, only


def read(**sent: Any) -> SceneReport:
    """Read a report from its bytes."""
    body = {"id": "c", "type": "scene.report", "incident": "inc-1", **sent}
    command = read_command(json.dumps(body, ensure_ascii=False).encode())
    assert isinstance(command, SceneReport)
    return command


@pytest.mark.parametrize(
    ("field", "sent", "meant"),
    [
        ("saw", "fire", "fire"),
        ("saw", "有火", "fire"),
        ("saw", "No fire", "no_fire"),
        ("saw", "无火", "no_fire"),
        ("saw", "CANNOT_TELL", "cannot_tell"),
        ("saw", "看不清", "cannot_tell"),
        ("saw", None, None),
        ("floor", "12F", 12),
        ("floor", "负一层", -1),
        ("trapped", "三人", 3),
        ("trapped", "无人", 0),
        ("got_out", "2", 2),
        ("hurt", 1.0, 1),
        ("room", 1203, "1203"),
        ("burning", "", None),
        ("water", "无水", "no_water"),
        ("water", "hydrant dry", "hydrant_dry"),
        ("hydrant", "H-12", "H-12"),
        ("under_control", "是", True),
        ("under_control", "no", False),
        ("out", None, False),
        ("want", [{"kind": "engine", "count": 2}], (Wanted(kind="engine", count=2),)),
        ("want", ["消防车", "云梯"], (Wanted(kind="engine"), Wanted(kind="aerial"))),
        ("want", "foam", (Wanted(kind="foam"),)),
        ("want", [], ()),
        ("lane", {"lon": "106.57", "lat": "29.56"}, BlockedLane(lon=106.57, lat=29.56)),
        ("lane", {"way": 123, "narrows_to_m": "2.6"}, BlockedLane(way="123", narrows_to_m=2.6)),
        ("lane", {"lon": None, "lat": None, "for_s": 600}, BlockedLane(for_s=600)),
        ("lane", {"lon": 106.57, "lat": 29.56, "closes": True}, BlockedLane(lon=106.57, lat=29.56)),
    ],
)
def test_what_has_one_meaning_is_read(field: str, sent: Any, meant: Any) -> None:
    command = read(**{field: sent})
    assert getattr(command, field) == meant
    assert (command.odd, command.unread) == ((), {})


@pytest.mark.parametrize(
    ("field", "sent", "flag"),
    [
        ("saw", "maybe", "bad_saw"),
        ("saw", 1, "bad_saw"),
        ("saw", ["fire"], "bad_saw"),
        ("floor", "屋顶", "bad_floor"),
        ("trapped", "several", "bad_trapped"),
        ("trapped", 1.5, "bad_trapped"),
        ("got_out", {"n": 1}, "bad_got_out"),
        ("hurt", "几个", "bad_hurt"),
        ("room", ["1203"], "bad_room"),
        ("burning", {}, "bad_burning"),
        ("want", [{"kind": "engine", "count": 0}], "bad_want"),
        ("want", [{"kind": "随便什么"}], "bad_want"),
        ("want", [{}], "bad_want"),
        ("lane", "门口", "bad_lane"),
        ("lane", {"lon": "east", "lat": 29.5}, "bad_lane"),
        ("lane", {"lon": 106.57, "lat": 29.56, "narrows_to_m": -1}, "bad_lane"),
        ("lane", {"lon": 106.57, "lat": 29.56, "for_s": "soon"}, "bad_lane"),
        ("water", "low", "bad_water"),
        ("hydrant", "门口那个", "bad_hydrant"),
        ("under_control", "almost", "bad_under_control"),
        ("out", "perhaps", "bad_out"),
        ("note", [1], "bad_note"),
    ],
)
def test_what_has_none_is_left_out_flagged_and_kept_in_its_words(field: str, sent: Any, flag: str) -> None:
    command = read(saw="fire", **{field: sent}) if field != "saw" else read(**{field: sent})
    assert flag in command.odd
    assert len(command.unread) == 1
    assert field == "saw" or command.saw == "fire", "an odd value takes nothing from the others"


def test_whose_word_it_is_must_be_an_id_and_nobody_sends_flags() -> None:
    assert read(odd=["late"], unread={"x": "y"}).odd == ()
    with pytest.raises(Unusable):
        read(assignment={"of": 1})
    with pytest.raises(Unusable):
        read(incident=None)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_FIELDS = sorted(READINGS)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(_FIELDS), _ANY, max_size=len(_FIELDS)))
def test_a_report_is_taken_whatever_it_says(said: dict[str, Any]) -> None:
    """No content of a report is refused, and none of it takes the report's place in the record."""
    town = Town().station("m1", 1).engine("f1", 4)
    town.alarm(at(0), source="phone")
    command = read(**said)
    fields = {name: getattr(command, name) for name in (*READINGS, "odd", "unread")}
    reported = only(town.press(SceneReport(incident=town.incident().id, **fields)), ev.SceneReported)
    assert ev.decode(ev.encode(reported)) == reported
    assert town.incident().reports[-1].said == reported.said
    assert DISPATCHER.role == reported.by.role

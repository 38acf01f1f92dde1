"""A drill's plan is read from TOML or JSON; everything that is wrong with it is said at once."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from stations.drills import reading
from stations.drills.model import DrillPlan
from stations.drills.reading import DrillPlanError, parse_drill, read_drill

DOCUMENTED = (reading.__doc__ or "").split("As TOML::")[1]


def test_the_documented_example_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("\n".join(line.strip() for line in DOCUMENTED.splitlines()), encoding="utf-8")
    plan = read_drill(path)
    assert plan.unannounced
    assert [each.effect for each in plan.injects] == ["lane_blocked", "second_fire"]
    assert [each.timed for each in plan.objectives] == [True, False]


def test_json_says_the_same_as_toml(tmp_path: Path) -> None:
    text = "\n".join(line.strip() for line in DOCUMENTED.splitlines())
    plan = parse_drill(tomllib.loads(text))
    path = tmp_path / "plan.json"
    path.write_bytes(b"\xef\xbb\xbf" + msgspec.json.encode(plan))
    assert read_drill(path) == plan


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(DrillPlanError) as refused:
        parse_drill(
            {
                "name": "x",
                "place": {},
                "nmae": 1,
                "objectives": [{"id": "a", "milestone_to": "on_scene"}, {"id": "b"}, {"id": "b", "tetx": "y"}],
                "injects": [{"id": "i", "effect": "leader_out"}],
                "targets": [
                    {"name": "t", "milestone_from": "on_scene", "milestone_to": "assigned", "kinds": [], "limit_s": 5}
                ],
            }
        )
    said = str(refused.value)
    for part in (
        "nmae is unknown",
        "objectives 3.tetx is unknown",
        "give a building",
        "both milestone_to and limit_s",
        "b comes 2 times",
        "leader_out needs station",
        "assigned does not come after on_scene",
    ):
        assert part in said


@pytest.mark.parametrize("name", ["plan.toml", "plan.json"])
def test_what_cannot_be_read_is_said_with_its_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("{[", encoding="utf-8")
    with pytest.raises(DrillPlanError, match=name):
        read_drill(path)


def test_what_has_the_wrong_type_is_named_by_its_place() -> None:
    with pytest.raises(DrillPlanError, match=r"\$\.objectives\[0\]\.limit_s"):
        parse_drill({"name": "x", "place": {"text": "y"}, "objectives": [{"id": "a", "limit_s": "soon"}]})


def test_a_plan_outlives_its_json() -> None:
    plan = parse_drill({"name": "x", "place": {"text": "y"}})
    assert msgspec.json.decode(json.dumps(msgspec.to_builtins(plan)), type=DrillPlan) == plan

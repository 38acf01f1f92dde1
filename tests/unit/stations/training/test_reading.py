"""A district's own duties stand over the ready ones; every defect is said with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stations.problems import DistrictError, Findings
from stations.training.reading import check_training, read_training

OWN = """
since = 2026-01-01
weekdays = ["mon"]
per_day = 2
without = ["no-notice"]
[[duties]]
id = "high-rise"
zh = "高层住宅每半年"
en = "high-rise housing every half-year"
who = "building"
drills = ["evacuation"]
period = "half_yearly"
source = "示例"
confidence = "A"
[[outings]]
drill = "joint"
serves = ["joint"]
reach_m = 300
stations = 2
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "training.toml").write_text(text, encoding="utf-8")
    findings = Findings("training.toml")
    check_training(tmp_path, findings)
    return [str(problem) for problem in findings.problems]


def test_the_ready_duties_name_their_sources_and_can_all_be_paid() -> None:
    ready = read_training()
    served = {drill for outing in ready.outings for drill in outing.serves}
    for duty in ready.duties:
        assert duty.source, duty.id
        assert served & set(duty.drills), duty.id


def test_a_district_replaces_adds_and_leaves_out(tmp_path: Path) -> None:
    assert problems(tmp_path, OWN) == []
    own, ready = read_training(tmp_path), read_training()
    assert [each.id for each in own.duties] == [each.id for each in ready.duties if each.id != "no-notice"]
    (high,) = (each for each in own.duties if each.id == "high-rise")
    assert (high.period, high.kinds, high.height_from_m) == ("half_yearly", (), None), "replaced as a whole"
    assert [each.reach_m for each in own.outings if each.drill == "joint"] == [300]
    assert (own.since, own.weekdays, own.per_day) == (date(2026, 1, 1), ("mon",), 2)


def test_without_a_file_the_ready_ones_apply(tmp_path: Path) -> None:
    assert read_training(tmp_path) == read_training()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("since = 2026", "training.toml:1: since: 2026 is no day; write since = 2026-01-01, without quotes"),
        ('without = ["nonsense"]', "training.toml:1: without: 'nonsense' is unknown; known are key-unit"),
        (OWN.replace("half_yearly", "weekly"), "training.toml:12: duties.period: 'weekly' is unknown"),
        (OWN.replace('["evacuation"]', "[]"), "no outing serves nothing"),
        (OWN.replace("stations = 2", "stations = 0"), "outings.stations: 0 is out of range"),
        (OWN.replace("reach_m = 300", "reach_m = 300\nspeed = 1"), "outings.speed: this key is not read"),
        ("x = [", "training.toml: is no TOML"),
    ],
)
def test_a_defect_is_said_with_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in problem for problem in problems(tmp_path, text)), problems(tmp_path, text)


def test_defects_stop_whoever_needs_it_right(tmp_path: Path) -> None:
    (tmp_path / "training.toml").write_text("since = 2026", encoding="utf-8")
    with pytest.raises(DistrictError, match="since"):
        read_training(tmp_path)

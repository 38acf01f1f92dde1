"""Duty, checks and readiness in a district's folder: rosters as a table, rules as data, defects with what to do."""

from __future__ import annotations

from pathlib import Path

from stations.district import check_district, read_district
from stations.duty.rules import DEFAULT_POST_LADDER, DEFAULT_SHIFTS, PostRung, Shift
from stations.duty.shifts import RosterRow
from tests.unit.stations.folders import write_folder

MEMBERS = "id,station,role\np1,s1,head\np2,s1,firefighter\n"


def _errors(folder: Path) -> list[str]:
    return [str(problem) for problem in check_district(folder).problems if problem.severity == "error"]


def folder_with(path: Path, toml: str = "", roster: str | None = None) -> Path:
    folder = write_folder(path, toml=f'name = "示例区"\n{toml}')
    if roster is not None:
        (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
        (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return folder


def test_a_district_that_says_nothing_has_three_shifts_and_draws_no_checks(tmp_path: Path) -> None:
    settings = read_district(folder_with(tmp_path)).settings
    assert settings.duty.shifts == DEFAULT_SHIFTS
    assert settings.duty.ladder == DEFAULT_POST_LADDER
    assert settings.checks.every_days == 0
    assert settings.readiness.minimum == {"micro_unit": 1, "micro_community": 3}


def test_everything_can_be_said_otherwise(tmp_path: Path) -> None:
    toml = """
    [[shifts]]
    name = "late"
    begin = "14:00"
    end = "22:30"
    [duty]
    take_over_within_s = 300
    ladder = [{ after_s = 60, action = "duty_officer" }]
    [checks]
    every_days = 3
    windows = ["22:00-06:00", "12:00-13:00"]
    answer_within_s = 120
    ladder = []
    [readiness]
    beside_within_s = 0
    [readiness.minimum]
    fire = 8
    """
    settings = read_district(folder_with(tmp_path, toml)).settings
    assert settings.duty.shifts == (Shift(name="late", begin="14:00", end="22:30"),)
    assert (settings.duty.take_over_within_s, settings.duty.early_s) == (300, 3600)
    assert settings.duty.ladder == (PostRung(after_s=60, action="duty_officer"),)
    assert settings.checks.windows == ("22:00-06:00", "12:00-13:00")
    assert (settings.checks.every_days, settings.checks.answer_within_s, settings.checks.ladder) == (3, 120, ())
    assert settings.readiness.beside_within_s == 0
    assert settings.readiness.minimum == {"micro_unit": 1, "micro_community": 3, "fire": 8}


def test_defects_are_said_with_their_line_and_what_to_do(tmp_path: Path) -> None:
    toml = """
    [[shifts]]
    name = "白班"
    begin = "8 am"
    end = "20:00"
    [checks]
    windows = ["at night"]
    [duty]
    ladder = [{ after_s = 0, action = "shout" }]
    """
    found = "\n".join(_errors(folder_with(tmp_path, toml)))
    for words in (
        "“白班” is no word of roster.csv",
        "“8 am” is no time",
        "“at night” is no span",
        "'shout' is unknown",
    ):
        assert words in found, words
    assert "district.toml:4: shifts.name" in found


def test_a_roster_is_a_table_of_the_registry(tmp_path: Path) -> None:
    roster = (
        "id,station,shift,members,days,every,since,date\nr1,s1,day,p1 p2,周一 周二,,,\nr2,s1,night,p2,,3,2026/1/2,\n"
    )
    rows = read_district(folder_with(tmp_path, roster=roster)).registry.roster
    assert rows == (
        RosterRow(id="r1", station="s1", shift="day", members=("p1", "p2"), days=("mon", "tue")),
        RosterRow(id="r2", station="s1", shift="night", members=("p2",), every=3, since="2026-01-02"),
    )


def test_a_roster_names_only_what_there_is(tmp_path: Path) -> None:
    roster = "id,station,shift,members,days\nr1,s1,dawn,p1 p9,\nr2,s7,day,p1,Someday\n"
    found = "\n".join(_errors(folder_with(tmp_path, roster=roster)))
    for words in (
        "the shift “dawn”",
        "“p9” is not in members.csv",
        "“s7” is not in stations.csv",
        "“Someday” is no day",
    ):
        assert words in found, words

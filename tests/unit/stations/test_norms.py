"""Stations held against norms: met, a gap, or not known, each with its rule and source."""

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from stations.district import check_district, read_district
from stations.duty.shifts import RosterRow
from stations.model import Building, District, Station
from stations.norms.gaps import Finding, find_gaps
from stations.norms.model import least_in_a_shift, required
from stations.norms.page import render_page
from stations.norms.reading import READY, read_norms
from stations.problems import DistrictError
from stations.registry.model import Equipment, Member, MemberRole, Room
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_full_folder

DAY = date(2026, 11, 22)
COMMUNITY = Station(id="c1", name="示例社区站", kind="micro_community", lon=106.57, lat=29.55)
UNIT = Station(id="s1", name="示例单位站", kind="micro_unit", lon=106.57, lat=29.55)
FIREFIGHTER: tuple[MemberRole, ...] = ("firefighter",)
MALL = Building(id="b1", name="示例商场", lon=106.57, lat=29.55, kind="mall", area_m2=50_000.0)


@pytest.fixture
def district(tmp_path: Path) -> District:
    return read_district(write_full_folder(tmp_path))


def _crew(station: str, *roles: MemberRole, teams: tuple[str, ...] = ("甲班",)) -> tuple[Member, ...]:
    return tuple(
        Member(id=f"{station}-{n}", station=station, role=role, team=teams[n % len(teams)])
        for n, role in enumerate(roles)
    )


def _about(findings: tuple[Finding, ...], rule: str, station: str = "s1") -> Finding:
    return next(each for each in findings if each.requirement.id == rule and each.station == station)


def test_every_ready_norm_can_be_read_and_names_its_sources(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(f"base = {json.dumps(READY)}\n")
    norms = read_norms(tmp_path)
    assert all(rule.source.title and rule.zh and rule.en for rule in norms.rules)
    assert all(kind.source is not None for kind in norms.equipment.values() if kind.life_years)


def test_everything_that_a_rule_counts_is_in_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(f"base = {json.dumps(READY)}\n")
    norms = read_norms(tmp_path)
    wanted = {rule.of for rule in norms.rules if rule.subject == "equipment"}
    assert {word for word in wanted if norms.kind_of(word) is None} == set()


def test_numbers_without_a_text_are_advice_and_never_obligations(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(f"base = {json.dumps(READY)}\n")
    assert all(rule.advised for rule in read_norms(tmp_path).rules if rule.source.confidence == "D")


def test_a_complex_needs_six_firefighters_in_every_shift_and_other_units_have_no_number() -> None:
    norms = read_norms()
    assert least_in_a_shift(norms, UNIT, MALL) == 6
    assert least_in_a_shift(norms, UNIT, replace(MALL, kind="office")) is None
    assert least_in_a_shift(norms, UNIT) is None
    assert least_in_a_shift(norms, COMMUNITY) == 3


@pytest.mark.parametrize(("area_m2", "least"), [(500.0, None), (49_999.0, None), (50_000.0, 6), (None, None)])
def test_a_mall_is_a_large_complex_by_its_area_and_not_by_the_word(area_m2: float | None, least: int | None) -> None:
    assert least_in_a_shift(read_norms(), UNIT, replace(MALL, area_m2=area_m2)) == least


def test_of_a_mall_whose_area_is_not_known_nobody_can_tell_what_its_shift_needs(district: District) -> None:
    there = replace(
        district, stations=(replace(UNIT, building="b1"),), buildings=(replace(MALL, area_m2=None),)
    )  # fmt: skip
    finding = _about(find_gaps(there, read_norms(), on=DAY), "complex-shift")
    assert (finding.verdict, finding.found) == ("unknown", None)


def test_a_community_station_of_the_district_has_a_cutter_spreader_and_a_bolt_cutter_is_none(
    district: District, tmp_path: Path
) -> None:
    (tmp_path / "norms.toml").write_text('base = ["national", "chongqing"]\n')
    verdicts = {}
    for kind in ("断线钳", "剪扩钳", "cutter_spreader"):
        own = (Equipment(id="e", station="c1", kind=kind),)
        there = replace(district, stations=(COMMUNITY,), registry=replace(district.registry, equipment=own))
        verdicts[kind] = _about(find_gaps(there, read_norms(tmp_path), on=DAY), "cutter-spreader", "c1").verdict
    assert verdicts == {"断线钳": "gap", "剪扩钳": "met", "cutter_spreader": "met"}


def test_what_the_district_encourages_is_advice_and_names_the_mover_and_the_small_engine(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text('base = ["national", "chongqing"]\n')
    assert {rule.zh for rule in required(read_norms(tmp_path), COMMUNITY) if rule.advised} == {
        "鼓励配备移车器",
        "有条件的可选配小型消防车",
    }


def test_every_line_of_the_district_names_its_clause(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text('base = ["chongqing"]\n')
    rules = read_norms(tmp_path).rules
    assert {(rule.source.confidence, rule.clause) for rule in rules} == {("A", "一（二）")}
    assert all("渝中府办〔2023〕9号" in rule.source.title for rule in rules)


def test_there_are_beds_for_as_many_as_have_the_night(district: District, tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text('base = ["chongqing"]\n')
    rooms = (Room(id="r", station="c1", kind="dormitory", beds=3),)
    there = replace(district, stations=(COMMUNITY,), registry=replace(district.registry, rooms=rooms))

    def beds(*night: str) -> Finding:
        rows = [RosterRow(id="d", station="c1", shift="day", members=("m1", "m2", "m3", "m4"))]
        rows += [RosterRow(id="n", station="c1", shift="night", members=night)] if night else []
        return _about(find_gaps(_rostered(there, *rows), read_norms(tmp_path), on=DAY), "beds", "c1")

    assert (beds("m1", "m2", "m3").verdict, beds("m1", "m2", "m3").requirement.minimum) == ("met", 3)
    assert (beds("m1", "m2", "m3", "m4").verdict, beds("m1", "m2", "m3", "m4").missing) == ("gap", 1)
    assert _about(find_gaps(there, read_norms(tmp_path), on=DAY), "beds", "c1").verdict == "unknown"


def test_nothing_is_asked_of_a_fire_station_by_norms_for_micro_stations() -> None:
    assert required(read_norms(), replace(UNIT, kind="fire")) == ()


def test_a_later_norm_replaces_the_rule_of_that_name_for_its_kinds_of_station_alone(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text('base = ["national", "chongqing"]\n')
    norms = read_norms(tmp_path)
    assert [rule.minimum for rule in required(norms, COMMUNITY) if rule.id == "members"] == [6]
    assert [rule.source.id for rule in required(norms, UNIT) if rule.id == "members"] == ["gxf-2015-301-unit"]


def test_a_district_writes_its_own_norm_in_one_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "norms.toml").write_text(
        'without = ["deputy"]\n[[sources]]\nid = "ours"\ntitle = "示例区规定"\n'
        '[[rules]]\nid = "members"\nkinds = ["micro_unit"]\nsubject = "members"\nminimum = 9\n'
        'zh = "九人"\nen = "nine"\nsource = "ours"\nclause = "4.2"\n'
        '[[equipment]]\nid = "hose"\nzh = "水带"\nen = "hose"\nlife_years = 8\n'
    )
    assert check_district(folder).problems == ()
    norms = read_norms(folder)
    (rule,) = [rule for rule in required(norms, UNIT) if rule.id == "members"]
    assert (rule.minimum, rule.source.title, rule.clause) == (9, "示例区规定", "4.2")
    assert not [rule for rule in norms.rules if rule.id == "deputy"]
    assert norms.equipment["hose"].life_years == 8


def test_defects_of_the_file_are_reported_with_the_districts_others(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "norms.toml").write_text(
        'base = ["nationl"]\n[[rules]]\nid = "x"\nsubject = "membres"\nminimum = -1\n'
        'zh = "人"\nen = "p"\nsource = "no"\n'
    )
    said = [str(problem) for problem in check_district(folder).problems]
    assert said == [
        "norms.toml:1: base: 'nationl' is unknown; did you mean national?",
        "norms.toml:4: rules.subject: 'membres' is unknown; did you mean members?",
        "norms.toml:5: rules.minimum: -1 is out of range; it lies between 0 and 10000",
        "norms.toml:8: rules.source: “no” is in no [[sources]]; add it with its title",
    ]
    with pytest.raises(DistrictError):
        read_norms(folder)


def test_asking_for_less_than_the_norm_beneath_is_a_warning(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "norms.toml").write_text(
        '[[sources]]\nid = "o"\ntitle = "o"\n[[rules]]\nid = "members"\nkinds = ["micro_unit"]\nsubject = "members"\n'
        'minimum = 4\nzh = "四人"\nen = "four"\nsource = "o"\n'
    )
    (problem,) = check_district(folder).problems
    assert problem.severity == "warning"
    assert "“members” asks for 4, less than 公消〔2015〕301号" in problem.message


def test_what_no_table_tells_is_unknown_and_never_met(tmp_path: Path) -> None:
    findings = find_gaps(read_district(write_folder(tmp_path)), read_norms(), on=DAY)
    assert {finding.verdict for finding in findings} == {"unknown"}
    assert all(finding.found is None and finding.missing is None for finding in findings)


def test_a_table_without_a_row_of_a_station_says_nothing_about_it(district: District) -> None:
    others = tuple(member for member in district.registry.members or () if member.station != "s1")
    bare = replace(district, registry=replace(district.registry, members=others))
    assert _about(find_gaps(bare, read_norms(), on=DAY), "members").verdict == "unknown"


def test_people_are_counted_by_role(district: District) -> None:
    findings = find_gaps(district, read_norms(), on=DAY)
    assert (_about(findings, "members").found, _about(findings, "members").missing) == (3, 3)
    assert _about(findings, "head").verdict == "met"
    assert _about(findings, "deputy").verdict == "gap"


def _shift(district: District, members: tuple[Member, ...]) -> Finding:
    stations = (replace(UNIT, building="b1"),)
    there = replace(
        district, stations=stations, buildings=(MALL,), registry=replace(district.registry, members=members)
    )
    return _about(find_gaps(there, read_norms(), on=DAY), "complex-shift")


def test_a_shift_is_as_strong_as_the_weakest_team(district: District) -> None:
    twelve = _crew("s1", *FIREFIGHTER * 12, teams=("甲班", "乙班"))
    assert _shift(district, twelve).verdict == "met"
    assert _shift(district, twelve[:-1]).found == 5


def test_control_room_officers_do_not_count_as_firefighters(district: District) -> None:
    assert _shift(district, _crew("s1", *FIREFIGHTER * 5, "controller")).found == 5


def test_a_team_of_officers_alone_is_a_shift_without_firefighters(district: District) -> None:
    officer = Member(id="o", station="s1", role="controller", team="乙班")
    assert _shift(district, (*_crew("s1", *FIREFIGHTER * 6), officer)).found == 0


def test_a_member_whose_team_is_not_known_leaves_the_shifts_unknown(district: District) -> None:
    assert (
        _shift(district, (*_crew("s1", *FIREFIGHTER * 12), Member(id="x", station="s1", role="driver"))).found is None
    )


def test_things_past_their_date_or_out_of_order_do_not_count_and_are_told_apart(district: District) -> None:
    on_its_last_day, day_after = date(2034, 2, 28), date(2034, 3, 1)
    found = _about(find_gaps(district, read_norms(), on=on_its_last_day), "extinguishers")
    assert (found.found, found.unusable) == (1, 1)  # the water-based one ended in 2025
    later = _about(find_gaps(district, read_norms(), on=day_after), "extinguishers")
    assert (later.verdict, later.found, later.unusable) == ("gap", 0, 2)


def test_a_kind_may_be_written_in_chinese_and_counts_towards_its_group(district: District) -> None:
    equipment = (Equipment(id="e", station="s1", kind="干粉灭火器", count=4),)
    there = replace(district, registry=replace(district.registry, equipment=equipment))
    assert _about(find_gaps(there, read_norms(), on=DAY), "extinguishers").found == 4


@pytest.mark.parametrize(
    ("areas", "verdict"),
    [((20.0, 10.0), "met"), ((20.0, 9.9), "gap"), ((20.0, None), "unknown"), ((30.0, None), "met")],
)
def test_an_area_that_is_not_known_is_neither_met_nor_missing(
    district: District, tmp_path: Path, areas: tuple[float | None, ...], verdict: str
) -> None:
    (tmp_path / "norms.toml").write_text('base = ["chongqing"]\n')
    rooms = tuple(Room(id=f"r{n}", station="c1", kind="duty", area_m2=area) for n, area in enumerate(areas))
    there = replace(district, stations=(COMMUNITY,), registry=replace(district.registry, rooms=rooms))
    assert _about(find_gaps(there, read_norms(tmp_path), on=DAY), "area", "c1").verdict == verdict


def _rostered(district: District, *rows: RosterRow) -> District:
    return replace(district, registry=replace(district.registry, roster=rows))


def _hours(district: District) -> Finding:
    return _about(find_gaps(district, read_norms(), on=DAY), "duty")


def test_hours_of_duty_are_those_of_the_rosters_worst_day(district: District) -> None:
    day = RosterRow(id="r1", station="s1", shift="day", members=("m1",))
    night = RosterRow(id="r2", station="s1", shift="night", members=("m2",))
    assert _hours(district).verdict == "unknown"
    assert _hours(_rostered(district, day)).found == 12
    assert _hours(_rostered(district, day, night)).verdict == "met"
    assert _hours(_rostered(district, day, replace(night, days=("mon", "tue", "wed", "thu", "fri", "sat")))).found == 16
    assert _hours(_rostered(district, day, replace(night, members=()))).found == 12


def test_three_teams_of_a_whole_day_in_turn_cover_every_day_and_each_is_a_shift(district: District) -> None:
    teams = [
        RosterRow(id=f"r{n}", station="s1", shift="whole_day", every=3, since=f"2026-11-0{n}", members=members)
        for n, members in enumerate((("m1", "m2"), ("m3",), ("m1",)), start=1)
    ]
    assert _hours(_rostered(district, *teams)).found == 24
    assert _shift(_rostered(district, *teams), district.registry.members or ()).found == 1


def test_the_page_shows_every_gap_and_escapes_what_a_table_says(district: District) -> None:
    hostile = replace(district, settings=replace(district.settings, name="<script>alert(1)</script>"))
    norms = read_norms()
    findings = find_gaps(hostile, norms, on=DAY)
    for lang, said in (("zh", "不达标"), ("en", "gap")):
        page = render_page(hostile, norms, findings, on=DAY, lang="zh" if lang == "zh" else "en")
        assert "<script>" not in page
        assert "http" not in page
        assert page.count(f'">{said}</td>') == sum(finding.verdict == "gap" for finding in findings)

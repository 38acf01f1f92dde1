"""Tables in and out: nothing is half imported, nothing is lost on the way, and every defect is said at once."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from stations.datum import from_wgs84
from stations.district import check_district, read_district
from stations.plain_text import visible_cell
from stations.problems import DistrictError, StationsError
from stations.registry import staging
from stations.registry.importing import ImportPlan, carry_out, export, plan_import
from stations.registry.model import Equipment, Registry
from stations.registry.reading import Source, read_table, read_tables
from stations.registry.schema import BY_NAME
from stations.sheets.odd import trimmed
from stations.writing import write_table
from tests.unit.stations.folders import STATIONS, UNITS, write_folder
from tests.unit.stations.registries import EQUIPMENT, MEMBERS, TABLES, contents, write_full_folder, write_tables

_QUOTE = "quote text that holds a comma, fill up what is short"


def _errors(plan: ImportPlan) -> list[str]:
    return [str(problem) for problem in plan.problems if problem.severity == "error"]


def _warnings(plan: ImportPlan) -> list[str]:
    return [str(problem) for problem in plan.problems if problem.severity == "warning"]


def test_a_full_folder_is_read_whole_and_without_a_word(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path)
    assert check_district(folder).problems == ()
    registry = read_district(folder).registry
    assert registry.members is not None
    assert [member.role for member in registry.members] == ["head", "firefighter", "firefighter", "head"]
    assert registry.equipment is not None
    assert registry.equipment[0].made == date(2024, 3, 1)
    assert registry.equipment[0].serial == "0012345"
    assert registry.equipment[3].state == "defective"


def test_a_table_that_is_absent_is_unknown_and_not_empty(tmp_path: Path) -> None:
    assert read_district(write_folder(tmp_path)).registry == Registry()
    assert read_district(write_folder(tmp_path)).registry.members is None


def test_what_is_exported_changes_nothing_when_it_is_imported_again(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    before = read_tables(folder)
    paths = export(before, tmp_path / "out")
    assert len(paths) == 10
    plan = plan_import(folder, paths)
    assert [change.changes for change in plan.changes] == [()] * 10
    carry_out(plan)
    assert read_district(folder).registry == before.registry()


def _as_a_spreadsheet_saves(cell: str) -> str:
    """Return what a spreadsheet makes of a cell: days rewritten, zeros dropped, long numbers shortened, sums done."""
    if day := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return "/".join(str(int(part)) for part in day.groups())
    if re.fullmatch(r"\d{12,}", cell):
        return f"{int(cell):.5E}"
    if re.fullmatch(r"\d+(\.\d*)?", cell):
        return f"{float(cell):.11g}"
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}", cell):
        return "3月1日"
    return "#NAME?" if cell.startswith(("=", "+", "-", "@")) else cell


def test_a_spreadsheet_opens_and_saves_an_export_without_harm(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    units = "u1,s1,=HYPERLINK(1),foot,3,\nu2,s2,3-1,engine,6,\nu3,s1,-A,foot,2,\n"
    (folder / "units.csv").write_text(f"id,station,name,mode,crew,capabilities\n{units}")
    (folder / "equipment.csv").write_text(EQUIPMENT + "007,s1,rope,1,123456789012345678,,,,,,1/2\n")
    for path in export(read_tables(folder), tmp_path / "out"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        saved = io.StringIO(newline="")
        csv.writer(saved).writerows([_as_a_spreadsheet_saves(cell) for cell in row] for row in rows)
        path.write_bytes(saved.getvalue().encode("utf-8-sig"))
    plan = plan_import(folder, sorted((tmp_path / "out").iterdir()))
    assert _errors(plan) == []
    assert [change.changes for change in plan.changes] == [()] * 10


cells = (
    st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\r"), max_size=12)
    .map(lambda text: trimmed(text)[0])
    .filter(lambda text: visible_cell(text) == text)
)


days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(place=cells, serial=cells, kind=cells.filter(bool), made=st.none() | days)
def test_any_text_survives_writing_and_reading(
    tmp_path_factory: pytest.TempPathFactory, place: str, serial: str, kind: str, made: date | None
) -> None:
    folder = tmp_path_factory.mktemp("table")
    item = Equipment(id="e1", station="s1", kind=kind, serial=serial, place=place, made=made)
    write_table(folder, "equipment", [item])
    table = read_table(BY_NAME["equipment"], Source(folder / "equipment.csv"))
    assert table.records == (item,)


def test_a_dry_run_says_what_would_change_field_by_field_and_changes_nothing(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    before = contents(folder)
    changed = MEMBERS.replace("m3,s1,队员,,app,乙班", "m3,s2,班长,,app,乙班").replace("m4,", "m5,")
    (change,) = plan_import(folder, write_tables(tmp_path / "new", members=changed), partial=False).changes
    assert [(each.what, each.key) for each in change.changes] == [("changed", "m3"), ("added", "m5"), ("removed", "m4")]
    assert change.changes[0].fields == (("station", "s1", "s2"), ("role", "firefighter", "leader"))
    assert change.same == 2
    assert contents(folder) == before


def test_rows_that_a_partial_file_does_not_mention_stay(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(tmp_path / "new", members="id,station,role\nm2,s2,driver\nm9,s1,deputy\n")
    plan = plan_import(folder, files, partial=True)
    assert _errors(plan) == []
    carry_out(plan)
    members = read_district(folder).registry.members
    assert members is not None
    assert [(member.id, member.station) for member in members] == [
        ("m1", "s1"),
        ("m3", "s1"),
        ("m4", "s2"),
        ("m2", "s2"),
        ("m9", "s1"),
    ]


def test_every_defect_of_a_spoiled_copy_is_named_with_its_row_and_nothing_is_imported(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    before = contents(folder)
    members = (MEMBERS + "m1,s2,队员,,,\nm3,s1,队员,,,\nm7,s9,队员,,,\n").encode() + b"m8,s1,\xb6\xd3\xd4\xb1,,,\n"
    equipment = EQUIPMENT + (
        "e5,s1,hose,1,,2026-02-30,,,,,\n"
        "e6,s1,hose,1,,2026-05-01,2026-04-01,,,,\n"
        "e7,s1,hose,0,,,,,,,\n"
        "e8,s1,hose,1,1.23457E+11,,,,,,\n"
        "e9,s1,hose,2,X9,,,,46082,broken,\n"
        "e1,s1,hose,1,,,,,,,\n"
        "e10,s1,hose,1\n"
    )
    hydrants = "id,kind,lon,lat,building\nh1,outdoor,29.55,106.57,\nh2,outdoor,106.57,29.55,b9\n"
    files = write_tables(tmp_path / "new", members=members, equipment=equipment, hydrants=hydrants)
    plan = plan_import(folder, files)
    assert [said.split(": ")[:2] for said in _errors(plan)] == [
        ["members.csv:6", "id"],
        ["members.csv:7", "id"],
        ["members.csv:8", "station"],
        ["members.csv:9", "is not UTF-8; write the text of this line anew, save as “CSV UTF-8”"],
        ["members.csv:9", "role"],
        ["equipment.csv:6", "made"],
        ["equipment.csv:7", "inspected"],
        ["equipment.csv:8", "count"],
        ["equipment.csv:9", "serial"],
        ["equipment.csv:10", "expires"],
        ["equipment.csv:10", "state"],
        ["equipment.csv:10", "count"],
        ["equipment.csv:11", "id"],
        [
            "equipment.csv:12",
            "the row has 4 cells, the header 11; quote text that holds a comma, fill up what is short",
        ],
        ["hydrants.csv:2", "lat"],
        ["hydrants.csv:3", "building"],
    ]
    assert "“m1” is already in line 2, at station “s1”, and cannot be in two places" in _errors(plan)[0]
    with pytest.raises(DistrictError):
        carry_out(plan)
    assert contents(folder) == before


def test_a_gb18030_file_is_read_with_a_word_about_it_and_without_one_where_it_is_declared(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(tmp_path / "new", members=MEMBERS.encode("gb18030"))
    for encoding, words in (("utf-8", 1), ("gb18030", 0)):
        plan = plan_import(folder, files, encoding=encoding)
        assert _errors(plan) == []
        assert len(_warnings(plan)) == words
        assert plan.changes[0].changes == ()


def _shifted(text: str, *, column: bool) -> str:
    """Return the stations' table with its positions as a GCJ-02 map gives them."""
    header, *rows = text.splitlines()
    out = [header + (",datum" if column else "")]
    for row in rows:
        cells = row.split(",")
        moved = from_wgs84(float(cells[3]), float(cells[4]), "gcj02")
        out.append(
            ",".join([*cells[:3], f"{moved.lon:.7f}", f"{moved.lat:.7f}", *cells[5:]]) + (",GCJ-02" if column else "")
        )
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("column", [True, False])
def test_gcj02_positions_become_wgs84_where_the_file_or_the_option_says_so(tmp_path: Path, *, column: bool) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(tmp_path / "new", stations=_shifted(STATIONS, column=column))
    plan = plan_import(folder, files, datum="wgs84" if column else "gcj02")
    assert _errors(plan) == []
    carry_out(plan)
    station = read_district(folder).stations[0]
    assert (station.lon, station.lat) == pytest.approx((106.570, 29.550), abs=2e-7)
    assert b"datum" not in (folder / "stations.csv").read_bytes()


def test_zeros_that_a_spreadsheet_dropped_are_recognised(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    carry_out(plan_import(folder, write_tables(tmp_path / "a", equipment=EQUIPMENT.replace("e1,", "007,"))))
    plan = plan_import(folder, write_tables(tmp_path / "b", equipment=EQUIPMENT.replace("e1,", "7,")))
    assert _errors(plan) == [
        "equipment.csv:2: id: “7” is what a program makes of “007”; write “007” there, in a column formatted as text"
    ]
    stations, units = STATIONS.replace("s1,", "01,"), UNITS.replace("u1,s1", "u1,1")
    files = write_tables(tmp_path / "c", stations=stations, units=units)
    said = "\n".join(_errors(plan_import(write_folder(_made(tmp_path / "d")), files)))
    assert "units.csv:2: station: “1” is not in stations.csv; a program has made it of “01”" in said


@pytest.mark.parametrize("partial", [True, False])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("007", "7"),
        ("1001", "1001.0"),
        ("0042", "42.0"),
        ("123456789012", "1.23457E11"),
        ("12345678901234567", "12345678901234500"),
        ("1-2", "2-Jan"),
        ("3-1", "Mar-01"),
        ("1-2", "2026-01-02"),
        ("1-2-3", "2003-01-02"),
        ("1e5", "100000"),
        ("1.10", "1.1"),
    ],
)
def test_c2_an_id_that_a_program_has_rewritten_is_refused_with_both_values(
    tmp_path: Path, before: str, after: str, partial: bool
) -> None:
    folder = write_full_folder(tmp_path / "district")
    write_tables(folder, equipment=f"id,station,kind\n{before},s1,hose\ne2,s1,hose\n")
    plan = plan_import(
        folder, write_tables(tmp_path / "new", equipment=f"id,station,kind\n{after},s1,hose\n"), partial=partial
    )
    assert len(_errors(plan)) == 1
    assert f"equipment.csv:2: id: “{after}” is what a program makes of “{before}”" in _errors(plan)[0]


@pytest.mark.parametrize(("now", "was"), [("1001.0", "1001"), ("2-Jan", "1-2"), ("2026-01-02", "1-2")])
def test_c2_an_id_that_nobody_knows_but_only_programs_write_is_refused_with_what_it_was(
    tmp_path: Path, now: str, was: str
) -> None:
    folder = write_full_folder(tmp_path / "district")
    plan = plan_import(folder, write_tables(tmp_path / "new", equipment=f"id,station,kind\n{now},s1,hose\n"))
    assert [each.partition(": “")[2].partition(";")[0] for each in _errors(plan)] == [
        f"{now}” is what a program makes of “{was}”"
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("023-1", "2023-01-01"), ("02363000000", "2363000000"), ("1-2", "1月2日")]
)
def test_c2_so_is_a_text_of_a_row_that_is_known(tmp_path: Path, before: str, after: str) -> None:
    folder = write_full_folder(tmp_path / "district")
    header = "id,name,kind,lon,lat,phone\n"
    (folder / "stations.csv").write_text(STATIONS.replace("z1,", f"z1,'{before}", 1), encoding="utf-8")
    files = write_tables(tmp_path / "new", stations=f"{header}s1,甲,micro_unit,106.57,29.55,{after}\n")
    assert [each for each in _errors(plan_import(folder, files)) if before in each and after in each]


@pytest.mark.parametrize(
    ("before", "after"), [("7", "8"), ("007", "008"), ("MAR-01", "MAR-02"), ("1001.0", "1001"), ("A-1", "B-1")]
)
def test_c2_other_ids_are_new_ones(tmp_path: Path, before: str, after: str) -> None:
    folder = write_full_folder(tmp_path / "district")
    write_tables(folder, equipment=f"id,station,kind\n{before},s1,hose\n")
    plan = plan_import(folder, write_tables(tmp_path / "new", equipment=f"id,station,kind\n{after},s1,hose\n"))
    assert _errors(plan) == []


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", ["members", "人员", "Members-2026", "人员（十一月）"])
def test_a_file_is_known_by_its_name_in_either_language(tmp_path: Path, name: str) -> None:
    folder = write_full_folder(tmp_path / "district")
    plan = plan_import(folder, write_tables(tmp_path / "new", **{name: MEMBERS}))
    assert _errors(plan) == []
    assert plan.changes[0].schema.name == "members"


def test_a_file_of_another_name_and_a_table_given_twice_are_refused(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(tmp_path / "new", members=MEMBERS, 人员=MEMBERS, staff=MEMBERS)
    said = _errors(plan_import(folder, files))
    assert said[0].startswith("staff.csv: is no table by its name; call it one of stations.csv (消防站.csv)")
    assert said[1] == "members.csv: is given twice; give each table once"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"id,station\n", b'id,station,role\n"m1,s1,head\n', b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
def test_what_a_broken_file_may_have_held_is_not_missed_elsewhere(tmp_path: Path, content: bytes) -> None:
    folder = write_full_folder(tmp_path / "district")
    write_tables(folder, roster="id,station,shift,members\nr1,s1,day,m1 m2\n")
    said = _errors(plan_import(folder, write_tables(tmp_path / "new", members=content), partial=False))
    assert len(said) == 1
    assert said[0].startswith("members.csv")


def test_no_folder_is_made_of_a_mistyped_name(tmp_path: Path) -> None:
    plan = plan_import(tmp_path / "distrct", write_tables(tmp_path / "new", stations=STATIONS, units=UNITS))
    assert "is not a folder" in _errors(plan)[0]
    assert not (tmp_path / "distrct").exists()


def test_equipment_that_no_norm_knows_is_a_warning_that_guesses(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    plan = plan_import(folder, write_tables(tmp_path / "new", equipment=EQUIPMENT.replace(",helmet,", ",helmit,")))
    assert _warnings(plan) == ["equipment.csv:5: kind: “helmit” is in no norm; did you mean helmet?"]


def test_one_serial_at_two_places_is_a_warning(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    again = "e9,s2,extinguisher_water,1,A2,,,,,,\n"
    plan = plan_import(folder, write_tables(tmp_path / "new", equipment=EQUIPMENT + again))
    assert _warnings(plan) == ["equipment.csv:6: serial: “A2” is already in line 3, at station “s1”; check both"]


def test_c7_rows_go_only_where_that_is_said_and_their_number_given(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(tmp_path / "new", members="id,station,role\nm1,s1,head\n")
    assert plan_import(folder, files).removed == 0, "rows that a file does not mention stay"
    plan = plan_import(folder, files, partial=False)
    before = contents(folder)
    for number in (0, 2, 4):
        with pytest.raises(DistrictError, match="3 rows would be removed; nothing was written; give the number 3"):
            carry_out(plan, removing=number)
    assert contents(folder) == before
    carry_out(plan, removing=3)
    assert [member.id for member in read_district(folder).registry.members or ()] == ["m1"]


def test_c7_what_is_wrong_in_the_file_comes_first_and_what_follows_from_it_is_counted(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    many = "".join(f"x{number},s1,hose\n" for number in range(200))
    write_tables(folder, equipment="id,station,kind\n" + many)
    files = write_tables(
        tmp_path / "new", stations="id,name,kind,lon,lat\ns2,乙,fier,106.58,29.56\ns3,,fire,106.58,29.56\n"
    )
    said = _errors(plan_import(folder, files, partial=False))
    assert [each.split(": ")[0] for each in said[:2]] == ["stations.csv:2", "stations.csv:3"]
    assert len(said) < 30
    assert "equipment.csv: station: and 195 more rows have the same problem" in "\n".join(said)


TABLES_TO_SPOIL = st.sampled_from(sorted(TABLES))
PIECES = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"", b"\n", b",", b'"', b"\r", b"\x00", b"\xef\xbb\xbf", b"9" * 400, b"1e999", b"nan", b"-", b"0000-00-00"]
    ),
)


@settings(max_examples=60)
@given(name=TABLES_TO_SPOIL, cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), PIECES), max_size=6))
def test_no_file_however_broken_is_more_than_problems_or_changes(
    tmp_path_factory: pytest.TempPathFactory, name: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    folder = write_full_folder(tmp_path_factory.mktemp("district"))
    before = contents(folder)
    content = TABLES[name].encode()
    for where, length, piece in cuts:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + length :]
    plan = plan_import(folder, write_tables(tmp_path_factory.mktemp("new"), **{name: content}))
    assert contents(folder) == before
    if plan.is_possible:
        carry_out(plan, removing=plan.removed)
        assert check_district(folder).district is not None


class _PowerCutError(OSError):
    pass


def _cut(step: int) -> Callable[[Path, Path], Path]:
    """Return a rename that works so many times and then never again."""
    left = iter(range(step))

    def replace(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise _PowerCutError
        return self.rename(target)

    return replace


@pytest.mark.parametrize("step", [0, 1, 2])
def test_an_import_that_is_cut_off_anywhere_counts_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    folder = write_full_folder(tmp_path / "district")
    files = write_tables(
        tmp_path / "new",
        members=MEMBERS.replace("乙班", "丙班"),
        equipment=EQUIPMENT.replace("一层", "二层"),
        rooms="id,station,kind\nr1,s1,duty\n",
    )
    plan = plan_import(folder, files)
    expected = plan.tables.registry()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _cut(step))
        with pytest.raises(_PowerCutError):
            carry_out(plan)
    assert read_district(folder).registry == expected
    staging.finish(folder)
    assert read_district(folder).registry == expected
    assert not (folder / staging.PENDING).exists()


def test_an_import_that_cannot_be_written_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_full_folder(tmp_path / "district")
    before = contents(folder)
    plan = plan_import(
        folder, write_tables(tmp_path / "new", members=MEMBERS.replace("甲班", "丙班"), rooms="id,station,kind\n")
    )

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path), len(content))

    monkeypatch.setattr(staging, "_write_through", full)
    with pytest.raises(OSError, match="No space left"):
        carry_out(plan)
    assert contents(folder) == before


def test_two_imports_at_once_are_refused(tmp_path: Path) -> None:
    folder = write_full_folder(tmp_path / "district")
    plan = plan_import(folder, write_tables(tmp_path / "new", members=MEMBERS))
    with staging._alone_in(folder), pytest.raises(StationsError, match="another import"):
        carry_out(plan)

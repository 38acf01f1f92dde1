"""Each row of the table of a brigade's roads, each value, each mode, both directions, on an extract of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing import brigade
from routing.modes import DEFAULT_MODES, FOOT, Mode
from tests.field.roads.extracts import RESIDENTIAL, caution, pause_s, seconds, street

LENGTH_M = 200.0
CASES = [
    pytest.param(row, tags, id=f"{row.group}:{'+'.join(f'{key}={value}' for key, value in tags.items())}")
    for row in brigade.rows()
    for tags in row.examples()
]


@pytest.mark.parametrize(("row", "tags"), CASES)
def test_b14_a_row_of_the_table_holds_for_every_mode(tmp_path: Path, row: brigade.Row, tags: dict[str, str]) -> None:
    for column in brigade.COLUMNS:
        mode = DEFAULT_MODES[column]
        for against, verdict in ((False, row.along[column]), (True, row.against[column])):
            told = f"{column} {'against' if against else 'along'}: {verdict}"
            if row.on_node:
                assert_on_node(tmp_path, tags, mode, verdict, told)
            else:
                assert_on_way(tmp_path, tags, mode, verdict, told, against=against)


def assert_on_node(folder: Path, tags: dict[str, str], mode: Mode, verdict: str, told: str) -> None:
    pause = pause_s(street(folder, {}, on_node=tags), mode)
    if verdict == "no":
        assert pause is None, told
    else:
        assert pause == (brigade.amount(verdict, "s") or 0.0), told


def assert_on_way(folder: Path, tags: dict[str, str], mode: Mode, verdict: str, told: str, *, against: bool) -> None:
    def time(base: dict[str, str]) -> float | None:
        return seconds(street(folder, {**base, **tags}), mode, against=against)

    plain = seconds(street(folder, {}), mode)
    assert plain is not None
    match verdict:
        case "no":
            assert time({}) is None, told
        case "passes":
            assert time({}) is not None, told
        case "-":
            assert time({}) == plain, told
        case "in":
            closed = {"highway": "trunk"} if mode is FOOT else {"highway": "footway"}
            assert seconds(street(folder, closed), mode) is None
            assert time(closed) is not None, told
        case "opens" if "access" in tags:
            assert time({}) == plain, told
            assert time({"highway": "motorway" if mode is FOOT else "steps"}) is None, told
        case "opens":
            assert time({"access": "no"}) == plain, told
        case "dear":
            assert time({}) == pytest.approx(mode.against_sign_factor * plain, rel=1e-3), told
            said = caution(street(folder, tags), mode)
            assert said in {f"{key}={value}" for key, value in tags.items()}, told
        case _:
            kmh = brigade.amount(verdict, "km/h")
            assert kmh is not None, f"the test knows no verdict {verdict!r}"
            assert time({}) == pytest.approx(LENGTH_M / (kmh / 3.6), rel=1e-2), told


def test_b14_the_document_shows_the_table_that_the_code_reads() -> None:
    document = Path(__file__).parents[3] / "docs" / "roads.md"
    assert brigade.as_markdown() in document.read_text(encoding="utf-8"), "run python -m routing.brigade"


def test_b14_every_class_and_barrier_of_the_modes_is_a_row() -> None:
    for mode in DEFAULT_MODES.values():
        assert set(mode.speeds_kmh) - {"steps"} == set(brigade.speeds_kmh(mode.column))
        assert mode.barriers_s == brigade.barriers_s(mode.column)
    assert RESIDENTIAL["highway"] in brigade.classes()

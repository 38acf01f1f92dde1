import pytest

from routing.errors import ModeError
from routing.modes import DEFAULT_MODES, ENGINE, modes_from


def test_there_are_four_modes_and_a_district_may_change_any_number() -> None:
    modes = modes_from({"engine": {"height_m": 3.2, "keeps_oneway": False}})
    assert set(modes) == {"foot", "motorcycle", "engine", "aerial"}
    assert (modes["engine"].height_m, modes["engine"].keeps_oneway) == (3.2, False)
    assert modes["engine"].speeds_kmh == ENGINE.speeds_kmh
    assert DEFAULT_MODES["engine"].height_m == 3.5


def test_speeds_and_barriers_are_merged_entry_by_entry_and_false_removes_one() -> None:
    engine = modes_from(
        {"engine": {"speeds_kmh": {"residential": 12.0, "track": False}, "barriers_s": {"bollard": 4.0}}}
    )["engine"]
    assert engine.speeds_kmh["residential"] == 12.0
    assert "track" not in engine.speeds_kmh
    assert engine.speeds_kmh["primary"] == ENGINE.speeds_kmh["primary"]
    assert engine.barriers_s["bollard"] == 4.0


def test_a_unit_may_have_a_mode_of_its_own_on_the_model_of_another() -> None:
    mini = modes_from({"mini": {"base": "engine", "height_m": 2.1}})["mini"]
    assert (mini.name, mini.height_m, mini.width_m) == ("mini", 2.1, ENGINE.width_m)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"hovercraft": {"height_m": 2}}, "hovercraft.*base"),
        ({"engine": {"colour": "red"}}, "engine.*colour"),
        ({"engine": {"height_m": "tall"}}, "engine.*height_m"),
        ({"engine": {"speeds_kmh": {"primary": 0}}}, "primary must be above 0"),
        ({"engine": {"width_m": -1}}, "sizes"),
        ({"engine": {"barriers_s": {"gate": -1}}}, "must not be negative"),
        ({"foot": {"slope": "power"}}, "power_w_per_kg"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_by_its_name(
    tables: dict[str, dict[str, object]], message: str
) -> None:
    with pytest.raises(ModeError, match=message):
        modes_from(tables)

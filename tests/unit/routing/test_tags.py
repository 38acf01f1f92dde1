import pytest

from routing import tags


@pytest.mark.parametrize(
    ("text", "metres"),
    [("2.3", 2.3), ("2.3 m", 2.3), ("2,3", 2.3), ("230 cm", 2.3), ("7'6\"", 2.286), ("12'", 3.6576)],
)
def test_lengths_are_read_in_any_unit_of_the_map(text: str, metres: float) -> None:
    assert tags.parse_metres(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["default", "none", "low", "", "2.3 apples", "-2"])
def test_a_length_that_cannot_be_read_is_no_limit(text: str) -> None:
    assert tags.parse_metres(text) is None


def test_weights_and_speeds_are_read_in_any_unit() -> None:
    assert tags.parse_tonnes("3500 kg") == pytest.approx(3.5)
    assert tags.parse_tonnes("20") == 20
    assert tags.parse_kmh("25 mph") == pytest.approx(40.23, abs=0.01)
    assert tags.parse_kmh("40") == 40
    assert tags.parse_kmh("0") is None


def test_values_that_say_nothing_are_named_and_common_ones_are_not() -> None:
    given = {"maxheight": "low", "maxwidth": "default", "access": "maybe", "oneway": "sometimes", "maxspeed": "30"}
    assert set(tags.unreadable(given)) == {"maxheight=low", "access=maybe", "oneway=sometimes"}


def test_a_layer_that_is_no_whole_number_is_ground_level() -> None:
    assert [tags.layer_of({"layer": text}) for text in ("-4", "1", "1.5", "up")] == [-4, 1, 0, 0]
    assert tags.layer_of({}) == 0

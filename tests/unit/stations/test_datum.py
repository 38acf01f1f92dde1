"""GCJ-02 and BD-09: the published pairs, and a round trip to the centimetre."""

import math

import pytest
from hypothesis import given, strategies as st

from stations.datum import DATUMS, Datum, from_wgs84, to_wgs84

# Longitudes and latitudes of China, well inside the box in which the offset applies.
lons, lats = st.floats(74.0, 135.0), st.floats(4.0, 53.0)


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    east = (a[0] - b[0]) * math.cos(math.radians(a[1]))
    return math.hypot(east, a[1] - b[1]) * 111_200


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # The pairs of the EvilTransform project's own tests: Shanghai, Shenzhen, Beijing.
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_known_places_are_where_the_maps_show_them(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert _metres(from_wgs84(*wgs84, "gcj02"), gcj02) < 0.01


@given(lons, lats, st.sampled_from(DATUMS))
def test_there_and_back_again_is_the_same_centimetre(lon: float, lat: float, datum: Datum) -> None:
    assert _metres(to_wgs84(*from_wgs84(lon, lat, datum), datum), (lon, lat)) < 0.01


def test_the_offset_is_hundreds_of_metres_in_chongqing() -> None:
    assert 300 < _metres(from_wgs84(106.57, 29.55, "gcj02"), (106.57, 29.55)) < 800


@pytest.mark.parametrize("place", [(2.35, 48.86), (139.7, 35.7), (106.57, -29.55)])
def test_abroad_gcj02_is_wgs84(place: tuple[float, float]) -> None:
    assert to_wgs84(*place, "gcj02") == place

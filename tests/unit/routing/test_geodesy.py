import numpy as np
import pytest

from routing.geodesy import EARTH_RADIUS_M, LocalPlane, distance_m, haversine_m, line_m


def test_a_degree_of_latitude_is_a_360th_of_the_earths_girth() -> None:
    assert distance_m((106, 29), (106, 30)) == pytest.approx(2 * np.pi * EARTH_RADIUS_M / 360)


def test_arrays_and_single_points_give_the_same_distances() -> None:
    points = np.random.default_rng(7).uniform((106, 29, 106, 29), (107, 30, 107, 30), (50, 4))
    arrays = haversine_m(*points.T)
    assert arrays == pytest.approx([distance_m((a, b), (c, d)) for a, b, c, d in points])


def test_a_line_is_as_long_as_its_parts_and_a_point_has_no_length() -> None:
    a, b, c = (106.0, 29.0), (106.01, 29.0), (106.01, 29.01)
    assert line_m([a, b, c]) == pytest.approx(distance_m(a, b) + distance_m(b, c))
    assert line_m([a]) == 0


def test_the_local_plane_agrees_with_the_sphere_across_a_city_and_leads_back() -> None:
    plane = LocalPlane(106.5, 29.5)
    lon, lat = np.array([106.4, 106.6]), np.array([29.45, 29.55])
    metres = plane.to_m(lon, lat)
    assert np.hypot(*(metres[1] - metres[0])) == pytest.approx(distance_m((106.4, 29.45), (106.6, 29.55)), rel=1e-3)
    back_lon, back_lat = plane.to_degrees(metres[:, 0], metres[:, 1])
    assert back_lon == pytest.approx(lon)
    assert back_lat == pytest.approx(lat)

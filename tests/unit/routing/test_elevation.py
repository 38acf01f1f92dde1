import gzip
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from routing.elevation import Elevation, opened, read_elevation
from routing.errors import RoadsError

GRID = """ncols 3
nrows 3
xllcorner 106.0
yllcorner 28.0
cellsize 1.0
NODATA_value -9999
10 20 30
10 20 30
40 -9999 60
"""


def heights(model: Elevation, *places: tuple[float, float]) -> list[float]:
    lon, lat = np.array(places).T
    return [round(float(height), 6) for height in model(lon, lat)]


def test_heights_lie_between_those_of_the_cells_around(tmp_path: Path) -> None:
    path = tmp_path / "dem.asc"
    path.write_text(GRID)
    model = read_elevation(path)
    assert heights(model, (107.0, 30.5), (107.5, 29.7), (106.5, 29.0)) == [15, 20, 25]


def test_outside_the_grid_and_beside_a_hole_nothing_is_known(tmp_path: Path) -> None:
    path = tmp_path / "dem.asc.gz"
    path.write_bytes(gzip.compress(GRID.encode()))
    assert np.isnan(heights(read_elevation(path), (105.0, 30.0), (107.0, 29.0))).all()


def test_a_projected_grid_must_name_its_system_and_is_then_projected(tmp_path: Path) -> None:
    path = tmp_path / "dem.asc"
    path.write_text(GRID.replace("106.0", "643560").replace("28.0", "3272250").replace("cellsize 1.0", "cellsize 30"))
    with pytest.raises(RoadsError, match="elevation_crs"):
        read_elevation(path)
    place = (643590.0, 3272325.0)
    from_utm = Transformer.from_crs("EPSG:32648", "EPSG:4326", always_xy=True).transform(*place)
    assert heights(read_elevation(path, "EPSG:32648"), from_utm) == [pytest.approx(15, abs=1e-3)]
    with pytest.raises(RoadsError, match="EPSG"):
        read_elevation(path, "somewhere")


def test_a_roof_is_taken_down_to_the_ground_and_a_slope_stays() -> None:
    slope = np.add.outer(np.zeros(9), 3.0 * np.arange(9))
    with_tower = slope.copy()
    with_tower[4, 4] += 100
    with_tower[0, 0] = np.nan
    ground = opened(with_tower, 3)
    assert np.isnan(ground[0, 0])
    assert np.abs(ground - slope)[1:, 1:-1].max() == 0


@pytest.mark.parametrize("name", ["dem.tif", "dem.asc", "dem.asc.gz"])
def test_a_damaged_file_gives_one_clear_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"neither of them")
    with pytest.raises(RoadsError, match=name):
        read_elevation(path)
    with pytest.raises(RoadsError, match="missing"):
        read_elevation(tmp_path / f"missing-{name}")

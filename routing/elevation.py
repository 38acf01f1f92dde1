"""Elevation models: GeoTIFF and Esri ASCII grids, in degrees or in any projection that PROJ knows.

Formats: OGC GeoTIFF 1.1 (19-008r4), with an unrotated raster; Esri ASCII raster with corner or centre origin.
"""

import gzip
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import tifffile
from pyproj import Transformer
from pyproj.exceptions import CRSError
from scipy.ndimage import grey_dilation, grey_erosion

from routing.errors import UnreadableElevationError
from routing.geodesy import Floats

_GDAL_NODATA = 42113
_PIXEL_IS_AREA = 1
_CORNERS = ("xllcorner", "yllcorner")
_CENTRES = ("xllcenter", "yllcenter")


class Elevation:
    """Metres above the sea on a regular grid; callable with arrays of lon and lat."""

    def __init__(self, cells: Floats, west: float, north: float, size: tuple[float, float], crs: str) -> None:
        """Take a (rows, columns) grid from the north-west, NaN where nothing is known.

        `west` and `north` are the centre of the first cell and `size` the cell's width and height, in units
        of `crs` (any text that PROJ reads, such as `EPSG:32648`). Raises UnreadableElevationError for an
        unknown one.
        """
        try:
            self._project = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        except CRSError as error:
            raise UnreadableElevationError(f"no such coordinate system: {crs!r}; write it as EPSG:32648") from error
        self._cells = cells
        self._crs = crs
        self._west, self._north = west, north
        self._size = size

    def ground(self, window: int) -> Self:
        """Return the ground below what is narrower than `window` cells; see `opened`."""
        return type(self)(opened(self._cells, window), self._west, self._north, self._size, self._crs)

    def __call__(self, lon: Floats, lat: Floats) -> Floats:
        """Return the heights in metres by bilinear interpolation, NaN outside the grid or beside a hole in
        it."""
        east, north = self._project.transform(lon, lat)
        column = (np.asarray(east) - self._west) / self._size[0]
        row = (self._north - np.asarray(north)) / self._size[1]
        rows, columns = self._cells.shape
        inside = (column >= 0) & (column <= columns - 1) & (row >= 0) & (row <= rows - 1)
        column, row = np.where(inside, column, 0.0), np.where(inside, row, 0.0)
        left = np.minimum(column.astype(np.int64), max(0, columns - 2))
        top = np.minimum(row.astype(np.int64), max(0, rows - 2))
        right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
        across, down = column - left, row - top
        heights = np.where(inside, 0.0, np.nan)
        for rows_at, columns_at, weight in (
            (top, left, (1 - down) * (1 - across)),
            (top, right, (1 - down) * across),
            (bottom, left, down * (1 - across)),
            (bottom, right, down * across),
        ):
            # A hole without weight is no hole.
            heights += np.where(weight > 0, self._cells[rows_at, columns_at], 0.0) * weight
        return heights


def opened(cells: Floats, window: int) -> Floats:
    """Return the ground under a surface model: its morphological opening by a square of `window` cells.

    A surface model stands on roofs and trees. What is narrower than the window is taken down to the ground
    beside it, slopes stay (Zhang et al. 2003, IEEE Transactions on Geoscience and Remote Sensing 41).
    """
    known = np.isfinite(cells)
    lowered = grey_erosion(np.where(known, cells, np.inf), size=(window, window), mode="nearest")
    ground = grey_dilation(np.where(np.isfinite(lowered), lowered, -np.inf), size=(window, window), mode="nearest")
    result: Floats = np.where(known, ground, np.nan)
    return result


def read_elevation(path: Path, crs: str | None = None) -> Elevation:
    """Read `.tif`, `.tiff`, `.asc` or `.asc.gz`. `crs` overrides what the file says; an ASC file says
    nothing.

    Raises UnreadableElevationError where the file is missing, damaged, rotated, or its coordinates are
    unknown.
    """
    try:
        if path.suffix.lower() in {".tif", ".tiff"}:
            return _read_tiff(path, crs)
        return _read_ascii(path, crs)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise UnreadableElevationError(f"{path}: not a readable elevation model ({error})") from error


def _read_tiff(path: Path, crs: str | None) -> Elevation:
    with tifffile.TiffFile(path) as file:
        page = file.pages.first
        keys = page.geotiff_tags or {}
        cells = np.asarray(page.asarray(), dtype=np.float64)
        nodata = page.tags.get(_GDAL_NODATA)
    if cells.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise UnreadableElevationError(f"{path}: has more than one band; keep the heights alone")
    if nodata is not None:
        cells[cells == float(str(nodata.value).strip("\0 "))] = np.nan
    west, north, width, height = _placement(keys, path)
    if int(keys.get("GTRasterTypeGeoKey", _PIXEL_IS_AREA)) == _PIXEL_IS_AREA:
        west, north = west + width / 2, north - height / 2
    return Elevation(cells, west, north, (width, height), crs or _crs_of(keys, path))


def _placement(keys: Mapping[str, Any], path: Path) -> tuple[float, float, float, float]:
    """Return where the raster's north-west point lies and the size of a cell."""
    if "ModelTransformation" in keys:
        (width, skew, _, west), (turn, height, _, north) = keys["ModelTransformation"][:2]
        if skew or turn:
            raise UnreadableElevationError(f"{path}: the raster is rotated; warp it to north up first")
        return float(west), float(north), float(width), -float(height)
    if "ModelPixelScale" not in keys or "ModelTiepoint" not in keys:
        raise UnreadableElevationError(f"{path}: does not say where it lies; it needs GeoTIFF's tie point")
    width, height = (float(step) for step in keys["ModelPixelScale"][:2])
    column, row, _, west, north = (float(number) for number in keys["ModelTiepoint"][:5])
    return west - column * width, north + row * height, width, height


def _crs_of(keys: Mapping[str, Any], path: Path) -> str:
    for key in ("ProjectedCSTypeGeoKey", "GeographicTypeGeoKey"):
        code = keys.get(key)
        if isinstance(code, int):
            return f"EPSG:{int(code)}"
    raise UnreadableElevationError(f"{path}: does not say its coordinate system; name it in elevation_crs")


def _read_ascii(path: Path, crs: str | None) -> Elevation:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    words = raw.decode("ascii").split()
    head: dict[str, float] = {}
    while len(words) > 2 * len(head) and re.match(r"[A-Za-z]", words[2 * len(head)]):
        key, value = words[2 * len(head) : 2 * len(head) + 2]
        head[key.lower()] = float(value)
    columns, rows, size = int(head["ncols"]), int(head["nrows"]), head["cellsize"]
    cells = np.array(words[2 * len(head) :], dtype=np.float64).reshape(rows, columns)
    cells[cells == head.get("nodata_value", -9999.0)] = np.nan
    shift = size / 2 if _CORNERS[0] in head else 0.0
    x_key, y_key = _CORNERS if _CORNERS[0] in head else _CENTRES
    west, south = head[x_key] + shift, head[y_key] + shift
    return Elevation(cells, west, south + (rows - 1) * size, (size, size), crs or _guess(west, south, path))


def _guess(west: float, south: float, path: Path) -> str:
    """Take coordinates that could be degrees for degrees; anything else must be named."""
    if abs(west) <= 180 and abs(south) <= 90:  # noqa: PLR2004 - the globe's own limits
        return "EPSG:4326"
    raise UnreadableElevationError(f"{path}: is not in degrees and names no system; name it in elevation_crs")

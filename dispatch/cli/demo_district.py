"""The bundled demo district: a synthetic river peninsula (示例) to try everything on.

The 11 subdistricts and 15 commercial complexes bear the public names of 渝中区's, at approximate places of an invented
map; every road, building, station and crew is invented and labelled so. The same files come out each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from routing import synthetic
from routing.assembly import Source
from routing.model import Spot
from routing.peninsula.city import Peninsula, generate
from routing.peninsula.scenery import Scenery
from stations.model import Building, Station, StationKind
from stations.registry.synthetic import equip
from stations.synthetic import KIND_NAMES, crew
from stations.writing import write_buildings, write_registry, write_stations, write_units

NODES = 6400
SEED = 8013
LON, LAT = 106.547, 29.555
BUILDINGS = 400
_GRID = 150
"""Cells of the elevation grid in each direction."""

Place = tuple[float, float]
"""Along the peninsula from 0 (west) to 1 (tip), across from -1 (south shore) to 1 (north shore)."""

SUBDISTRICTS: dict[str, Place] = {
    "石油路街道": (0.06, -0.2),
    "化龙桥街道": (0.16, 0.6),
    "大坪街道": (0.22, -0.4),
    "上清寺街道": (0.42, 0.4),
    "两路口街道": (0.46, -0.2),
    "菜园坝街道": (0.54, -0.7),
    "大溪沟街道": (0.60, 0.6),
    "七星岗街道": (0.68, 0.0),
    "南纪门街道": (0.75, -0.6),
    "解放碑街道": (0.82, 0.2),
    "朝天门街道": (0.93, 0.0),
}

COMPLEXES: dict[str, tuple[str, Place]] = {
    "龙湖时代天街": ("大坪商圈", (0.17, -0.5)),
    "大坪英利大融城": ("大坪商圈", (0.21, -0.2)),
    "重庆天地": ("化龙桥商圈", (0.18, 0.6)),
    "重庆印象城": ("化龙桥商圈", (0.25, 0.3)),
    "万摩购物中心": ("解放碑商圈", (0.78, 0.1)),
    "日月光中心广场": ("解放碑商圈", (0.77, -0.3)),
    "英利国际购物中心": ("解放碑商圈", (0.80, 0.2)),
    "环球金融中心": ("解放碑商圈", (0.81, 0.4)),
    "大都会东方广场": ("解放碑商圈", (0.84, 0.0)),
    "重庆时代广场": ("解放碑商圈", (0.83, 0.3)),
    "国泰广场": ("解放碑商圈", (0.82, 0.6)),
    "王府井百货": ("解放碑商圈", (0.86, 0.2)),
    "洪崖洞": ("解放碑商圈", (0.87, 0.8)),
    "朝天门商场": ("朝天门商圈", (0.93, -0.2)),
    "来福士广场": ("朝天门商圈", (0.96, 0.1)),
}
"""Each with the zone (联防区域) whose stations help each other."""

_FIRE_STATIONS: tuple[Place, ...] = ((0.2, 0.0), (0.52, 0.1), (0.85, -0.2))
_MORE_COMMUNITY = 5
_MORE_UNIT = 9
_STOREYS = {"residential": (6, 7, 8, 18, 28, 33), "office": (12, 24, 32, 46), "hotel": (9, 22, 38), "school": (4, 5)}
_SHARES = (0.62, 0.22, 0.1, 0.06)
_COMPLEX_STOREYS = (6, 7, 8)
_MALL_STOREY_M2 = 12_000.0
_OUTLINES_M = {
    "mall": (58.0, 50.0),
    "residential": (44.0, 16.0),
    "office": (30.0, 30.0),
    "hotel": (38.0, 24.0),
    "school": (50.0, 20.0),
}
_STOREY_M = {"residential": 3.0, "office": 4.2, "hotel": 3.6, "school": 3.8, "mall": 5.5}

DISTRICT_TOML = """\
# 示例 (synthetic): everything here is invented but the public names of subdistricts and complexes.
name = "示例渝中"
timezone = "Asia/Shanghai"
profile = "one-three"

# Posts are checked at random, about once in two days.
[checks]
every_days = 2

[roads]
elevation = "elevation.asc"
elevation_crs = "EPSG:4326"
"""

REGISTRY_DAY = date(2026, 11, 1)
"""The day on which the demo's equipment was looked at: the same files come out whenever they are made."""

NORMS_TOML = """\
# 示例 (synthetic): which ready norms this district holds its stations against.
base = ["national", "chongqing"]
"""


def build_demo(folder: Path) -> Path:
    """Write the demo district into a folder, made where it is missing, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    city = generate(NODES, SEED, lon=LON, lat=LAT)
    rng = random.Random(SEED)
    buildings = list(_buildings(city, rng))
    stations = list(_stations(city, buildings, rng))
    synthetic.write_osm(_drawn(city, buildings), folder / "roads.osm")
    _write_elevation(city, folder / "elevation.asc")
    write_stations(folder, stations)
    units = [unit for station in stations for unit in crew(station)]
    write_units(folder, units)
    write_buildings(folder, buildings)
    write_registry(folder, equip(stations, units, buildings, seed=SEED, on=REGISTRY_DAY))
    (folder / "norms.toml").write_text(NORMS_TOML, encoding="utf-8")
    (folder / "district.toml").write_text(DISTRICT_TOML, encoding="utf-8")
    return folder


def _drawn(city: Peninsula, buildings: Sequence[Building]) -> Source:
    """Return the roads with what lies between them: the registered buildings' outlines, other houses, river, parks."""
    scenery = Scenery(city)
    scenery.add_land()
    taken = set()
    for building in buildings:
        spot = Spot(building.lon, building.lat)
        taken.add(spot)
        scenery.add_house(spot, _OUTLINES_M[building.kind or ""], {"building:levels": str(building.storeys)})
    scenery.fill((each for each in city.blocks if Spot(round(each.lon, 6), round(each.lat, 6)) not in taken), SEED)
    return scenery.with_roads()


def _buildings(city: Peninsula, rng: random.Random) -> Iterator[Building]:
    """Yield the complexes in their zones, then invented buildings in the subdistrict that is nearest."""
    free = list(city.blocks)
    for number, (name, (zone, place)) in enumerate(COMPLEXES.items(), start=1):
        spot = _take_nearest(free, city.at(*place))
        storeys = rng.choice(_COMPLEX_STOREYS)
        yield _building(f"C{number:02d}", f"{name}（示例）", "mall", spot, zone=zone, storeys=storeys)
    centres = {name: city.at(*place) for name, place in SUBDISTRICTS.items()}
    spots = rng.sample(free, BUILDINGS - len(COMPLEXES))
    for number, spot in enumerate(spots, start=1):
        kind = rng.choices(list(_STOREYS), _SHARES)[0]
        zone = min(centres, key=lambda name: _squared(centres[name], spot))
        name = f"示例{zone.removesuffix('街道')}{number}号楼"
        yield _building(f"B{number:03d}", name, kind, spot, zone=zone, storeys=rng.choice(_STOREYS[kind]))


def _building(key: str, name: str, kind: str, spot: Spot, *, zone: str, storeys: int) -> Building:
    return Building(
        id=key,
        name=name,
        lon=round(spot.lon, 6),
        lat=round(spot.lat, 6),
        storeys=storeys,
        height_m=round(storeys * _STOREY_M[kind], 1),
        kind=kind,
        zone=zone,
        fire_lift=storeys * _STOREY_M[kind] > 33,  # noqa: PLR2004 - GB 50016: above 33 m a building has a fire lift
        area_m2=storeys * _MALL_STOREY_M2 if kind == "mall" else None,
    )


def _stations(city: Peninsula, buildings: list[Building], rng: random.Random) -> Iterator[Station]:
    """Yield a unit station in each complex and some towers, community stations, and three fire stations."""
    homes: list[tuple[StationKind, Building]] = []
    complexes, others = buildings[: len(COMPLEXES)], buildings[len(COMPLEXES) :]
    towers = sorted(others, key=lambda each: (-(each.storeys or 0), each.id))
    homes += [("micro_unit", each) for each in (*complexes, *towers[:_MORE_UNIT])]
    low = [each for each in others if each.kind == "residential" and each not in towers[:_MORE_UNIT]]
    for place in SUBDISTRICTS.values():
        homes.append(("micro_community", _pop_nearest(low, city.at(*place))))
    homes += [("micro_community", each) for each in rng.sample(low, _MORE_COMMUNITY)]
    homes += [("fire", _pop_nearest(low, city.at(*place))) for place in _FIRE_STATIONS]
    for number, (kind, home) in enumerate(homes, start=1):
        yield Station(
            id=f"S{number:02d}",
            name=f"示例{home.name.removesuffix('（示例）').removeprefix('示例')}{KIND_NAMES[kind]}",
            kind=kind,
            lon=home.lon,
            lat=home.lat,
            zone=home.zone,
            phone=f"000-20{number:02d}",
            building=home.id if kind == "micro_unit" else "",
        )


def _take_nearest(free: list[Spot], wanted: Spot) -> Spot:
    found = min(free, key=lambda spot: _squared(spot, wanted))
    free.remove(found)
    return found


def _pop_nearest(free: list[Building], wanted: Spot) -> Building:
    found = min(free, key=lambda each: _squared(Spot(each.lon, each.lat), wanted))
    free.remove(found)
    return found


def _squared(a: Spot, b: Spot) -> float:
    """Return a squared distance in degrees of latitude, good enough to compare within the district."""
    narrowing = 0.87  # the cosine of the district's latitude
    return ((a.lon - b.lon) * narrowing) ** 2 + (a.lat - b.lat) ** 2


def _write_elevation(city: Peninsula, path: Path) -> None:
    """Write the ground's height as an ASCII grid in degrees that covers every road."""
    lon, lat = np.array(list(city.source.points.values())).T
    west, south = float(lon.min()) - 0.001, float(lat.min()) - 0.001
    cell = (max(float(np.ptp(lon)), float(np.ptp(lat))) + 0.002) / _GRID
    along = (np.arange(_GRID) + 0.5) * cell
    grid_lon, grid_lat = np.meshgrid(west + along, south + along[::-1])
    heights = city.height_m(grid_lon, grid_lat)
    head = f"ncols {_GRID}\nnrows {_GRID}\nxllcorner {west:.6f}\nyllcorner {south:.6f}\ncellsize {cell:.8f}\n"
    rows = "\n".join(" ".join(f"{value:.1f}" for value in row) for row in heights)
    path.write_text(f"{head}NODATA_value -9999\n{rows}\n", encoding="ascii")

"""Writes small district folders for the tests, right ones and spoiled ones."""

from pathlib import Path

STATIONS = """\
id,name,kind,lon,lat,zone,phone
s1,示例甲站,micro_unit,106.570,29.550,z1,
s2,示例乙站,fire,106.580,29.560,,
"""
UNITS = """\
id,station,name,mode,crew,capabilities
u1,s1,示例一组,foot,3,extinguisher hose
u2,s2,示例一号车,engine,6,pump water
"""
BUILDINGS = """\
id,name,lon,lat,storeys,height_m,kind,zone
b1,示例大厦,106.571,29.551,32,98.5,office,z1
b2,示例平房,106.572,29.552,,,,
"""


def write_folder(
    folder: Path,
    *,
    stations: str | bytes | None = STATIONS,
    units: str | bytes | None = UNITS,
    buildings: str | bytes | None = BUILDINGS,
    toml: str | bytes | None = 'name = "示例区"\n',
    roads: str | None = "roads.osm",
) -> Path:
    """Write a district folder; None leaves a file out, bytes are written as they are."""
    tables = {
        "stations.csv": stations,
        "units.csv": units,
        "buildings.csv": buildings,
        "district.toml": toml,
    }
    for name, content in tables.items():
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    if roads is not None:
        (folder / roads).write_text("<osm version='0.6'/>")
    return folder

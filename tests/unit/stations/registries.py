"""Small registries for the tests, right ones and the ways to spoil them."""

from pathlib import Path

from tests.unit.stations.folders import write_folder

MEMBERS = """\
id,station,role,qualifications,channels,team
m1,s1,站长,初级消防员,app,甲班
m2,s1,firefighter,,app radio,甲班
m3,s1,队员,,app,乙班
m4,s2,head,,radio,
"""
EQUIPMENT = """\
id,station,kind,count,serial,made,inspected,serviced,expires,state,place
e1,s1,extinguisher_powder,,0012345,2024-03-01,2026-11-01,,,ready,一层
e2,s1,extinguisher_water,1,A2,2019/6/1,2026年11月1日,2025-6-1,,,
e3,s1,hose,6,,,,,2027-01-31,完好,
e4,s1,helmet,2,,,,,,故障,
"""
ROOMS = "id,station,kind,area_m2,beds\nr1,s1,duty,20.5,2\nr2,s1,equipment,,\n"
ZONES = "id,kind,lead,street\nz1,complex,s1,示例街道\n"
VEHICLES = (
    "id,station,kind,unit,width_m,height_m,weight_t,inspected,state\nv1,s2,pumper,u2,2.5,3.4,18,2026-05-01,ready\n"
)
HYDRANTS = (
    "id,kind,lon,lat,building,state,pressure_mpa,inspected\nh1,outdoor,106.5711,29.5511,b1,ready,0.25,2026-10-01\n"
)
BUILDING_FILES = (
    "building,responsible,warden,entrance,lifts,fire_lifts,hydrants,control_room,plan,reviewed\n"
    "b1,示例物业,W1,东门,6,2,h1,一层,示例预案,2026-01-05\n"
)
TABLES = {
    "members": MEMBERS,
    "equipment": EQUIPMENT,
    "rooms": ROOMS,
    "zones": ZONES,
    "vehicles": VEHICLES,
    "hydrants": HYDRANTS,
    "building_files": BUILDING_FILES,
}


def write_tables(folder: Path, **tables: str | bytes) -> list[Path]:
    """Write tables by name and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in tables.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


def write_full_folder(folder: Path) -> Path:
    """Write a district folder with every table."""
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(folder)
    write_tables(folder, **TABLES)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with what it holds."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}

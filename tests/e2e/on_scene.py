"""A district (示例) for what happens on scene: it looks first, and knows the building that burns and its helpers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stations.district import read_district
from stations.helpers import Helper
from stations.model import Building
from stations.registry.model import Assistance, BuildingFile, Entrance, Ground, Hydrant, PlanStep, Registry
from stations.writing import write_registry
from tests.hub import House

BURNING = "B00019"
"""The building that burns."""

LOOKS, ENGINE = "S0002", "S0012"
"""The micro station in it; the fire station, whose engine is the second on the way."""

_SETTINGS = """
plan_profile = "verify-first"

[phones]
centre = "000-0000"

[look]
within_s = 600

[helpers]
accept_within_s = 4
"""
"""Nobody's patience but that with helpers ends while a test looks on."""


@pytest.fixture
def on_scene_house(tmp_path: Path, district: Path) -> House:
    """A house whose district looks first and knows the building that burns."""
    return House(make_on_scene_district(tmp_path / "district", district), tmp_path / "data")


def make_on_scene_district(folder: Path, generated: Path) -> Path:
    """Write a generated district once more, with the tables that crews on scene live by; return its folder."""
    shutil.copytree(generated, folder)
    settings = folder / "district.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + _SETTINGS, encoding="utf-8")
    building = next(each for each in read_district(generated).buildings if each.id == BURNING)
    write_registry(folder, _registry(building))
    return folder


def _registry(building: Building) -> Registry:
    key, lon, lat = building.id, building.lon, building.lat
    return Registry(
        building_files=(
            BuildingFile(
                building=key,
                responsible="示例物业一公司",
                warden="W-示例",
                lifts=4,
                fire_lifts=1,
                control_room="1 层东侧",
                control_room_phone="000-1900",
                keys="1 层值班室",
                pump_room="负一层",
                hazards=("负一层燃气表间", "屋顶光伏"),
                plan="示例预案-19",
            ),
        ),
        entrances=(
            Entrance(id="E-N", building=key, lon=lon, lat=round(lat + 0.0002, 6), name="北门", serves=("engine",)),
            Entrance(id="E-S", building=key, lon=lon, lat=round(lat - 0.0002, 6), name="南门", serves=("crew",)),
        ),
        grounds=(Ground(id="G-1", building=key, lon=lon, lat=lat, length_m=20.0, width_m=10.0, bearing_t=30.0),),
        hydrants=(
            Hydrant(id="XH-19", kind="outdoor", lon=lon, lat=lat, building=key, state="ready", pressure_mpa=0.25),
        ),
        assistance=(Assistance(id="A-12", building=key, floor=12, count=2),),
        steps=(PlanStep(id="P-1", building=key, role="controller", order=1, text="核实火警，通知疏散"),),
        helpers=(
            Helper(id="gas-1", kind="gas", name="示例燃气抢险班", phones=("000-1901",)),
            Helper(id="gas-2", kind="gas", name="示例燃气二班", phones=("000-1902",)),
        ),
    )

"""Writes the folder of a new district: settings with what holds from the start, and tables that wait for rows."""

from __future__ import annotations

from pathlib import Path

from stations.problems import StationsError
from stations.writing import write_table

TABLES = ("stations", "units", "buildings")

SETTINGS = """\
# 每一项都可以不写；onethree check 会指出每一处错误。All of it is optional; onethree check names every mistake.
name = "{name}"
timezone = "Asia/Shanghai"

# 到场时限：本建筑的微型站 60 秒，其他微型站 180 秒，消防救援站 300 秒。
# To arrive: the building's own crews 60 s, other micro stations 180 s, fire stations 300 s.
profile = "one-three"

# 单个探测器报警：先派人核实，消防救援站预警；限时内无人说明情况，按火情处置，全部出动。写 "none" 则一律立即全部出动。
# A single detector: crews go to look, the fire station is forewarned; where nobody says in time what it is,
# everybody goes. With "none" everybody goes at once, always.
plan_profile = "verify-first"

[look]
within_s = 60

# 消防物联网：传输装置写在 gateways.csv，设备写在 devices.csv；主机点表用 onethree stations import-points 导入。
# Signals: gateways stand in gateways.csv, devices in devices.csv; onethree stations import-points reads a panel's list.
"""


class DistrictExistsError(StationsError):
    """The folder is a district's already; nothing was written."""


def write_new_district(folder: Path, name: str) -> tuple[Path, ...]:
    """Write a new district's folder, made where it is missing, and return what was written; tables that are there stay.

    Raises `DistrictExistsError` where it has a ``district.toml``, OSError where it cannot be written.
    """
    settings = folder / "district.toml"
    if settings.exists():
        raise DistrictExistsError(f"{settings} is there already; change it with an editor, or name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    missing = [table for table in TABLES if not (folder / f"{table}.csv").exists()]
    for table in missing:
        write_table(folder, table, ())
    settings.write_text(SETTINGS.format(name=_quoted(name)), encoding="utf-8")
    return settings, *(folder / f"{table}.csv" for table in missing)


def _quoted(name: str) -> str:
    """Return a name as it stands in a TOML string."""
    kept = "".join(each for each in name if each.isprintable())
    return kept.replace("\\", "\\\\").replace('"', '\\"')

"""Reads a point list from the bytes of a clerk's file: which columns there are, and what each row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from stations.points.addresses import Address, of_parts, read_address
from stations.problems import Findings
from stations.sheets.headings import plain_heading
from stations.sheets.odd import exposed
from stations.sheets.reading import Line, Wanted, read_sheet
from stations.spreadsheet import unguard, what_a_program_did

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "panel": "主机 主机号 主机编号 机号 控制器 控制器号 控制器编号 报警主机",
        "kind": "类型 设备类型 部件类型 器件类型 种类 类别 设备种类 探测器类型 type",
        "name": "名称 设备名称 器件名称 部件名称",
        "location": "安装位置 位置 位置描述 安装地点 地点 部位 安装部位 具体位置",
        "text": "描述 注释 汉字注释 注释信息 中文描述 文字描述 用户描述 description",
        "note": "备注 说明",
        "floor": "楼层 层 所在楼层 层数 层号",
        "zone": "分区 防火分区 区域 防区 区号 分区号",
        "building": "楼栋 栋号 楼号 建筑 建筑物 大楼 楼宇 建筑名称",
    }
)
_LOOPS = "回路 回路号 回路编号 总线号 总线 环路"
_POINTS = (
    "点号 点位 点位号 地址号 部位号 器件号 设备号",
    "地址 部件地址 设备地址 地址码 地址编码",
    "编码 部件号 部件编号",
    "一次码 一次编码 原码",
)
_ADDRESSES = (
    "一次码 一次编码 原码 物理地址",
    "地址 设备地址 地址码 地址编码 部位地址 部件地址",
    "编码 点位 点号 点位号 部件编号",
    "编号",
    "二次码 用户编码 用户码 二次编码",
)
"""Groups of headings of one meaning, the surest first: a list that has several of them is read by the first."""

_SPARE = ("备用", "空点", "未使用", "未定义", "预留", "spare")


class Point(NamedTuple):
    """One row: where the point hangs, and what the list says of it in its own words; empty where it says nothing."""

    line: int
    address: Address
    kind: str = ""
    location: str = ""
    floor: str = ""
    zone: str = ""
    building: str = ""


class PointList(NamedTuple):
    """The rows that were read, and the lines of those that are spare points by their own words."""

    points: tuple[Point, ...]
    spare: tuple[int, ...]


def read_points(content: bytes, findings: Findings, *, heading: str = "", layout: str = "") -> PointList:
    """Read a point list; rows without a readable address are noted by their line and left out.

    The address stands in loop and point, in one column (一次码, 地址), or in the user's code (二次码): the first of
    these that the list has. ``heading`` names another column for it. ``layout`` cuts digits without marks (``LLPPP``).
    """
    points: list[Point] = []
    spare: list[int] = []
    uncut: dict[int, str] = {}
    for line in _lines(content, findings, heading):
        cells = {field: " ".join(unguard(cell).split()) for field, cell in line.cells.items()}  # a cell of two lines
        said = " ".join(cells.get(field, "") for field in ("kind", "name", "location", "text", "note"))
        if line.defect:
            findings.error(line.defect, line=line.number)
        elif any(word in said.casefold() for word in _SPARE):
            spare.append(line.number)
        elif address := _address(cells, line.number, findings, layout):
            points.append(_point(cells, line.number, address))
            if address.is_uncut:
                uncut[line.number] = address.written
    if uncut:
        number, cell = next(iter(uncut.items()))
        message = f"“{cell}” and {len(uncut) - 1} more are each taken as one number; say how digits are cut, as LLPPP"
        findings.warn(message, line=number, field="address")
    return PointList(tuple(points), tuple(spare))


def _point(cells: Mapping[str, str], line: int, address: Address) -> Point:
    """Return a row as a point. A name beside a kind tells the place; alone it tells the kind, and perhaps both."""
    kind, name = cells.get("kind", ""), cells.get("name", "")
    words = [cells.get("location", ""), cells.get("text", ""), name if kind else ""]
    place = " ".join(dict.fromkeys(word for word in words if word)) or cells.get("note", "") or name
    told = {field: cells.get(field, "") for field in ("floor", "zone", "building")}
    return Point(line, address, kind or name, place, **told)


def _lines(content: bytes, findings: Findings, heading: str) -> list[Line]:
    """Return the rows of the list under the first layout of columns that it has."""
    lacking: Findings | None = None
    for wanted in _variants(heading):
        own = Findings(findings.file)
        lines = read_sheet(content, own, wanted)
        if own.complete:
            findings.problems += own.problems
            return lines
        # Which columns it lacks is told for a plain list: an address, a kind, a place.
        lacking = own if lacking is None or wanted.required == ("address",) else lacking
    findings.problems += () if lacking is None else lacking.problems
    findings.complete = False
    return []


def _variants(heading: str) -> Iterator[Wanted]:
    others, optional = _words(_WORDS), tuple(_WORDS)
    if heading:
        yield Wanted(("address",), optional, MappingProxyType({**others, plain_heading(heading): "address"}))
        return
    for points in _POINTS:
        words = {**others, **_words({"loop": _LOOPS, "point": points})}
        yield Wanted(("loop", "point"), optional, MappingProxyType(words))
    for addresses in _ADDRESSES:
        words = {**others, **_words({"address": addresses})}
        yield Wanted(("address",), optional, MappingProxyType(words))


def _words(fields: Mapping[str, str]) -> dict[str, str]:
    return {plain_heading(word): field for field, words in fields.items() for word in (field, *words.split())}


def _address(cells: Mapping[str, str], line: int, findings: Findings, layout: str) -> Address | None:
    written = "".join(each for each in cells.get("panel", "") if each.isdecimal())
    panel = int(written) if written else None
    if "point" in cells or "loop" in cells:
        loop, point = cells.get("loop", ""), cells.get("point", "")
        # A point that says its loop itself (1-023 beside loop 1) is read as it stands.
        found = of_parts(loop, point, panel) or (read_address(point, layout, panel) if not point.isdecimal() else None)
        field, cell = "point", f"{loop}-{point}"
    else:
        field, cell = "address", cells.get("address", "")
        found = read_address(cell, layout, panel)
    if found is None:
        told = what_a_program_did(cell) or f"“{exposed(cell)}” is no address of a point; the row is not read"
        findings.error(told, line=line, field=field)
    return found

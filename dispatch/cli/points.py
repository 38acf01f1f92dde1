"""``onethree stations import-points``: a fire panel's point list as clerks export it, into ``devices.csv``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dispatch.cli.options import District, Lang, Language, language, wrong_usage
from dispatch.cli.output import Terminal
from dispatch.cli.render_stations import message, print_changes, print_each, print_removals
from dispatch.intake.fields.floors import read_floor
from stations.points.addresses import ORDERS
from stations.points.importing import PointsPlan, Way, plan_points
from stations.registry import importing

console = Terminal()

_SHOWN = 50
"""So many rows are named that were not read, or read in part; the counts are of all."""

_SENTENCES = {
    "summary": (
        "读取 {read} 个点位，备用点 {spare} 个，没有读取 {unread} 行",
        "{read} points read, {spare} spare, {unread} rows not read",
    ),
    "missing": (
        "现有设备中有 {count} 个不在点表中，保留不变：{ids}",
        "{count} devices of the gateway are not in the list; they stay: {ids}",
    ),
    "write": ("仅预览，未写入；加 --write 写入 devices.csv", "nothing was written; add --write to change devices.csv"),
    "written": ("已写入 devices.csv", "devices.csv is written"),
}


def add_to(group: typer.Typer) -> None:
    """Add the command to the group ``stations``."""
    group.command("import-points")(import_points)


def import_points(
    district: District,
    file: Annotated[Path, typer.Argument(help="the list (.xlsx, .csv; UTF-8 or GB 18030)")],
    gateway: Annotated[str, typer.Option(help="what passes on its signals: an id of gateways.csv")],
    profile: Annotated[
        str | None,
        typer.Option(help="how signals name a point: loop-first, point-first, as-written; without it by the protocol"),
    ] = None,
    system: Annotated[int, typer.Option(help="system of GB/T 26875.3, table 4", min=0, max=255)] = 1,
    address: Annotated[str, typer.Option(help="the heading of the address, where it is not found: 二次码")] = "",
    digits: Annotated[str, typer.Option(help="how digits without marks are cut, such as LLPPP or ULLPPP")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="devices that the list does not have go")] = False,
    removing: Annotated[int, typer.Option(help="how many go: the number that was told", min=0)] = 0,
    write: Annotated[bool, typer.Option("--write", help="change devices.csv; without it only say what would")] = False,
    lang: Lang = None,
) -> None:
    """Read a fire panel's point list: loop, point, kind and place of each device. Says what was read, row by row.

    Columns are known by their headings (回路 点号 地址 一次码 类型 安装位置 楼层 分区), floors and towers by the
    words of the place. A device that is known under its address keeps its id, camera, owner and limits.

    Example: [bold]onethree stations import-points district 点表.xlsx --gateway G-C01 --write[/bold]
    """
    order = next((each for each in ORDERS if each == profile), None)
    if profile is not None and order is None:
        raise wrong_usage(f"--profile is one of {', '.join(ORDERS)}")
    way = Way(heading=address, layout=digits.upper(), order=order, system=system, replace=replace)
    told = language(lang)
    plan = plan_points(district, file, gateway, lambda words: read_floor(words).value, way)
    _print(plan, told, replace=replace)
    if plan.table is None or not plan.is_possible:
        raise typer.Exit(1)
    if not write:
        console.print(_say("write", told))
        return
    if removing != plan.table.removed:
        print_removals(plan.table.removed, console, told)
        raise typer.Exit(1)
    importing.carry_out(plan.table, removing=removing)
    console.print(_say("written", told))


def _print(plan: PointsPlan, lang: Language, *, replace: bool) -> None:
    for severity in ("error", "warning"):
        found = [each for each in plan.problems if each.severity == severity]
        print_each(found[:_SHOWN], console, lang)
        if (more := len(found) - _SHOWN) > 0:
            console.print(message("more", lang, count=more))
    if plan.table is not None:
        print_each([each for each in plan.table.problems if each.severity == "error"], console, lang)
        print_changes(plan.table.changes, console, lang, only_planned=False)
    console.print(_say("summary", lang, read=plan.read, spare=plan.spare, unread=plan.unread))
    if plan.missing and not replace:
        ids = " ".join(each.id for each in plan.missing[:_SHOWN])
        console.print(_say("missing", lang, count=len(plan.missing), ids=ids))


def _say(key: str, lang: Language, **filled: object) -> str:
    return _SENTENCES[key][0 if lang == "zh" else 1].format(**filled)

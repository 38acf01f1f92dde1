"""``onethree report signals`` and ``report owed``: GB 50440's times from the record, and what is owed on devices."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import orjson
import typer
from rich.table import Table

from dispatch.cli.options import Data, Lang, Language, Redis, language, time_of
from dispatch.cli.output import Terminal, say, say_document
from dispatch.core.instant import read_time, to_builtins
from dispatch.core.world import World
from dispatch.log.open import open_log
from dispatch.past.reports.alarm_load import DAY_MS
from dispatch.past.reports.owed import Owed, OwedGroup, owed
from dispatch.past.reports.signal_reading import SignalBook, read_signals
from dispatch.past.reports.signal_times import SignalTimes, Stretch
from dispatch.past.reports.tables import owed_csv, times_csv
from dispatch.writer import snapshots
from stations.registry.reading import zones_of

console = Terminal()

Form = Annotated[
    Literal["text", "json", "csv"], typer.Option("--format", help="text to read; json; csv opens in a spreadsheet")
]
Out = Annotated[Path | None, typer.Option(help="write json or csv to this file; without it to stdout")]
District = Annotated[
    Path | None, typer.Option(help="the district's folder: which street a zone lies in", envvar="ONETHREE_DISTRICT")
]

_SHOWN = 20
_WORDS: dict[str, tuple[str, str]] = {
    "fire": ("火警：设备时间至入库", "fire: the device's time to the record"),
    "screen": ("火警：设备时间至首个站点屏幕", "fire: the device's time to a station's screen"),
    "state": ("其他状态：设备时间至入库", "other states: the device's time to the record"),
    "line": ("传输：装置发出至入库", "line: sent by the gateway to the record"),
    "forward": ("确认火警转发 119", "confirmed fire to 119"),
    "silence": ("传输装置失联发现", "a gateway's silence noticed"),
    "stretch": ("项目", "stretch"),
    "limit": ("时限", "limit"),
    "n": ("次数", "n"),
    "kept": ("达标", "kept"),
    "over": ("超时", "over"),
    "breached": ("超出外限", "breached"),
    "missing": ("未送达", "not told"),
    "unclear": ("时间不明", "unclear"),
    "worst": ("最长", "worst"),
    "title": ("GB 50440 时限", "GB 50440 times"),
    "signals": (
        "记录信号 {signals} 条，其中有无法识别内容的 {unread} 条",
        "{signals} signals recorded, {unread} with unread parts",
    ),
    "slowest": ("超时最长：", "the slowest:"),
    "unwatched": (
        "失联在 2 小时内不会被发现的传输装置（silent_after_s 为 0 或大于 7200）：{ids}",
        "gateways whose silence would not be noticed within two hours (silent_after_s is 0 or above 7200): {ids}",
    ),
    "street": ("街道", "street"),
    "owner": ("维保单位", "keeper"),
    "station": ("消防站", "station"),
    "devices": ("设备", "devices"),
    "wrong": ("异常", "wrong"),
    "out_of_order": ("故障/屏蔽", "out of order"),
    "silent": ("失联", "silent"),
    "switched_off": ("人工停用", "switched off"),
    "owed": ("超期", "owed"),
    "oldest": ("最长（天）", "oldest, days"),
    "nobody": ("（未填写）", "(nobody)"),
    "nothing": ("没有异常设备", "nothing is wrong with any device"),
    "total": ("超过 {days} 天未处理：{total} 台", "longer than {days} days: {total} devices"),
}


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group ``report``."""
    group.command("signals")(signals)
    group.command("owed")(owed_devices)


def signals(
    data: Data,
    from_: Annotated[str | None, typer.Option("--from", help="RFC 3339; without it a day before the end")] = None,
    to: Annotated[str | None, typer.Option("--to", help="RFC 3339; without it the record's end")] = None,
    form: Form = "text",
    lang: Lang = None,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Measure GB 50440's times: signal to centre 10 s, confirmed fire to 119 3 s, silence noticed within 2 h.

    A device's own time is as good as its clock: one more than a day off, or ahead, is counted as unclear. From the
    record to the consoles takes milliseconds more, which [bold]onethree bench hub[/bold] measures.

    Example: [bold]onethree report signals data --from 2026-11-01T00:00:00+08:00 --lang zh[/bold]
    """
    book, world = asyncio.run(_read(data, redis, from_, to))
    if form == "csv":
        _write(times_csv(book.timed), out)
    elif form == "json":
        _write(_json(book.result(world)), out)
    else:
        _print_times(book.result(world), language(lang))


def owed_devices(
    data: Data,
    district: District = None,
    days: Annotated[int, typer.Option(help="longer than so many days is owed", min=0)] = 3,
    form: Form = "text",
    lang: Lang = None,
    out: Out = None,
    redis: Redis = None,
) -> None:
    """Say which devices are out of order, silent or switched off: by street, keeper and station, and for how long.

    Example: [bold]onethree report owed data --district district --days 7 --format csv --out owed.csv[/bold]
    """
    world = asyncio.run(_world(data, redis))
    found = owed(world, () if district is None else zones_of(district), now=time_of(world), days=days)
    if form == "csv":
        _write(owed_csv(found.listed), out)
    elif form == "json":
        _write(_json(found), out)
    else:
        _print_owed(found, language(lang))


async def _read(data: Path, redis: str | None, from_: str | None, to: str | None) -> tuple[SignalBook, World]:
    async with open_log(data, redis, create=False) as log:
        world = await snapshots.load(log)
        until = read_time(to, "to") or time_of(world)
        from_at = read_time(from_, "from") or until.plus(-DAY_MS)
        return await read_signals(log, world, from_at, until), world


async def _world(data: Path, redis: str | None) -> World:
    async with open_log(data, redis, create=False) as log:
        return await snapshots.load(log)


def _print_times(found: SignalTimes, lang: Language) -> None:
    columns = ("stretch", "limit", "n", "kept", "over", "breached", "missing", "unclear")
    table = Table(
        *(_word(each, lang) for each in columns), "p50", "p99", _word("worst", lang), title=_word("title", lang)
    )
    for each in found.stretches:
        table.add_row(*_cells(each, lang))
    console.print(table)
    console.print(_word("signals", lang, signals=found.signals, unread=found.unread))
    if found.slowest:
        console.print(_word("slowest", lang))
    for slow in found.slowest[:_SHOWN]:
        console.print(f"  {slow.at} {_word(slow.name, lang)} {slow.of}: {_seconds(slow.ms)}", markup=False)
    if found.unwatched:
        console.print(_word("unwatched", lang, ids=" ".join(found.unwatched)), markup=False)


def _cells(each: Stretch, lang: Language) -> Sequence[str]:
    counts = (each.n, each.kept, each.over, each.breached, each.missing, each.unclear)
    times = (each.p50_ms, each.p99_ms, each.worst_ms)
    return (_word(each.name, lang), _seconds(each.limit_ms), *map(str, counts), *map(_seconds, times))


def _print_owed(found: Owed, lang: Language) -> None:
    if not found.streets:
        console.print(_word("nothing", lang))
        return
    for key, groups in (("street", found.streets), ("owner", found.owners), ("station", found.stations)):
        columns = (key, "devices", "wrong", "out_of_order", "silent", "switched_off", "owed", "oldest")
        table = Table(*(_word(each, lang) for each in columns))
        for group in groups[:_SHOWN]:
            table.add_row(group.key or _word("nobody", lang), *_counts(group))
        console.print(table)
    console.print(_word("total", lang, days=found.days, total=found.total))
    for each in found.listed[:_SHOWN]:
        console.print(f"  {each.device} {each.name} {' '.join(each.why)}: {each.days} d", markup=False)


def _counts(group: OwedGroup) -> Sequence[str]:
    counts = (group.devices, group.wrong, group.out_of_order, group.silent, group.switched_off, group.owed)
    return (*map(str, counts), str(group.oldest_days))


def _seconds(ms: float | None) -> str:
    return "" if ms is None else f"{ms / 1000:g} s"


def _word(key: str, lang: Language, **filled: object) -> str:
    return _WORDS[key][0 if lang == "zh" else 1].format(**filled)


def _json(value: object) -> bytes:
    return orjson.dumps(to_builtins(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _write(content: bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(content)
        say(f"{out}: {len(content)} bytes", err=True)
        return
    say_document(content)

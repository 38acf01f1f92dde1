"""``onethree bench ladder``: what the targets make the ladder order, on recorded calls."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec.structs import replace

from dispatch.cli.options import Json
from dispatch.cli.output import Terminal, say
from dispatch.core import commands as cmd
from dispatch.core.vocabulary import Place
from dispatch.simulation import ladder_trial
from dispatch.simulation.ladder_trial import Call, Question, Tally, play
from loadtest.districts import make_yuzhong_district, read_sites
from loadtest.figures import Figure, above_floor, as_json, at_most, print_table
from loadtest.streams import TimedAlarm, lay_on, read_stream
from stations.district import read_district
from stations.rules import DEFAULT_PROFILE, TARGET_PROFILES, Target

GOAL = 1.0


def everybodys_minute() -> tuple[Target, ...]:
    """Return the default targets as they were: whoever comes from a micro station has the minute of the own crews."""
    targets = TARGET_PROFILES[DEFAULT_PROFILE]
    own = {each.name for each in targets if each.whose == "own_building"}
    kept = [each for each in targets if each.whose == "own_building" or each.name not in own or "fire" in each.kinds]
    return tuple(replace(each, whose="anybody") for each in kept)


def ladder(
    streams: Annotated[
        list[Path], typer.Argument(help="recorded calls: San Francisco's, Toronto's or any CSV with times")
    ],
    yuzhong: Annotated[Path, typer.Option(help="shared folder of real roads and buildings")],
    calls: Annotated[int, typer.Option(help="so many of each stream, from its beginning", min=1)] = 200,
    stations: Annotated[int, typer.Option(help="invented stations of the district", min=8)] = 160,
    compression: Annotated[float, typer.Option(help="so many times as fast as they came", min=0.01)] = 1.0,
    seed: Annotated[int, typer.Option(help="the same seed places stations and moves crews alike")] = 1,
    against: Annotated[
        Path | None, typer.Option(help="another checkout: what its rules and default targets do with the same calls")
    ] = None,
    json: Json = False,
) -> None:
    """Say how many orders, recalls and rungs an incident costs, beside what it cost before.

    Before is a minute for everybody by today's rules; with [bold]--against DIR[/bold] it is what the rules and the
    targets of another checkout do. Both play the same calls on the same district with the same crews, in virtual time.

    Example: [bold]onethree bench ladder calls.csv.gz --yuzhong shared/yuzhong-osm --against ../before[/bold]
    """
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        place = make_yuzhong_district(Path(scratch) / "district", yuzhong, stations=stations, seed=seed)
        district, sites = read_district(place), read_sites(place)
        for stream in streams:
            alarms = lay_on(read_stream(stream)[:calls], sites, seed=seed, compression=compression)
            told = [_as_told(alarm) for alarm in alarms]
            if against is None:
                before = play(district, told, everybodys_minute(), seed=seed)
            else:
                before = play_elsewhere(against, Question(district=place, calls=tuple(told), seed=seed))
            now = play(district, told, None, seed=seed)
            figures += _figures(stream.name.split(".")[0], before, now)
    if json:
        say(as_json(figures))
    else:
        print_table(figures, Terminal(soft_wrap=False), title="ladder")


_ELSEWHERE = """
import importlib.util, pathlib, sys
for name in ("recorded_town", "ladder_trial"):
    spec = importlib.util.spec_from_file_location(f"dispatch.simulation.{name}", f"{sys.argv[1]}/{name}.py")
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
module.answer(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
"""
"""Plays this checkout's trial with another one's rules: the two files of the trial are all that is ours there."""


def play_elsewhere(checkout: Path, question: Question) -> Tally:
    """Return what the rules of another checkout do. Raises `subprocess.CalledProcessError` where they cannot."""
    ours = Path(ladder_trial.__file__).parent
    environment = {**os.environ, "PYTHONPATH": str(checkout.resolve())}
    with tempfile.TemporaryDirectory() as scratch:
        asked, answered = Path(scratch) / "question.json", Path(scratch) / "answer.json"
        asked.write_bytes(msgspec.json.encode(question, enc_hook=str))
        command = [sys.executable, "-c", _ELSEWHERE, str(ours), str(asked), str(answered)]
        subprocess.run(command, env=environment, cwd=checkout, check=True)  # noqa: S603 - this Python, our own words
        return msgspec.json.decode(answered.read_bytes(), type=Tally)


def _as_told(alarm: TimedAlarm) -> Call:
    place = Place(**{key: value for key, value in alarm.body["place"].items() if key in Place.__struct_fields__})
    return alarm.due_s, cmd.AlarmRaise(source=alarm.body["source"], kind=alarm.body["kind"], place=place)


def _figures(stream: str, before: Tally, now: Tally) -> list[Figure]:
    def beside(name: str, was: float, value: float, unit: str = "") -> Figure:
        return above_floor(f"{name}, {stream}", value, unit, floor=f"before: {was:.2f}", takes=was or 1.0, goal=GOAL)

    return [
        at_most(f"incidents, {stream}", now.incidents, ""),
        beside("orders per incident", before.each(before.orders), now.each(now.orders)),
        beside("of these the ladder's", before.each(before.ladder_orders), now.each(now.ladder_orders)),
        beside("recalls per incident", before.each(before.recalls), now.each(now.recalls)),
        beside("rungs per incident", before.each(before.rungs), now.each(now.rungs)),
        beside("missed arrivals per incident", before.each(before.missed_arrivals), now.each(now.missed_arrivals)),
        beside("first arrival p50", before.arrival_s(50), now.arrival_s(50), "s"),
        beside("first arrival p90", before.arrival_s(90), now.arrival_s(90), "s"),
    ]

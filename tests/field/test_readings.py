"""What the field sends, and how it is read: each line of each table as an alarm, from its bytes to the record.

Whatever a field holds, the alarm opens an incident; what could not be read is flagged and its words are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Place
from dispatch.intake.alarm_json import read_alarm
from dispatch.intake.command_json import read_command
from stations.datum import from_wgs84
from tests.unit.core.world_builder import DISPATCHER, Town, only

TABLES = Path(__file__).parent
FIELDS = sorted(path.stem for path in TABLES.glob("*.tsv"))
ALWAYS = {"source": "detector", "kind": "smoke"}


class Line(NamedTuple):
    """``sent`` is JSON as it came; ``read`` is the field's value, ``flags`` are what the alarm got for it."""

    field: str
    sent: str
    read: Any
    flags: set[str]

    @property
    def body(self) -> bytes:
        """The alarm that bears it: one field, by its path."""
        *outer, last = self.field.split(".")
        inner = f'"{last}":{self.sent}'
        own = f'"{outer[0]}":{{{inner}}}' if outer else inner
        others = ",".join(f'"{name}":"{value}"' for name, value in ALWAYS.items() if name != self.field)
        return f"{{{others},{own}}}".encode()


def lines() -> Iterator[Line]:
    for field in FIELDS:
        for line in (TABLES / f"{field}.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                sent, read, flags = line.split("\t")
                yield Line(field, sent, json.loads(read), set(flags.split()))


@pytest.mark.parametrize("line", list(lines()), ids=lambda line: f"{line.field}={line.sent[:40]}")
def test_a1_to_a3_each_value_is_read_or_kept_in_its_own_words(line: Line) -> None:
    raised = raise_in_town(line.body)
    assert written(raised, line.field) == pytest.approx(line.read)
    assert set(raised.flags) - unavoidable(line.field) == line.flags
    if any(flag.startswith("bad_") for flag in line.flags):
        assert raised.unread, "the words that were sent stay with the alarm"
        assert any(same_words(words, line.sent) for words in raised.unread.values()), raised.unread


def raise_in_town(body: bytes) -> ev.AlarmRaised:
    """Raise an alarm from its bytes in a small district."""
    town = Town().station("m", 1)
    command, _ = read_alarm(body, token="示例")  # noqa: S106 - an id, no secret
    return only(town.do(command, by=DISPATCHER), ev.AlarmRaised)


def same_words(kept: str, sent: str) -> bool:
    """Whether words that were kept are those that were sent, but for signs between them and how numbers are spelled."""
    kept, sent = (re.sub(r"\.0\b|[^\w.]|_", "", text.lower()) for text in (kept, sent))
    return kept[:20] in sent or kept[:20] in re.sub(r"lon|lat", "", sent)


def written(raised: ev.AlarmRaised, field: str) -> Any:
    """Return what the record has of a field."""
    value: Any = raised
    for name in field.split("."):
        value = getattr(value, name)
    if isinstance(value, Place):
        return None if not value.located else [value.lon, value.lat]
    return str(value) if isinstance(value, Instant) else value


def unavoidable(field: str) -> set[str]:
    """Return what every alarm of a table lacks, because it says nothing else."""
    return set() if field == "place" else {"unlocated"}


@pytest.mark.parametrize(
    ("body", "lon", "text", "building", "floor"),
    [
        ({"lon": 106.57, "lat": 29.56, "floor": "B2"}, 106.57, None, None, -2),
        ({"place": "后街", "lon": "106.57", "lat": "29.56"}, 106.57, "后街", None, None),
        ({"place": {"text": "后街"}, "building": 7, "floor": 3}, None, "后街", "7", 3),
        ({"place": {"floor": 2, "building": ""}, "building": "B1", "floor": 3}, None, None, "B1", 2),
        ({"place": 17, "location": [106.57, 29.56]}, 106.57, None, None, None),
        ({"place": None, "coordinates": "106.57,29.56"}, 106.57, None, None, None),
    ],
)
def test_a1_what_stands_beside_the_place_counts_where_the_place_does_not_say_it(
    body: dict[str, Any], lon: float | None, text: str | None, building: str | None, floor: int | None
) -> None:
    place = raise_in_town(json.dumps(body).encode()).place
    assert (place.lon, place.text, place.building, place.floor) == (lon, text, building, floor)


def test_a6_a_datum_beside_a_pair_counts_too() -> None:
    lon, lat = from_wgs84(106.57, 29.56, "gcj02")
    raised = raise_in_town(json.dumps({"place": [lon, lat], "datum": "GCJ-02"}).encode())
    assert raised.place.lon == pytest.approx(106.57, abs=1e-7)
    assert raised.datum == "gcj02"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a1_an_alarm_as_a_command_may_be_written_in_any_way_and_bears_no_words_of_its_sender(encoding: str) -> None:
    sent = {"type": "alarm.raise", "id": "c", "device": 17, "place": "后街", "unread": {"x": "y"}, "odd": ["late"]}
    for body in (json.dumps(sent, ensure_ascii=False), json.dumps(sent).replace("alarm.raise", "alarm\\u002eraise")):
        command = read_command(body.encode(encoding))
        assert isinstance(command, AlarmRaise)
        assert (command.device, command.place.text, command.unread, command.odd) == ("17", "后街", {}, ())

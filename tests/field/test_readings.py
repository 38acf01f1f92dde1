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
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Place
from dispatch.intake.alarm_json import read_alarm
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

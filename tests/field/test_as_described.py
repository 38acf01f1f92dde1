"""The shortcut past the reader of fields: what it reads, the reader reads the same, whatever the alarm holds."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from dispatch.core.commands import AlarmRaise
from dispatch.core.errors import Refused
from dispatch.core.vocabulary import KNOWN_KINDS, KNOWN_SOURCES
from dispatch.intake.alarm_as_described import read_as_described
from dispatch.intake.alarm_fields import read_fields
from dispatch.intake.bodies import read_object
from tests.field.any_json import objects, random_object
from tests.field.test_readings import lines

SEED = 20261130
EXAMPLES = 3000

_TEXTS = ("d-17", "示例", " 7 ", "厨房冒烟：三楼", "2026-11-30T10:13:05+08:00", "a\u0000b", "😀", "null", "x" * 5000)
_NUMBERS = (0, -0.0, 3, -2, 106.57, 29.561234, -400.25, 1e300, 5e-324, 999_999, 1_000_000, 10**30, 12.0, True)
_WHOLE = (0, 3, -2, 12, 31, 999_999, 1_000_000, 10**30, -0.0, True)
_ODD: tuple[Any, ...] = ("", " ", "\u3000", "\ufeff", None, [], {}, "Smoke", " panel", "3层", "是", "NaN")
_FIELDS: dict[str, tuple[Any, ...]] = {
    "source": (*sorted(KNOWN_SOURCES), "unknown", "gateway"),
    "kind": (*sorted(KNOWN_KINDS), "unknown"),
    "trapped": _WHOLE,
    "test": (True, False),
    "exercise": (True, False),
    **dict.fromkeys(("device", "key", "occurred_at", "reporter", "note", "drill"), _TEXTS),
}
_PLACE = {"lon": _NUMBERS, "lat": _NUMBERS, "building": _TEXTS, "floor": _WHOLE, "text": _TEXTS}


def by_fields(body: bytes) -> AlarmRaise | None:
    """Return what the reader of fields makes of a body; None where it has no object."""
    try:
        came = read_object(body)
    except Refused:
        return None
    return read_fields(came.fields, flags=came.flags, unread=came.unread)


def holds(body: bytes) -> bool:
    """Hold the shortcut to the reader; return whether it was taken. By their spelling, since -0.0 equals 0."""
    short = read_as_described(body)
    assert short is None or repr(short) == repr(by_fields(body)), body
    return short is not None


def almost_as_described(rng: random.Random) -> bytes:
    """Return an alarm as it is described, as gateways nearly write it: now and then something is odd."""
    place = _some(rng, _PLACE)
    if rng.random() < 0.7:
        place |= {"lon": rng.choice(_NUMBERS), "lat": rng.uniform(-90, 90)}
    sent = [*_some(rng, _FIELDS).items(), ("place", place)]
    if rng.random() < 0.3:  # as serializers write what is not there
        sent += [(name, None) for name in _FIELDS if name not in dict(sent)]
    if rng.random() < 0.1:
        sent.append(rng.choice((("lon", 106.57), ("place", {}), ("extra", 1), ("device", None), ("note", " "))))
    rng.shuffle(sent)
    members = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=rng.random() < 0.5)}" for name, value in sent)
    body = "{" + ", ".join(members) + "}"
    body = body.replace("1000000", "1E6") if rng.random() < 0.1 else body
    ends = rng.choice(("", "", "", "\n", "\0", " x", "\x1a"))
    return (body + ends).encode(rng.choice(("utf-8",) * 8 + ("utf-8-sig", "gb18030", "utf-16")), errors="replace")


def _some(rng: random.Random, fields: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    names = rng.sample(sorted(fields), k=rng.randint(0, len(fields)))
    return {name: rng.choice(_ODD if rng.random() < 0.03 else fields[name]) for name in names}


def test_each_line_of_the_fields_corpus_is_read_the_same() -> None:
    taken = sum(holds(line.body) for line in lines())
    assert taken > 0


def test_alarms_almost_as_described_are_read_the_same_and_many_take_the_shortcut() -> None:
    rng = random.Random(SEED)
    taken = sum(holds(almost_as_described(rng)) for _ in range(EXAMPLES))
    assert EXAMPLES // 12 < taken < EXAMPLES, f"seed {SEED}"


def test_any_object_is_read_the_same() -> None:
    rng = random.Random(SEED)
    for _ in range(EXAMPLES):
        holds(json.dumps(random_object(rng), ensure_ascii=False).encode(errors="replace"))


@settings(max_examples=200, deadline=None)
@given(objects(), st.binary(max_size=3), st.integers(0, 400))
def test_a_body_with_a_few_bytes_put_in_is_read_the_same(sent: dict[str, Any], bytes_put_in: bytes, at: int) -> None:
    body = json.dumps(sent, ensure_ascii=False).encode(errors="replace")
    holds(body[:at] + bytes_put_in + body[at:])


@pytest.mark.parametrize(
    "body",
    [
        '{"device":"a","device":null}',
        '{"device":"a","device":" "}',
        '{"place":{"lon":106.5}}',
        '{"device":"a","\\u0064evice":null}',
        '{"source":""}',
        '{"kind":"Smoke"}',
        '{"device":"\\ud800"}',
        '{"place":{"floor":' + "1" * 450 + "}}",
        '{"place":{"lon":1e400,"lat":1}}',
        '{"device":"a\nb"}',
        '{"trapped":2.0}',
        '{"lon":106.5,"lat":29.5}',
        '[{"device":"a"}]',
    ],
)
def test_what_the_reader_reads_in_a_way_of_its_own_is_left_to_it(body: str) -> None:
    assert not holds(body.encode())
    assert by_fields(body.encode()) is not None


def test_an_alarm_as_a_detector_sends_it_takes_the_shortcut_with_nulls_for_what_is_not_there_too() -> None:
    place = {"lon": 106.57, "lat": 29.56, "floor": 3, "building": "B00012"}
    assert holds(
        json.dumps({"source": "detector", "kind": "smoke", "device": "d", "key": "k", "place": place}).encode()
    )
    nulls = dict.fromkeys(("source", "kind", "device", "key", "note", "place", "test", "trapped"))
    assert holds(json.dumps(nulls).encode())
    assert holds(json.dumps({**nulls, "place": {**place, "text": None}, "exercise": True, "kind": "gas"}).encode())

"""Any JSON object that there can be, with the fields of an alarm among its names."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from dispatch.intake.alarm_fields import READINGS

_PLACE = ("lon", "lat", "building", "floor", "text", "datum", "coordinates", "geometry", "lng", "location")
_LIKELY: tuple[Any, ...] = (
    *(
        "B00001",
        "B1",
        "smoke",
        "panel",
        "phone",
        "detector",
        "wgs84",
        "gcj02",
        "bd09",
        "3-5",
        "B2",
        "负一层",
        "12F",
        "屋顶",
    ),
    *(
        "106.57",
        "29.56",
        "106.57,29.56",
        "0",
        "nan",
        "true",
        "否",
        "2026-11-22 10:00",
        "10/11/2026 1:00",
        "1795319940",
    ),
    *(106.57, 29.56, 0, 0.0, -1, 12, 1795319940000, 10**30, 1e300, 17, True, False, None, "", [], {}),
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=40)
    | st.sampled_from(_LIKELY)
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_PLACES = st.dictionaries(st.sampled_from(_PLACE), _VALUES, max_size=6)


def objects() -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for objects with random types, nulls, missing and extra fields."""
    named = st.dictionaries(st.sampled_from(sorted(READINGS)), _VALUES, max_size=8)
    extra = st.dictionaries(st.text(max_size=12), _VALUES, max_size=2)
    place = st.fixed_dictionaries({}, optional={"place": _VALUES | _PLACES})
    return st.builds(
        lambda *parts: {name: value for part in parts for name, value in part.items()}, extra, named, place
    )


def random_object(rng: random.Random) -> dict[str, Any]:
    """Return an object of the same kind, made fast."""
    names = rng.sample(sorted(READINGS), k=rng.randint(0, 8))
    sent = {name: _value(rng, 0) for name in names}
    if rng.random() < 0.7:
        sent["place"] = (
            {name: _value(rng, 1) for name in rng.sample(_PLACE, k=rng.randint(0, 6))}
            if rng.random() < 0.7
            else _value(rng, 0)
        )
    for _ in range(rng.randint(0, 2)):
        sent[_text(rng)] = _value(rng, 0)
    return sent


def _value(rng: random.Random, depth: int) -> Any:
    match rng.randint(0, 9 if depth < 3 else 7):
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2:
            return rng.randint(-(10**20), 10**20)
        case 3:
            return rng.choice(
                (
                    float("nan"),
                    float("inf"),
                    -0.0,
                    rng.uniform(-400, 400),
                    rng.uniform(-1, 1) * 10.0 ** rng.randint(-300, 300),
                )
            )
        case 4:
            return _text(rng)
        case 5 | 6 | 7:
            return rng.choice(_LIKELY)
        case 8:
            return [_value(rng, depth + 1) for _ in range(rng.randint(0, 4))]
        case _:
            return {_text(rng): _value(rng, depth + 1) for _ in range(rng.randint(0, 4))}


def _text(rng: random.Random) -> str:
    return "".join(
        chr(rng.choice((rng.randint(0, 126), rng.randint(0x80, 0xD7FF), rng.randint(0xE000, 0x10FFFF))))
        for _ in range(rng.randint(0, 12))
    )

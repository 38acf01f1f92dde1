"""OpenStreetMap's way tags: which of them the choice of a crew needs, and how their values are read.

Sources: the OpenStreetMap wiki's pages Key:access, Key:maxheight, Key:maxweight, Key:maxspeed, Key:incline,
Map features/Units and Conditional restrictions. A value that cannot be read is no value: it is counted in the
import report and has no effect.
"""

import re
from collections.abc import Iterator, Mapping

ACCESS_KEYS = ("access", "foot", "vehicle", "motor_vehicle", "motorcycle", "emergency")
SIZE_KEYS = ("maxheight", "maxwidth", "maxweight", "width")
KEPT_KEYS = frozenset(
    {
        *ACCESS_KEYS,
        *SIZE_KEYS,
        *("highway", "name", "ref", "layer", "bridge", "tunnel", "covered", "indoor", "level"),
        *("oneway", "oneway:foot", "oneway:emergency", "junction", "incline"),
        *("maxspeed", "conveying", "service", "surface", "area", "barrier", "locked"),
    }
)

ALLOWING = frozenset({"yes", "permissive", "designated", "official", "public", "allowed"})
LIMITING = frozenset(
    {
        *("private", "permit", "destination", "delivery", "customers", "residents", "employees", "military"),
        *("agricultural", "forestry", "discouraged", "dismount", "use_sidepath"),
    }
)
FORBIDDING = frozenset({"no"})
PASSAGES = frozenset({"building_passage", "covered"})
"""Values of `tunnel` that lead through a building and not below the ground."""
ONEWAY = {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1, "no": 0, "false": 0, "0": 0}

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_METRES = {"": 1.0, "m": 1.0, "cm": 0.01, "ft": 0.3048}
_TONNES = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lbs": 0.00045359237}
_KMH = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "mph": 1.609344, "knots": 1.852}
_UNLIMITED = frozenset({"none", "default", "no_sign", "no_indications", "unsigned", "signals", "variable"})


def is_kept(key: str) -> bool:
    """Tell whether a tag bears on the choice of a crew."""
    return key in KEPT_KEYS or key.endswith(":conditional")


def parse_metres(text: str) -> float | None:
    """Read a length such as `2.3`, `2.3 m`, `230 cm` or `7'6"`; None where it states no limit."""
    feet = re.fullmatch(r"(\d+)'\s*(?:(\d+(?:\.\d+)?)\")?", text.strip())
    if feet:
        return 0.3048 * (int(feet[1]) + float(feet[2] or 0) / 12)
    return _quantity(text, _METRES)


def parse_tonnes(text: str) -> float | None:
    """Read a weight such as `3.5`, `3.5 t` or `3500 kg`; None where it states no limit."""
    return _quantity(text, _TONNES)


def parse_kmh(text: str) -> float | None:
    """Read a speed such as `40` or `25 mph`; None where it states no number or stands still."""
    speed = _quantity(text, _KMH)
    return speed or None


def unreadable(tags: Mapping[str, str]) -> Iterator[str]:
    """Yield `key=value` for each tag that ought to be a number, an access or a direction and is not."""
    readers = {"maxheight": parse_metres, "maxwidth": parse_metres, "width": parse_metres}
    readers |= {"maxweight": parse_tonnes, "maxspeed": parse_kmh}
    for key, read in readers.items():
        text = tags.get(key)
        if text is not None and text not in _UNLIMITED and read(text) is None:
            yield f"{key}={text}"
    for key in ACCESS_KEYS:
        text = tags.get(key)
        if text is not None and "@" not in text and text not in ALLOWING | LIMITING | FORBIDDING:
            yield f"{key}={text}"
    text = tags.get("oneway")
    if text is not None and text not in ONEWAY:
        yield f"oneway={text}"


def layer_of(tags: Mapping[str, str]) -> int:
    """Return the layer, 0 where none or no whole number is given."""
    text = tags.get("layer", "0")
    return int(text) if re.fullmatch(r"[+-]?\d{1,2}", text) else 0


def is_set(tags: Mapping[str, str], key: str) -> bool:
    """Tell whether a tag such as `bridge` or `tunnel` is there and does not say no."""
    return tags.get(key, "no") != "no"


def _quantity(text: str, units: Mapping[str, float]) -> float | None:
    found = re.fullmatch(_NUMBER + r"\s*([a-z/]*)", text.strip().lower())
    if found is None or found[2] not in units:
        return None
    return float(found[1].replace(",", ".")) * units[found[2]]

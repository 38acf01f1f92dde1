"""OpenStreetMap's tags: which of them the choice of a crew needs, and how their values are read.

Sources: the OpenStreetMap wiki's pages Key:access, Key:maxheight, Key:maxweight, Key:maxspeed, Key:incline,
Map features/Units and Conditional restrictions. What each means for a brigade stands in `brigade.toml`. A value
that cannot be read has no effect, and the import report names it with its way.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from routing.brigade import ANY, access_values, barrier_name, barriers_s

ACCESS_KEYS = ("access", "foot", "vehicle", "motor_vehicle", "motorcycle", "emergency")
FITTING_KEYS = ("bus", "psv", "tourist_bus", "coach", "minibus", "hgv", "goods", "motorcar", "taxi", "hov")
"""Access of vehicles that are no brigade's, but as large: what lets them in lets an engine in."""

WORD_KEYS = frozenset({*ACCESS_KEYS, *FITTING_KEYS, "highway", "barrier", "oneway", "junction", "locked", "service"})
"""Keys whose values are words of OpenStreetMap's, which stand in small letters."""

HEIGHT_KEYS = ("maxheight", "maxheight:physical", "maxheight:signed", "maxheight:legal")
WIDTH_KEYS = ("maxwidth", "maxwidth:physical", "width", "est_width")
WEIGHT_KEYS = ("maxweight", "maxweight:signed")
SIZE_KEYS = (*HEIGHT_KEYS, *WIDTH_KEYS, *WEIGHT_KEYS)
SIDEWALK_KEYS = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")
NODE_KEYS = frozenset({"barrier", *(key for key in SIZE_KEYS if key not in {"width", "est_width"})})
"""What makes a node of a way more than a point: a barrier, or a sign about size."""

NOT_READ = frozenset({"maxlength", "maxaxleload", "maxbogieweight", "maxgcweight"})
"""Limits that no rule here knows; the import report counts and names their ways."""

_DIRECTIONS = (":forward", ":backward")
_BY_DIRECTION = frozenset({*ACCESS_KEYS, *SIZE_KEYS, "maxspeed"})
NAMES = frozenset({"name", "ref"})
"""What a way is called: kept for people, and nothing that a rule asks for."""
KEPT_KEYS = frozenset(
    {
        *ACCESS_KEYS,
        *FITTING_KEYS,
        *SIZE_KEYS,
        *SIDEWALK_KEYS,
        *NOT_READ,
        *NAMES,
        *("highway", "layer", "bridge", "tunnel", "covered", "indoor", "level"),
        *("oneway", *(f"oneway:{key}" for key in ACCESS_KEYS[1:]), "junction", "incline"),
        *("maxspeed", "conveying", "service", "surface", "area", "barrier", "locked"),
        *("bollard", "bollard:type", "bollard_type", "removable", "motorroad"),
        *(key + direction for key in _BY_DIRECTION for direction in _DIRECTIONS),
    }
)

ALLOWING = frozenset({"yes", "permissive", "designated", "official", "public", "allowed"})
PASSAGES = frozenset({"building_passage", "covered"})
"""Values of `tunnel` that lead through a building and not below the ground."""
ONEWAY = {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1, "no": 0, "false": 0, "0": 0}
SHUT = "closed"
"""The access value of a way outside its hours: shut, where `no` is a sign."""

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_METRES = {
    **dict.fromkeys(("", "m", "米", "公尺", "metre", "metres", "meter", "meters", "mtr"), 1.0),
    **dict.fromkeys(("cm", "厘米", "公分"), 0.01),
    **dict.fromkeys(("mm", "毫米"), 0.001),
    **dict.fromkeys(("ft", "feet", "foot", "'", "英尺"), 0.3048),
    **dict.fromkeys(("in", "inch", "inches", '"', "英寸"), 0.0254),
}
_TONNES = {
    **dict.fromkeys(("", "t", "吨", "公吨", "tonne", "tonnes", "ton", "tons", "mt"), 1.0),
    **dict.fromkeys(("kg", "公斤", "千克"), 0.001),
    "st": 0.90718474,
    "lt": 1.0160469,
    "cwt": 0.05080235,
    **dict.fromkeys(("lbs", "lb"), 0.00045359237),
}
_KMH = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "公里/小时": 1.0, "mph": 1.609344, "knots": 1.852}
_UNLIMITED = frozenset(
    {
        *("none", "default", "no_sign", "no_indications", "unsigned", "signals", "variable", "unlimited"),
        *("unknown", "no", "walk", "implicit"),
    }
)
_LEGAL_HEIGHT_M = 4.0
_BELOW_DEFAULT = "below_default"
_BELOW_DEFAULT_M = _LEGAL_HEIGHT_M - 0.01
_BELIEVED_M = (0.3, 30.0)
_BELIEVED_T = (0.1, 200.0)
"""A height, width or weight beyond these was meant in another unit (260 cm, 3500 kg, 3.500 kg): it cannot be read."""

_SAME = str.maketrans({"’": "'", "′": "'", "‘": "'", "”": '"', "″": '"', "“": '"', "–": "-", "—": "-", "〜": "~"})
_SEVERAL = re.compile(r"[;|、]")
_RANGE = re.compile(r"(?<=[\da-z米吨])\s*[-/~]\s*(?=\d)")
_SIGN_WORDS = re.compile(r"^(?:限高|限宽|限重|限载|max\.?)\s*:?\s*")
_METRES_AND_CM = re.compile(r"(\d+)\s*(?:m|米)\s*(\d{1,2})")
_FEET = re.compile(r"(\d+(?:\.\d+)?)\s*(?:'|ft|feet|foot)\s*-?\s*(\d+(?:\.\d+)?)\s*(?:\"|''|in|inch|inches)?")


def kept_value(key: str, value: str) -> str:
    """Return a value as it is read: words without their capitals and the blanks around them; hours have their own."""
    return value.strip().lower() if key in WORD_KEYS and "@" not in value else value


def is_kept(key: str) -> bool:
    """Tell whether a tag bears on the choice of a crew."""
    return key in KEPT_KEYS or key.endswith(":conditional")


def parse_metres(text: str) -> float | None:
    """Read a length such as `2.3`, `2.3米`, `230 cm`, `7'6"`, of several the lowest; None where there is none."""
    return _lowest(text, _one_length)


def parse_tonnes(text: str) -> float | None:
    """Read a weight such as `3.5`, `3.5 t`, `3.5吨` or `3500 kg`, of several the lowest; None where there is none."""
    return _lowest(text, _one_weight)


def parse_kmh(text: str) -> float | None:
    """Read a speed such as `40` or `25 mph`, of several the lowest; None where it states no number or stands still."""
    return _lowest(text, lambda one: _quantity(one, _KMH)) or None


def limit(tags: Mapping[str, str], keys: tuple[str, ...], *, backwards: bool | None) -> tuple[str, float] | None:
    """Return the strictest limit that any of these keys states for a direction (None: for any), with the key."""
    read = parse_tonnes if keys is WEIGHT_KEYS else parse_metres
    stated = ((key, read(text)) for key, text in _stated(tags, keys, backwards=backwards))
    return min(((key, found) for key, found in stated if found is not None), key=lambda pair: pair[1], default=None)


def unreadable(tags: Mapping[str, str]) -> Iterator[str]:
    """Yield `key=value` for each tag that ought to be a number, an access or a direction and is not."""
    for key, text in tags.items():
        plain = key.removesuffix(":forward").removesuffix(":backward")
        read = _READERS.get(plain)
        if read is not None and "@" not in text and not _states(text, read):
            yield f"{key}={text}"
        if plain in ACCESS_KEYS and "@" not in text and not set(values(text)) <= _KNOWN_ACCESS:
            yield f"{key}={text}"
        if (key == "oneway" or key.startswith("oneway:")) and "@" not in text and text not in ONEWAY:
            yield f"{key}={text}"
    if _BELOW_DEFAULT in tags.values():
        yield "a height below the default, in no number"
    for key in NOT_READ & tags.keys():
        yield f"{key}={tags[key]}: no rule knows this limit"


def values(text: str) -> list[str]:
    """Return the values of a list such as `delivery;residents`."""
    return [value.strip() for value in text.split(";") if value.strip()]


def direction_of(*, backwards: bool) -> str:
    """Return the ending of keys that speak about one direction of travel, against the drawing or along it."""
    return _DIRECTIONS[backwards]


def takes_away(key: str, value: str) -> bool:
    """Tell whether a value of a key is a restriction."""
    if key.startswith("oneway"):
        return ONEWAY.get(value, 0) != 0
    return value not in ALLOWING and value not in _UNLIMITED - {"no"}


def layer_of(tags: Mapping[str, str]) -> int:
    """Return the layer, 0 where none or no whole number is given."""
    text = tags.get("layer", "0")
    return int(text) if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) else 0


def is_set(tags: Mapping[str, str], key: str) -> bool:
    """Tell whether a tag such as `bridge` or `tunnel` is there and does not say no."""
    return tags.get(key, "no") != "no"


def has_sidewalk(tags: Mapping[str, str]) -> bool:
    """Tell whether walkers have a sidewalk that belongs to this way itself."""
    return any(tags.get(key) in {"yes", "both", "left", "right"} for key in SIDEWALK_KEYS)


def is_passed_only(tags: Mapping[str, str]) -> bool:
    """Tell whether nobody can stop here: motorways, motorroads and their links."""
    return tags.get("highway", "").startswith("motorway") or tags.get("motorroad") == "yes"


def barrier_names(tags: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return what the table may call each of a node's barriers, from the special name to the general one."""
    return [(*_yielding(kind, tags), kind, ANY) for kind in values(tags.get("barrier", ""))]


def unknown_barriers(tags: Mapping[str, str]) -> Iterator[str]:
    """Yield what is not known of a barrier: its kind, or the height that it lets through."""
    known = barriers_s("foot")
    for kind in values(tags.get("barrier", "")):
        if kind not in known:
            yield f"barrier={kind}: passed on foot only"
        if kind == "height_restrictor" and not set(HEIGHT_KEYS) & tags.keys():
            yield "barrier=height_restrictor without a height: passed by all"


def _yielding(kind: str, tags: Mapping[str, str]) -> Iterator[str]:
    """Yield names such as `bollard=rising`, by any of the keys that say how a barrier yields."""
    for key in (kind, f"{kind}:type", f"{kind}_type"):
        if key in tags:
            yield barrier_name({"barrier": kind, key: tags[key]})
    if tags.get("removable") == "yes":
        yield barrier_name({"barrier": kind, "removable": "yes"})


def _stated(tags: Mapping[str, str], keys: tuple[str, ...], *, backwards: bool | None) -> Iterator[tuple[str, str]]:
    directions = _DIRECTIONS if backwards is None else (direction_of(backwards=backwards),)
    for key in keys:
        for spelt in (key, *(key + direction for direction in directions)):
            if spelt in tags:
                yield spelt, tags[spelt]


def _plain(text: str) -> str:
    """Return a value in the narrow forms of its letters and digits."""
    return unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME).strip().lower()


def _lowest(text: str, read: Callable[[str], float | None]) -> float | None:
    """Return the lowest of the values that can be read, None where there is none."""
    found = (read(part) for part in _parts(text) if part not in _UNLIMITED)
    return min((number for number in found if number is not None), default=None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEVERAL.split(_plain(text)) if part.strip()]


def _one_length(text: str) -> float | None:
    text = _SIGN_WORDS.sub("", text)
    if text == _BELOW_DEFAULT:
        return _BELOW_DEFAULT_M
    feet, both = _FEET.fullmatch(text), _METRES_AND_CM.fullmatch(text)
    if feet:
        return 0.3048 * (float(feet[1]) + float(feet[2]) / 12)
    if both:
        return float(f"{both[1]}.{both[2]}")
    return _believed(_quantity(text, _METRES), _BELIEVED_M)


def _one_weight(text: str) -> float | None:
    return _believed(_quantity(text, _TONNES), _BELIEVED_T)


def _believed(found: float | None, limits: tuple[float, float]) -> float | None:
    return found if found is not None and limits[0] <= found <= limits[1] else None


def _quantity(text: str, units: Mapping[str, float]) -> float | None:
    """Read a number with a unit, of a range such as `2.6-2.8 m` the lower end."""
    found = [_one_quantity(part, units) for part in _RANGE.split(_SIGN_WORDS.sub("", text))]
    numbers = [number for number in found if number is not None]
    return min(numbers) if len(numbers) == len(found) else None


def _one_quantity(text: str, units: Mapping[str, float]) -> float | None:
    found = re.fullmatch(_NUMBER + r"\s*([^\d\s.,+-]*)\.?", text.strip().lstrip("<~≤ "), re.ASCII)
    if found is None or found[2] not in units:
        return None
    return float(found[1].replace(",", ".")) * units[found[2]]


def _states(text: str, read: Callable[[str], float | None]) -> bool:
    """Tell whether every part of a value is a number or says that there is no limit."""
    parts = _parts(text)
    return bool(parts) and all(part in _UNLIMITED or read(part) is not None for part in parts)


_READERS: Mapping[str, Callable[[str], float | None]] = {
    **dict.fromkeys((*HEIGHT_KEYS, *WIDTH_KEYS), parse_metres),
    **dict.fromkeys(WEIGHT_KEYS, parse_tonnes),
    "maxspeed": parse_kmh,
}
_KNOWN_ACCESS = access_values() | {"unknown", "variable"}

"""The time that a sender gives, in the spellings that devices, spreadsheets and people use.

Read is what has one meaning: RFC 3339, seconds to nanoseconds since 1970, or a date with a time of day on the
district's own clock. What has two, a day that may be a month, an hour that summer time repeats, is left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dispatch.core.instant import Instant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_S, _END_S = 946_684_800, 4_102_444_800
"""2000-01-01 and 2100-01-01: a number of seconds outside is no time of an alarm."""

_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
"""Parts of a second that a count since 1970 may be in; for the years above no count fits two of them."""

_MORNING = frozenset({"上午", "凌晨", "早上", "早晨", "清晨", "am"})
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "夜里", "夜间", "pm"})
_NIGHT = frozenset({"傍晚", "晚上", "夜里", "夜间"})
"""Their twelve is midnight, of this day or the next, and their first hours are of the next morning."""

_NOON, _MIDDAY, _EVENING = 12, "中午", 5

_COUNT = re.compile(r"(\d{9,19})(?:\.(\d{1,9}))?")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)[t _-]?(\d\d):?(\d\d):?(\d\d)?(?:\.?(\d{3}))?(z|[+-]\d\d:?\d\d)?")
_OFFSET = r"\s*(z|utc|gmt|(?:utc|gmt)?\s*[+-]\d\d?(?::?\d\d)?|[a-z]{3,4})?"
_HALF = "|".join(sorted(_MORNING | _AFTERNOON | {_MIDDAY}))
_CLOCK = (
    rf"(?P<half>{_HALF})?\s*"
    r"(?P<hour>\d{1,2})[:时点h]\s*(?P<minute>\d{1,2})(?:[:分m]\s*"
    r"(?:(?P<second>\d{1,2})(?:[.,:](?P<part>\d{1,9}))?\s*[秒s]?)?)?"
    rf"\s*(?P<after>{_HALF})?"
)
_SPACE = r"(?:\s*t\s*|\s+|\s*,\s*|_)?(?:\(?(?:星期|周)[一二三四五六日天]\)?\s*)?"
_DATED = (
    re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_SPACE}{_CLOCK}{_OFFSET}"),
    re.compile(
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})[\s-](?P<name>[a-z]{{3,9}})[\s-](?P<year>\d{{4}}),?\s+{_CLOCK}{_OFFSET}"
    ),
    re.compile(
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<name>[a-z]{{3,9}})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}),?\s+{_CLOCK}{_OFFSET}"
    ),
    re.compile(rf"(?:[a-z]{{3}}\s+)?(?P<name>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_OFFSET}\s+(?P<year>\d{{4}})"),
    re.compile(rf"(?P<one>\d{{1,2}})[-/.](?P<other>\d{{1,2}})[-/.](?P<year>\d{{4}}){_SPACE}{_CLOCK}{_OFFSET}"),
)
_WRAPPED = re.compile(r"^/date\((\d+)(?:[+-]\d{4})?\)/$")
_REMARK = re.compile(r"(z|[+-]\d\d(?::?\d\d)?)\s*(?:\((?!星期|周)[^()]*\)|\[[\w/+-]+\])$")
"""A zone's name behind its offset, as browsers and Java write it; without one, the name alone must be understood."""

_UNSEEN = dict.fromkeys(map(ord, "\0\u200b\u200c\u200d\u2060\ufeff")) | {ord("\u2212"): "-"}
_BEIJING = re.compile(r"^北京时间:?\s*|\s*[\[(]?(?:北京时间|bjt|beijing time|asia/shanghai)[\])]?$")
_DOTS = re.compile(r"\b([ap])\.m\.")
_CAMERA = re.compile(r"^(\d{4}):(\d\d):(\d\d)[ t]")
_DASHED = re.compile(r"^(\d{4}[-./]\d\d[-./]\d\d|\d{8})[ t_-](\d\d)([-.])(\d\d)\3(\d\d)$")
"""Times in names of files and in what cameras write, where a colon cannot stand or always does."""

_BEHIND_OFFSET = re.compile(r"([+-]\d\d:?\d\d) [a-z]{3,5}$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_own_time(words: str, zone: tzinfo) -> Instant | None:
    """Return the point in time that words name, on the clock of ``zone`` where they name no other; None for none."""
    text = " ".join(unicodedata.normalize("NFKC", words.translate(_UNSEEN)).lower().split()).strip("'\" ")
    text = _BEHIND_OFFSET.sub(r"\1", _REMARK.sub(r"\1", text))
    text = _DASHED.sub(r"\1 \2:\4:\5", _CAMERA.sub(r"\1-\2-\3 ", _DOTS.sub(r"\1m", text)))
    text, beijing = _BEIJING.subn("", text)
    if beijing:
        zone = ZoneInfo("Asia/Shanghai")
    counted = _COUNT.fullmatch(_WRAPPED.sub(r"\1", text))
    try:
        if counted is not None and (moment := _counted(*counted.groups())) is not None:
            return moment
        return _dated(text, zone)
    except (ValueError, OverflowError):
        return None


def _counted(digits: str, part: str | None) -> Instant | None:
    count = int(digits)
    for unit in _UNITS:
        if _FIRST_S * unit <= count < _END_S * unit:
            if part is not None and unit > 1_000:  # noqa: PLR2004 - nobody counts parts of a microsecond
                return None
            thousandths = int((part or "").ljust(3, "0")[:3]) if unit == 1 else 0
            return Instant(count * 1000 // unit + thousandths)
    return None


def _dated(text: str, zone: tzinfo) -> Instant | None:
    packed = _PACKED.fullmatch(text)
    if packed is not None:
        year, month, day, hour, minute, second, part, offset = packed.groups()
        return _moment((year, month, day), (hour, minute, second, part), offset, zone)
    for pattern in _DATED:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        date = _date(found.groupdict())
        if date is None:
            return None
        hour = _hour(int(found["hour"]), found["half"] or found["after"])
        offset = found.group(found.re.groups if pattern is not _DATED[3] else found.re.groups - 1)
        return _moment(date, (str(hour), found["minute"], found["second"], found["part"]), offset, zone)
    return None


def _date(found: dict[str, str | None]) -> tuple[str, str, str] | None:
    """Return year, month and day; None where the day may be the month."""
    year = found["year"] or ""
    if "name" in found:
        name = (found["name"] or "")[:3]
        return (year, str(_MONTHS.index(name) + 1), found["day"] or "") if name in _MONTHS else None
    if "one" not in found:
        return year, found["month"] or "", found["day"] or ""
    one, other = int(found["one"] or 0), int(found["other"] or 0)
    if one == other or other > len(_MONTHS):
        return year, str(one), str(other)
    return (year, str(other), str(one)) if one > len(_MONTHS) else None


def _hour(hour: int, half: str | None) -> int:
    """Return an hour of 24. Raises ValueError where it is not one of its half of the day."""
    if half is None:
        return hour
    if hour > _NOON and half in _AFTERNOON:
        return hour  # 下午15:00 is said all the same
    if not 0 <= hour <= _NOON:
        raise ValueError("no hour of half a day")
    if half in _NIGHT and (hour == _NOON or hour < _EVENING):
        raise ValueError("of the night's end, and of which day")
    if half == _MIDDAY:
        return hour if hour >= _NOON - 1 else hour + _NOON
    return hour % _NOON + (_NOON if half in _AFTERNOON else 0)


def _moment(
    date: tuple[str, str, str], clock: tuple[str, str, str | None, str | None], offset: str | None, zone: tzinfo
) -> Instant | None:
    """Return a point in time. Raises ValueError where there is no such day or hour."""
    hour, minute, second, part = clock
    year, month, day = map(int, date)
    micros = int((part or "").ljust(6, "0")[:6])
    local = datetime(year, month, day, int(hour), int(minute), int(second or 0), micros)  # noqa: DTZ001 - its zone follows
    if offset is None or offset == _abbreviated(local, zone):
        return _on_clock(local, zone)
    difference = _difference(offset)
    if difference is None:
        return None
    return Instant((local.replace(tzinfo=UTC) - difference - _EPOCH) // timedelta(milliseconds=1))


def _abbreviated(local: datetime, zone: tzinfo) -> str:
    return (local.replace(tzinfo=zone).tzname() or "").lower()


def _on_clock(local: datetime, zone: tzinfo) -> Instant | None:
    """Return when the clock of a zone shows this; None where it never does, or does twice."""
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        return None
    return Instant((first.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1))


def _difference(offset: str) -> timedelta | None:
    """Return how far a clock is ahead of UTC; None for letters that more than one zone goes by."""
    text = offset.removeprefix("utc").removeprefix("gmt").strip() if len(offset) > len("utc") else offset
    if text in ("z", "utc", "gmt"):
        return timedelta(0)
    found = re.fullmatch(r"([+-])(\d{1,2}):?(\d\d)?", text)
    if found is None or int(found[2]) > 14 or int(found[3] or 0) % 15:  # noqa: PLR2004 - no clock is further ahead
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -size if found[1] == "-" else size

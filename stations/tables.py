"""Reads a table row by row; every defect is noted with its line and column, and reading goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from stations.datum import DATUMS, Datum
from stations.problems import Findings, suggest
from stations.sheets.grid import UNRECKONED
from stations.sheets.odd import exposed, named, odd_in, plain, unseen_in
from stations.sheets.reading import Wanted, read_sheet
from stations.spreadsheet import parse_date, phone_was, unguard, what_a_program_did

ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ERROR = re.compile(r"#(?:N/?A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d+")
_TELLING = frozenset("#E⟦")
_WITHOUT_ZERO = re.compile(r"(?:10|2[0-9]|[3-9]\d\d)[2-8]\d{6,7}(?<!^[48]00\d{7})")
"""A telephone number of a Chinese city as programs leave it that take it for a number: 2360000000 for 023-60000000."""

_BETWEEN_PHONES = re.compile(r"\s*[、，,；;/\n]+\s*")
_PHONES_APART = re.compile(r"(?:\+?[\d-]{7,}|1\d\d|[^\d\s]+)(?:\s+(?:\+?[\d-]{7,}|1\d\d|[^\d\s]+))+")
"""Telephone numbers that stand whole beside each other: seven digits and more, 110 and its like, labels."""

_BETWEEN_WORDS = re.compile(r"[\s、，,；;]+")
_DATUM_WORDS: Mapping[str, Datum] = MappingProxyType(
    {
        **dict.fromkeys(("火星坐标", "火星坐标系", "高德", "腾讯", "国测局", "gcj"), "gcj02"),
        **dict.fromkeys(("百度", "百度坐标", "bd", "baidu"), "bd09"),
        **dict.fromkeys(("wgs", "gps", "大地坐标", "cgcs2000", "2000国家大地坐标系", "epsg:4326"), "wgs84"),
    }
)
_YES = dict.fromkeys(("1", "yes", "true", "y", "是", "有", "√", "✓", "✔", "☑"), True)
_NO = dict.fromkeys(("0", "no", "false", "n", "否", "无", "没有", "×", "✗", "✘", "☒"), False)
_DEGREES = ("°", "度", "°e", "°n")
_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("lon", "lat", "entrance_lon", "entrance_lat"), _DEGREES),
        **dict.fromkeys(("height_m", "width_m", "length_m"), ("m", "米")),
        "bearing_t": ("t", "吨"),
        "slope_percent": ("%",),
        "floor": ("层", "楼", "f"),
        **dict.fromkeys(("lifts", "fire_lifts"), ("部", "台", "个")),
        "crew": ("人", "名"),
        "count": ("件", "具", "个", "只", "台", "套", "把", "根", "条", "双", "顶", "副", "盘", "人", "名"),
        "storeys": ("层", "f"),
        "area_m2": ("m2", "平方米", "平米"),
        "beds": ("张", "个"),
        "weight_t": ("t", "吨"),
        "pressure_mpa": ("mpa", "兆帕"),
        **dict.fromkeys(("turnout_s", "silent_after_s"), ("s", "秒")),
        "every": ("周",),
    }
)
"""The unit that a column's numbers are in anyhow, where a clerk wrote it behind them."""

_CHINESE_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
_FLOOR = re.compile(
    rf"(?P<below>b|负|地下)?第?\s*(?:(?P<digits>[1-9]\d?)|(?P<word>[{''.join(_CHINESE_DIGITS)}]))\s*(?:层|楼|f)?"
)

_YES_NO: dict[str, bool | None] = {"": None, **_YES, **_NO}
_NO_OTHER_WORDS: Mapping[str, Any] = MappingProxyType({})
_NO_COLUMNS: frozenset[str] = frozenset()

Choice = TypeVar("Choice", bound=str)


class Form(NamedTuple):
    """What a table should look like: its columns and what they may be called, how its bytes and positions are taken.

    An ``incoming`` table is refused for what is merely a warning in one that is already in use.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    words: Mapping[str, str]
    datum: Datum = "wgs84"
    encoding: str = "utf-8"
    incoming: bool = False


class Row:
    """One row. A method that finds a defect notes it, sets ``ok`` to False and returns a filler.

    The caller drops a row that is not ``ok``.
    """

    __slots__ = ("_cells", "_form", "_judged", "_spoilt", "findings", "line", "ok", "position")

    def __init__(self, cells: dict[str, str], line: int, findings: Findings, form: Form) -> None:
        self._cells = cells
        self._form = form
        self._judged = _NO_COLUMNS
        """Columns of whose cell it was said what a program has made of it."""
        self._spoilt = _NO_COLUMNS
        """Columns whose cell a program has spoilt: that is said, and nothing else of them."""
        self.findings = findings
        self.line = line
        self.ok = True
        self.position: tuple[float, float] | None = None
        """Longitude and latitude in WGS-84, once they were read and found possible."""

    def under(self, findings: Findings) -> Row:
        """Return the same row with further defects noted elsewhere: what is found out of it stays as it was."""
        row = Row(self._cells, self.line, findings, self._form)
        row._judged, row._spoilt = self._judged, self._spoilt
        row.ok, row.position = self.ok, self.position
        return row

    def reject(self, field: str, message: str) -> None:
        """Note a defect of this row."""
        self.findings.error(message, line=self.line, field=field)
        self.ok = False

    def is_optional(self, field: str) -> bool:
        """Whether the cell may be empty."""
        return field in self._form.optional

    def datum(self) -> Datum:
        """Return the datum of this row's positions: what its column ``datum`` says, else the table's."""
        value = plain(self.optional("datum")).lower().replace("-", "").replace(" ", "")
        for datum in DATUMS:
            if value == datum:
                return datum
        if value in _DATUM_WORDS:
            return _DATUM_WORDS[value]
        if value:
            self.reject("datum", f"“{exposed(value)}” is unknown; {suggest(value, DATUMS)}")
        return self._form.datum

    def optional(self, field: str) -> str:
        """Return the cell without surrounding space; empty where it or its column is missing."""
        value = self._cells.get(field, "")
        if value and (value[0] in _TELLING or "+" in value or ":" in value) and field not in self._judged:
            self._judged |= {field}
            self._judge(field, value)
        return value

    def raw(self, field: str) -> str:
        """Return the cell as `optional` does, without judging it."""
        return self._cells.get(field, "")

    def _judge(self, field: str, value: str) -> None:
        """Note what a program has made of a cell, in whatever column it stands."""
        if value == UNRECKONED:
            self._spoil(field, "holds a formula without its result; open it in a spreadsheet program and save it again")
        elif _ERROR.fullmatch(value):
            self._spoil(field, f"“{value[:20]}” is what a spreadsheet shows for an error; write what is meant")
        elif found := what_a_program_did(value):
            self._spoil(field, found)

    def _spoil(self, field: str, message: str) -> None:
        """Note what makes a cell unusable; in a table that is already in use it only warns, and counts as it stands."""
        if self._form.incoming or message.startswith("holds"):
            self.reject(field, message)
            self._spoilt |= {field}
        else:
            self.findings.warn(message, line=self.line, field=field)

    def text(self, field: str) -> str:
        """Return a cell that must not be empty."""
        value = self.optional(field)
        if not value:
            self.reject(field, "is empty; fill it in")
        elif unseen := unseen_in(value):
            message = f"“{exposed(value)}” holds what nobody sees ({named(unseen)}); delete it where it is not meant"
            self.findings.warn(message, line=self.line, field=field)
        return value

    def phone(self, field: str) -> str:
        """Return a telephone number in ASCII, empty where there is none: a text, which programs take for a number."""
        value = plain(self.optional(field))
        if field not in self._spoilt and (was := phone_was(value)):
            message = (
                f"“{value}” is what a program makes of “{was}”; write “{was}” there, in a column formatted as text"
            )
            self._spoil(field, message)
        elif _WITHOUT_ZERO.fullmatch(value):
            message = (
                f"“{value}” has perhaps lost the 0 before it; write “0{value}” there, in a column formatted as text"
            )
            self.findings.warn(message, line=self.line, field=field)
        return value

    def phones(self, field: str) -> tuple[str, ...]:
        """Return telephone numbers in their order, without spaces inside; a word without digits is a label."""
        cell = self.optional(field)
        pieces = [piece for piece in _BETWEEN_PHONES.split(plain(cell)) if piece]
        if len(pieces) == 1 and not _PHONES_APART.fullmatch(pieces[0]):
            self.phone(field)  # what a program has made of a single number
        found = (part for piece in pieces for part in _apart(piece))
        return tuple(dict.fromkeys(found))

    def identifier(self, field: str) -> str:
        """Return an id: 1 to 64 characters of ``[A-Za-z0-9._-]``."""
        value = self._required(field)
        if value and field not in self._spoilt and not ID_PATTERN.fullmatch(value):
            why = f"“{exposed(value)}” is no id; use 1 to 64 of the characters A-Z a-z 0-9 . _ -"
            self.reject(field, _odd(value) or why)
        return value

    def _required(self, field: str) -> str:
        value = self.optional(field)
        if not value:
            self.reject(field, "is empty; fill it in")
        return value

    def choice(self, field: str, options: tuple[Choice, ...], also: Mapping[str, Choice] = _NO_OTHER_WORDS) -> Choice:
        """Return one of the words in ``options``; ``also`` maps other words for them to those."""
        value = self._required(field)
        if value in options:  # kinds of devices are many, and tables of devices long
            return options[options.index(value)]
        for option in options:
            if value.isascii() and value.lower() == option:
                return option
        if value in also:
            return also[value]
        if value and field not in self._spoilt:
            self.reject(field, _odd(value) or f"“{exposed(value)}” is unknown; {suggest(value, (*options, *also))}")
        return options[0]

    def optional_choice(
        self, field: str, options: tuple[Choice, ...], also: Mapping[str, Choice] = _NO_OTHER_WORDS
    ) -> Choice | None:
        """Return one of the words, or None for an empty cell."""
        return self.choice(field, options, also) if self.optional(field) else None

    def optional_date(self, field: str) -> date | None:
        """Return a day, or None for an empty cell."""
        value = plain(self._day(field))
        if not value or field in self._spoilt:
            return None
        try:
            return parse_date(value)
        except ValueError as problem:
            self.reject(field, str(problem))
            return None

    def _day(self, field: str) -> str:
        """Return the cell; a day, which is spoilt in a column of names, is what stands here."""
        value = self._cells.get(field, "")
        return value if not value or value[0].isdigit() else self.optional(field)

    def number(self, field: str, low: float, high: float) -> float:
        """Return a finite number within ``low`` and ``high``, both included."""
        value = self._required(field)
        if not value or field in self._spoilt:
            return low
        number = _number(value, field)
        if number is None:
            self.reject(field, f"“{exposed(value)}” is not a number; write digits with a point")
        elif not low <= number <= high:
            self.reject(field, f"{value} is out of range; it lies between {low:g} and {high:g}")
        else:
            return number
        return low

    def integer(self, field: str, low: int, high: int) -> int:
        """Return a whole number within ``low`` and ``high``, both included."""
        number = self.number(field, low, high)
        if number != int(number):
            self.reject(field, f"{number:g} is not a whole number")
        return int(number)

    def floor(self, field: str, low: int, high: int) -> int:
        """Return a floor: the ground floor 1, basements negative, also as clerks write them: ``B1``, ``负一层``."""
        said = _FLOOR.fullmatch(plain(self.optional(field)).lower())
        if said is None:
            return self.integer(field, low, high)
        sign = -1 if said["below"] else 1
        return sign * (int(said["digits"]) if said["digits"] else _CHINESE_DIGITS[said["word"]])

    def optional_number(self, field: str, low: float, high: float) -> float | None:
        """Return a number, or None for an empty cell."""
        return self.number(field, low, high) if self.optional(field) else None

    def optional_integer(self, field: str, low: int, high: int) -> int | None:
        """Return a whole number, or None for an empty cell."""
        return self.integer(field, low, high) if self.optional(field) else None

    def optional_flag(self, field: str) -> bool | None:
        """Return yes or no (also 1/0, true/false), or None for an empty cell."""
        value = plain(self.optional(field)).lower()
        if value not in _YES_NO and field not in self._spoilt:
            self.reject(field, f"“{exposed(value)}” is neither yes nor no")
        return _YES_NO.get(value)

    def words(self, field: str) -> tuple[str, ...]:
        """Return the words of a cell that are separated by spaces, each of them an id."""
        words = tuple(dict.fromkeys(split_words(self.optional(field))))
        for word in words:
            if not ID_PATTERN.fullmatch(word):
                why = f"“{exposed(word)}” cannot be used; separate words by spaces, of A-Z a-z 0-9 . _ -"
                self.reject(field, _odd(word) or why)
        return words


def read_rows(content: bytes, findings: Findings, form: Form) -> list[Row]:
    """Return the rows of a table; an unusable table gives none and is noted in ``findings``."""
    rows = []
    for line in read_sheet(content, findings, Wanted(form.required, form.optional, form.words), form.encoding):
        row = Row(_unguarded(line.cells), line.number, findings, form)
        if line.defect:
            row.reject("", line.defect)
        rows.append(row)
    return rows


def _unguarded(cells: dict[str, str]) -> dict[str, str]:
    written = "".join(cells.values())
    if "'" not in written and "=" not in written:
        return cells
    return {field: unguard(cell) for field, cell in cells.items()}


def split_words(cell: str) -> list[str]:
    """Return the words of a cell, between spaces or the marks that Chinese lists have."""
    return [word for word in _BETWEEN_WORDS.split(cell) if word]


def _apart(piece: str) -> list[str]:
    """Return the numbers of a piece: several only where each is whole, for one is often written with gaps."""
    return piece.split() if _PHONES_APART.fullmatch(piece) else ["".join(piece.split())]


def _odd(value: str) -> str:
    """Return what is wrong with a value that only looks right, empty where nothing is."""
    if not (odd := odd_in(value)):
        return ""
    return f"“{exposed(value)}” holds characters that are unseen or only look alike: {named(odd)}; write it anew"


def _number(cell: str, field: str) -> float | None:
    """Return the number in a cell, with or without the unit of its column; None where there is none."""
    number = _parse_number(cell)
    return _parse_number(_without_unit(plain(cell), _UNITS.get(field, ()))) if number is None else number


def _without_unit(value: str, units: tuple[str, ...]) -> str:
    lower = value.lower()
    unit = max((each for each in units if lower.endswith(each)), key=len, default="")
    return value[: len(value) - len(unit)].rstrip()


def _parse_number(text: str) -> float | None:
    # Python would read 1_000 as a number; no spreadsheet means that.
    if "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None

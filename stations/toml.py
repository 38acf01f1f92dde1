"""Reads a TOML table key by key; every defect is noted with its line, and reading goes on."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, TypeVar

from stations.problems import Findings, suggest

Choice = TypeVar("Choice", bound=str)

_HEADER = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?([\w.-]+)["']?\s*=""")


class Lines:
    """Finds the line of a key, which the TOML reader of the standard library does not tell."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        counts: dict[str, int] = {}
        section = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                section = header[1]
                counts[section] = counts.get(section, -1) + 1
                self._lines.setdefault((section, counts[section], ""), number)
                self._lines.setdefault(("", 0, section), number)
            elif key := _KEY.match(line):
                self._lines.setdefault((section, counts.get(section, 0), key[1]), number)

    def find(self, section: str, index: int, key: str) -> int | None:
        """Return the line of a key, else of its table, else of what holds the table; None where unsure."""
        for place in ((section, index, key), (section, index, ""), ("", 0, section)):
            if place in self._lines:
                return self._lines[place]
        return None


class Table:
    """One TOML table. A method that finds a defect notes it, sets ``ok`` to False and returns the default.

    ``section`` and ``index`` say which header it stands under; ``within`` is the key of the list that holds
    it where it is an inline table and has no header of its own.
    """

    def __init__(
        self,
        data: dict[str, Any],
        findings: Findings,
        lines: Lines,
        *,
        section: str = "",
        index: int = 0,
        within: str = "",
    ) -> None:
        self._data = data
        self._findings = findings
        self._lines = lines
        self._section = section
        self._index = index
        self._within = within
        self._read: list[str] = []
        self.ok = True

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def warn(self, key: str, message: str) -> None:
        """Note something that is probably not meant."""
        self._findings.warn(message, line=self._line(key), field=self._name(key))

    def reject(self, key: str, message: str) -> None:
        """Note a defect of this table."""
        self._findings.error(message, line=self._line(key), field=self._name(key))
        self.ok = False

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default the key must be there."""
        value = self._take(key, default)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.reject(key, f"{value!r} is not a text; write it in quotes")
            return default or ""
        return value

    def optional_text(self, key: str) -> str:
        """Return a text, empty where there is none."""
        return self.text(key) if self._data.get(key) else self._skip(key)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        self.reject(key, f"{value!r} is neither true nor false")
        return default

    def choice(self, key: str, options: tuple[Choice, ...], default: Choice | None = None) -> Choice:
        """Return one of the words in ``options``."""
        value = self._take(key, default)
        for option in options:
            if value == option:
                return option
        if value is not None:
            self.reject(key, f"{value!r} is unknown; {suggest(str(value), options)}")
        return options[0]

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number within ``low`` and ``high``, both included."""
        value = self._take(key, default)
        if value is None:
            return low
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.reject(key, f"{value!r} is not a number")
        elif not low <= value <= high:
            self.reject(key, f"{value} is out of range; it lies between {low:g} and {high:g}")
        else:
            return float(value)
        return low

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number within ``low`` and ``high``, both included."""
        number = self.number(key, low, high, default)
        if number != int(number):
            self.reject(key, f"{number} is not a whole number")
        return int(number)

    def optional_integer(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number, or None where there is none."""
        if key in self:
            return self.integer(key, low, high)
        self._skip(key)
        return None

    def optional_day(self, key: str) -> date | None:
        """Return a day, or None where there is none."""
        if key not in self:
            self._skip(key)
            return None
        value = self._take(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.reject(key, f"{value!r} is no day; write {key} = 2026-01-01, without quotes")
        return None

    def words(
        self, key: str, options: tuple[Choice, ...] | None = None, default: tuple[Choice, ...] = ()
    ) -> tuple[Choice, ...]:
        """Return a list of texts, each from ``options`` where there are any."""
        value = self._take(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word for word in value):
            self.reject(key, f'{value!r} is not a list of texts; write ["…", "…"]')
            return default
        for word in value:
            if options and word not in options:
                self.reject(key, f"{word!r} is unknown; {suggest(word, options)}")
        return tuple(value)

    def table(self, key: str) -> Table:
        """Return the table under ``key``, empty where there is none."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.reject(key, f"{value!r} is not a table; write [{key}]")
            value = {}
        return Table(value, self._findings, self._lines, section=key)

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """Return the array of tables under ``key``, empty where there is none."""
        value = self._take(key, None if required else [])
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.reject(key, f"{value!r} is not a list of tables; write [[{key}]]")
            return []
        if self._section:
            return [
                Table(item, self._findings, self._lines, section=self._section, index=self._index, within=key)
                for item in value
            ]
        return [Table(item, self._findings, self._lines, section=key, index=index) for index, item in enumerate(value)]

    def everything(self) -> dict[str, Any]:
        """Return the whole table as it stands, unchecked, for whoever knows its keys."""
        self._read.extend(self._data)
        return self._data

    def warn_of_unread(self) -> None:
        """Warn of every key that nobody asked for."""
        for key in self._data.keys() - set(self._read):
            message = f"this key is not read; {suggest(key, tuple(dict.fromkeys(self._read)))}"
            self._findings.warn(message, line=self._line(key), field=self._name(key))

    def _skip(self, key: str) -> str:
        self._read.append(key)
        return ""

    def _take(self, key: str, default: Any) -> Any:
        self._read.append(key)
        value = self._data.get(key, default)
        if value is None:
            self.reject(key, "is missing; write it")
        return value

    def _line(self, key: str) -> int | None:
        return self._lines.find(self._section, self._index, self._within or key)

    def _name(self, key: str) -> str:
        return ".".join(part for part in (self._section, self._within, key) if part)

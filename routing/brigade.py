"""The table of what a brigade does where a map says so (`brigade.toml`), as the rules of traversal read it.

`python -m routing.brigade` writes it into docs/roads.md, so that what people read is what the search obeys.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

import msgspec

Column: TypeAlias = Literal["foot", "motorcycle", "engine", "aerial"]
"""The modes of the table; a district's own mode has the column of the mode that it is based on."""

Access: TypeAlias = Literal["in", "opens", "dear", "no"]
"""What an access tag does, from the most to the least a crew could wish."""

COLUMNS: tuple[Column, ...] = ("foot", "motorcycle", "engine", "aerial")
ANY = "*"
"""The barrier that stands for all that the table does not know."""

TOLD: tuple[Access, ...] = ("in", "opens", "dear", "no")
EMERGENCY_VALUES = frozenset({"emergency", "emergency_services", "fire", "fire_brigade"})
"""Access values that let the brigade in and keep everybody else out."""

GROUPS = ("class", "place", "direction", "access", "size", "barrier")
_TABLE = Path(__file__).with_name("brigade.toml")
_DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "roads.md"
_MARKS = ("<!-- table of brigade.toml -->", "<!-- end of the table -->")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?) (km/h|s)")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: the example's tags as written, each mode's verdict along the drawing and against it, and why."""

    group: str
    tags: Mapping[str, str]
    on_node: bool
    along: Mapping[Column, str]
    against: Mapping[Column, str]
    why: str

    def examples(self) -> Iterator[dict[str, str]]:
        """Yield the tags of every value that the row speaks about."""
        choices = [
            [(key, value) for key in keys.split("|") for value in values.split("|")]
            for keys, values in self.tags.items()
        ]
        for chosen in product(*choices):
            yield dict(chosen)


@cache
def rows() -> tuple[Row, ...]:
    """Return the table, in its order."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(_row(group, given) for group in GROUPS for given in table[group])


@cache
def speeds_kmh(column: Column) -> Mapping[str, float]:
    """Return the speed of each class of way that a mode may use, without stairs, which have a pace of their own."""
    return {
        tags["highway"]: number
        for row, tags in _examples("class")
        if (number := amount(row.along[column], "km/h")) is not None
    }


@cache
def barriers_s(column: Column) -> Mapping[str, float | None]:
    """Return the pause at each kind of barrier, None where it stops the mode; `bollard=rising` is a kind of its own."""
    return {barrier_name(tags): amount(row.along[column], "s") for row, tags in _examples("barrier")}


def barrier_name(tags: Mapping[str, str]) -> str:
    """Return what a row calls a barrier: its kind, with what makes it yield where it does."""
    kind = tags["barrier"]
    yields = [key if value == "yes" else value for key, value in tags.items() if key != "barrier"]
    return f"{kind}={yields[0]}" if yields else kind


@cache
def classes() -> frozenset[str]:
    """Return every class of way that the table knows."""
    return frozenset(tags["highway"] for _, tags in _examples("class"))


@cache
def access(column: Column) -> Mapping[tuple[str, str], Access]:
    """Return what each (key, value) of access does to a mode; what is not in it says nothing about the mode."""
    return MappingProxyType(
        {
            (key, value): cast("Access", verdict)
            for row, tags in _examples("access")
            if (verdict := row.along[column]) != "-"
            for key, value in tags.items()
        }
    )


@cache
def access_values() -> frozenset[str]:
    """Return every value of access that some row knows."""
    return frozenset(value for _, tags in _examples("access") for value in tags.values())


def amount(verdict: str, unit: str) -> float | None:
    """Return the number of a verdict such as `25 km/h` or `10 s`, None where it has none of this unit."""
    found = _NUMBER.fullmatch(verdict)
    return float(found[1]) if found is not None and found[2] == unit else None


def as_markdown() -> str:
    """Return the table as docs/roads.md shows it."""
    lines: list[str] = []
    for group in GROUPS:
        lines += [
            "",
            f"### {_TITLES[group]}",
            "",
            "| tag | on foot | motorcycle | engine | aerial | why |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_line(row) for row in rows() if row.group == group]
    return "\n".join(lines) + "\n"


def write_document(path: Path = _DOCUMENT) -> bool:
    """Put the table into the document between its marks; return whether that changed anything."""
    text = path.read_text(encoding="utf-8")
    begin, end = (text.index(mark) for mark in _MARKS)
    made = text[: begin + len(_MARKS[0])] + "\n" + as_markdown() + "\n" + text[end:]
    if made != text:
        path.write_text(made, encoding="utf-8")
    return made != text


_TITLES = {
    "class": "Classes of way",
    "place": "Sidewalks and tunnels",
    "direction": "Direction (along the drawing / against it)",
    "access": "Access, from the general tag to the special one",
    "size": "Size",
    "barrier": "Barriers",
}


def _row(group: str, given: Mapping[str, Any]) -> Row:
    along = {column: given.get(column, given["engine"]) for column in COLUMNS}
    other = given.get("against", {})
    against = {**along, **other}
    if "engine" in other and "aerial" not in other:
        against["aerial"] = other["engine"]
    return Row(
        group=group,
        tags=given["tags"],
        on_node=group == "barrier" or given.get("on") == "node",
        along=cast("Mapping[Column, str]", along),
        against=cast("Mapping[Column, str]", against),
        why=given["why"],
    )


def _examples(group: str) -> Iterator[tuple[Row, dict[str, str]]]:
    return ((row, tags) for row in rows() if row.group == group for tags in row.examples())


def _line(row: Row) -> str:
    tags = "<br>".join(f"`{key}={value}`" for key, value in row.tags.items()).replace("|", "\\|")
    where = " (node)" if row.on_node and row.group != "barrier" else ""
    cells = [
        row.along[column]
        if row.along[column] == row.against[column]
        else f"{row.along[column]} / {row.against[column]}"
        for column in COLUMNS
    ]
    return f"| {tags}{where} | {' | '.join(cells)} | {row.why} |"


if __name__ == "__main__":
    write_document()

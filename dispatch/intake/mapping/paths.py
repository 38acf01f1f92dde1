"""Paths into a JSON document: ``payload.status``, ``points.0.value``, ``services[serviceId=Alarm].data.state``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

_STEP = re.compile(r"(?P<name>[^.\[\]]+)?(?:\[(?P<key>[^=\]]+)=(?P<value>[^\]]*)\])?")


class _Missing:
    """Stands for what is not there: null is something else."""

    def __repr__(self) -> str:
        return "nothing"


MISSING: Final = _Missing()


class Step(NamedTuple):
    """One step of a path: a name or a number, then the entry of a list whose ``key`` has the ``value``."""

    name: str
    key: str = ""
    value: str = ""


Path = tuple[Step, ...]


def read_path(text: str) -> Path:
    """Read a path. Raises `ValueError` with the words of what is wrong."""
    steps = []
    for part in text.split("."):
        found = _STEP.fullmatch(part)
        if found is None or not part:
            raise ValueError(f"{text!r} is no path: names with dots between, as a.b.0 or list[key=value].c")
        steps.append(Step(found["name"] or "", found["key"] or "", found["value"] or ""))
    return tuple(steps)


def find_in(document: Any, path: Path) -> Any:
    """Return what a path leads to; `MISSING` where it leads nowhere."""
    for step in path:
        document = _next(document, step)
        if document is MISSING:
            return MISSING
    return document


def _next(value: Any, step: Step) -> Any:
    if step.name:
        value = _member(value, step.name)
    if not step.key:
        return value
    entries = value if isinstance(value, list) else ()
    return next((each for each in entries if word_of(_member(each, step.key)) == step.value), MISSING)


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name, MISSING)
    if isinstance(value, list) and name.isascii() and name.isdigit() and len(name) < 6:  # noqa: PLR2004 - no list is longer
        return value[int(name)] if int(name) < len(value) else MISSING
    return MISSING


def put_in(document: Any, path: Path, value: Any) -> None:
    """Put a value where a path leads; nothing where it leads nowhere."""
    holder = find_in(document, path[:-1])
    if isinstance(holder, dict) and path[-1].name in holder and not path[-1].key:
        holder[path[-1].name] = value


def word_of(value: Any) -> str:
    """Return a scalar as mappings write it: ``1`` for 1, 1.0 and "1", ``true`` for true; "" for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact up to there
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    return value.strip() if isinstance(value, str) else ""

"""A measured figure beside what it is held against, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.table import Table


class Figure(msgspec.Struct, frozen=True):
    """One figure of one run.

    ``against`` names the floor or peer of the same run. ``ratio`` is measured ÷ floor, or peer ÷ measured: what stands
    for the machine must not be exceeded much, what others need should be undercut. Both are None where the figure
    stands alone. ``goal`` bounds the ratio, or the value where there is no ratio; ``ok`` is None without a goal,
    and where the run was ``void``, which then says why.
    """

    name: str
    value: float
    unit: str = ""
    against: str | None = None
    ratio: float | None = None
    goal: float | None = None
    ok: bool | None = None
    void: str | None = None


def undercut(name: str, value: float, unit: str, *, peer: str, takes: float, goal: float | None = None) -> Figure:
    """Return a figure beside a peer's of the same unit; met where the peer takes at least ``goal`` times as much."""
    ratio = takes / value
    return Figure(name, value, unit, peer, ratio, goal, None if goal is None else ratio >= goal)


def above_floor(name: str, value: float, unit: str, *, floor: str, takes: float, goal: float | None = None) -> Figure:
    """Return a figure beside its floor of the same unit; met where it is at most ``goal`` times the floor."""
    ratio = value / takes
    return Figure(name, value, unit, floor, ratio, goal, None if goal is None else ratio <= goal)


def at_most(name: str, value: float, unit: str, goal: float | None = None) -> Figure:
    """Return a figure that stands alone; met where it does not exceed ``goal``."""
    return Figure(name, value, unit, None, None, goal, None if goal is None else value <= goal)


def voided(figures: Sequence[Figure], why: str | None) -> list[Figure]:
    """Return figures whose goals are neither met nor missed, for this reason; as they are where there is none."""
    if why is None:
        return list(figures)
    return [each if each.ok is None else msgspec.structs.replace(each, ok=None, void=why) for each in figures]


def as_json(figures: Sequence[Figure], **beside: object) -> str:
    """Return the one object of the wire contract: ``{"figures": [...]}``, and what a command says beside them."""
    return msgspec.json.encode({"figures": figures, **beside}).decode()


def print_table(figures: Sequence[Figure], console: Console, *, title: str) -> None:
    """Print figures for a person."""
    table = Table(title=title)
    for heading in ("figure", "value", "against", "ratio", "goal", ""):
        table.add_column(heading, justify="left" if heading in {"figure", "against", ""} else "right")
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.value:,.4g} {figure.unit}".strip(),
            figure.against or "",
            "" if figure.ratio is None else f"{figure.ratio:,.2f} ×",
            "" if figure.goal is None else f"{figure.goal:,g}",
            _verdict(figure),
        )
    console.print(table)


def _verdict(figure: Figure) -> str:
    if figure.void is not None:
        return "void"
    return {True: "ok", False: "missed", None: ""}[figure.ok]

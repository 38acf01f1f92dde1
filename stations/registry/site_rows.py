"""Rows of the tables that make a building's file: entrances, standing grounds, people to help, steps of its plan."""

from __future__ import annotations

from stations.positions import read_position
from stations.registry.model import (
    MEMBER_ROLES,
    SERVES,
    STATES,
    Assistance,
    Entrance,
    Ground,
    PlanStep,
    Serves,
)
from stations.registry.rows import ROLE_WORDS, STATE_WORDS
from stations.tables import Row, split_words

SERVES_WORDS: dict[str, Serves] = {
    "人员": "crew",
    "行人": "crew",
    "队员": "crew",
    "车辆": "engine",
    "消防车": "engine",
}
STEP_ROLES = (*MEMBER_ROLES, "everybody")
_STEP_WORDS = {**ROLE_WORDS, "全员": "everybody", "所有人": "everybody"}
_MAX_FLOOR = 250
_MAX_M = 1_000.0
_MAX_T = 200.0
_MAX_SLOPE = 100.0
_MAX_PEOPLE = 10_000
_MAX_STEP = 1_000


def read_entrance(row: Row) -> Entrance:
    """Return the entrance of a row of ``entrances.csv``."""
    identifier = row.identifier("id")
    lon, lat = read_position(row)
    return Entrance(
        id=identifier,
        building=row.identifier("building"),
        lon=lon,
        lat=lat,
        name=row.optional("name"),
        serves=_serves(row),
        width_m=row.optional_number("width_m", 0.1, _MAX_M),
    )


def read_ground(row: Row) -> Ground:
    """Return the standing ground of a row of ``grounds.csv``."""
    identifier = row.identifier("id")
    lon, lat = read_position(row)
    return Ground(
        id=identifier,
        building=row.identifier("building"),
        lon=lon,
        lat=lat,
        length_m=row.optional_number("length_m", 0.1, _MAX_M),
        width_m=row.optional_number("width_m", 0.1, _MAX_M),
        bearing_t=row.optional_number("bearing_t", 0.1, _MAX_T),
        slope_percent=row.optional_number("slope_percent", 0.0, _MAX_SLOPE),
        state=row.optional_choice("state", STATES, STATE_WORDS),
    )


def read_assistance(row: Row) -> Assistance:
    """Return how many people need help on a floor, a row of ``assistance.csv``."""
    return Assistance(
        id=row.identifier("id"),
        building=row.identifier("building"),
        floor=row.floor("floor", -_MAX_FLOOR, _MAX_FLOOR),
        count=row.integer("count", 1, _MAX_PEOPLE),
    )


def read_step(row: Row) -> PlanStep:
    """Return a step of a building's plan, a row of ``steps.csv``."""
    return PlanStep(
        id=row.identifier("id"),
        building=row.identifier("building"),
        role=row.optional_choice("role", STEP_ROLES, _STEP_WORDS) or "everybody",
        order=row.integer("order", 1, _MAX_STEP),
        text=row.text("text"),
    )


def _serves(row: Row) -> tuple[Serves, ...]:
    """Return whom an entrance serves; nothing written: everybody."""
    found: list[Serves] = []
    for word in split_words(row.optional("serves")):
        known = SERVES_WORDS.get(word) or next((each for each in SERVES if each == word), None)
        if known is None:
            row.reject("serves", f"“{word}” is unknown; write crew, engine or both, or 人员 消防车")
        else:
            found.append(known)
    return tuple(dict.fromkeys(found)) or SERVES

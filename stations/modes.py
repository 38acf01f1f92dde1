"""Ways to travel that a district defines itself: ``[roads.modes.mini]`` with ``base = "engine"``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stations.model import TRAVEL_MODES


def own_modes(roads: Mapping[str, Any]) -> dict[str, str]:
    """Return the modes that a ``[roads]`` table adds, each with the one of ours that it is based on.

    A need for that one is met by it too: a small fire engine is an engine. What is wrong with them the reader of the
    roads says.
    """
    tables = roads.get("modes", {})
    found: dict[str, str] = {}
    for name, table in tables.items() if isinstance(tables, Mapping) else ():
        base = table.get("base") if isinstance(table, Mapping) else None
        based_on = found.get(str(base), str(base))
        if name not in TRAVEL_MODES and based_on in TRAVEL_MODES:
            found[name] = based_on
    return found


def own_modes_of(folder: Path) -> dict[str, str]:
    """Return the modes that a district folder adds; none where its settings cannot be read, which others say."""
    try:
        roads = tomllib.loads((folder / "district.toml").read_text(encoding="utf-8-sig")).get("roads", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    return own_modes(roads) if isinstance(roads, Mapping) else {}

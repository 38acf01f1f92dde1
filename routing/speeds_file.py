"""The speeds file that `onethree calibrate --write` makes: `[roads.modes.NAME]` tables apart from `district.toml`.

A district names it, beside its road file, with `[roads] speeds_file = "speeds.toml"`.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from routing.errors import RoadsError

KEY = "speeds_file"


def with_speeds_file(folder: Path, table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a district's `[roads]` table with the modes of its speeds file, if it names one.

    What `district.toml` itself says about a mode goes before the file, entry by entry. Raises RoadsError.
    """
    if KEY not in table:
        return table
    found = _read(folder / str(table[KEY]))
    own = table.get("modes", {})
    if not isinstance(own, Mapping):
        return table  # whoever reads the modes says what is wrong with them
    modes = {name: _laid_over(found.get(name, {}), own.get(name, {})) for name in {**found, **own}}
    return {**{key: value for key, value in table.items() if key != KEY}, "modes": modes}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        roads = tomllib.loads(path.read_text(encoding="utf-8")).get("roads", {})
    except (OSError, ValueError) as error:
        raise RoadsError(
            f"roads.{KEY}: {path} is not a readable speeds file ({error}); calibrate --write makes one"
        ) from error
    if not isinstance(roads, dict) or roads.keys() - {"modes"} or not isinstance(roads.get("modes", {}), dict):
        raise RoadsError(f"roads.{KEY}: {path} may hold [roads.modes.NAME] tables only")
    modes: Mapping[str, Any] = roads.get("modes", {})
    return modes


def _laid_over(found: Any, own: Any) -> Any:
    if not (isinstance(found, Mapping) and isinstance(own, Mapping)):
        return own
    merged = {key: {**found[key], **value} if _tables(found.get(key), value) else value for key, value in own.items()}
    return {**found, **merged}


def _tables(*values: Any) -> bool:
    return all(isinstance(value, Mapping) for value in values)

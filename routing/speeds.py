"""Speed overrides by way and by hour: the rush hour of a district, the green wave of a corridor."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from routing.conditional import Schedule, schedule
from routing.errors import ModeError
from routing.model import EdgeAttrs


class SpeedRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One override: on the ways it names, for the modes it names, within its hours.

    An empty selection means all: no `ways`, `names` and `classes` means every way, no `modes` every mode,
    no `hours` always. `kmh` replaces the speed, `factor` multiplies it.
    """

    ways: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    hours: str | None = None
    kmh: float | None = None
    factor: float = 1.0

    @property
    def schedule(self) -> Schedule | None:
        """The hours, None for always."""
        return None if self.hours is None else schedule(self.hours)

    def covers(self, edge: EdgeAttrs) -> bool:
        """Tell whether the rule speaks about this way."""
        if not (self.ways or self.names or self.classes):
            return True
        return edge["way"] in self.ways or edge["name"] in self.names or edge["highway"] in self.classes

    def in_force(self, mode: str, at: datetime | None) -> bool:
        """Tell whether the rule speaks about this mode now; without an hour, only a rule for always does."""
        if self.modes and mode not in self.modes:
            return False
        hours = self.schedule
        return hours is None or (at is not None and hours.holds(at))

    def apply(self, kmh: float) -> float:
        """Return the overridden speed."""
        return (kmh if self.kmh is None else self.kmh) * self.factor


def speed_rules_from(tables: Iterable[Mapping[str, Any]]) -> tuple[SpeedRule, ...]:
    """Read the district's `[[roads.speeds]]` tables. Raises ModeError naming the table by its place, from
    1."""
    rules = []
    for place, table in enumerate(tables, start=1):
        try:
            rule = msgspec.convert(table, SpeedRule)
        except msgspec.ValidationError as error:
            raise ModeError(f"roads.speeds, table {place}: {error}") from error
        if rule.factor <= 0 or (rule.kmh is not None and rule.kmh <= 0):
            raise ModeError(f"roads.speeds, table {place}: speeds must be above 0; close a road to forbid it")
        try:
            rule.schedule  # noqa: B018 - reading it checks the hours
        except ValueError as error:
            raise ModeError(f"roads.speeds, table {place}: {error}") from error
        rules.append(rule)
    return tuple(rules)

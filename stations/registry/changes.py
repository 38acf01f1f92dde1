"""What an import would change, row by row and field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from stations.registry.schema import Schema


class Field(NamedTuple):
    """One cell before and after, as it is written."""

    name: str
    before: str
    after: str


class Change(NamedTuple):
    """A row that is new, changed or gone: the record before, where there was one, and after."""

    what: str
    key: str
    schema: Schema
    before: Any = None
    after: Any = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """What differs: every field of a new row that is not empty, none of one that is gone."""
        if self.after is None:
            return ()
        return tuple(
            Field(name, was, now)
            for name in self.schema.columns
            if name != self.schema.key
            if (was := "" if self.before is None else cell(getattr(self.before, name)))
            != (now := cell(getattr(self.after, name)))
        )


class TableChanges(NamedTuple):
    """What changes in one table; ``same`` rows stay as they are."""

    schema: Schema
    changes: tuple[Change, ...]
    same: int

    def count(self, what: str) -> int:
        """Return how many rows are ``added``, ``changed`` or ``removed``."""
        return sum(change.what == what for change in self.changes)


def compare(schema: Schema, before: Iterable[Any], after: Iterable[Any]) -> TableChanges:
    """Return the changes that lead from one state of a table to another, in the order of the new one."""
    old = {getattr(record, schema.key): record for record in before}
    new = {getattr(record, schema.key): record for record in after}
    changes = [
        Change("changed" if key in old else "added", key, schema, old.get(key), record)
        for key, record in new.items()
        if record != old.get(key)
    ]
    removed = [Change("removed", key, schema, record) for key, record in old.items() if key not in new]
    return TableChanges(schema, (*changes, *removed), len(new) - len(changes))


def cell(value: object) -> str:
    """Return a value as a table shows it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    # Whole numbers without the point; all others with every digit, so that what is read back is what was written.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

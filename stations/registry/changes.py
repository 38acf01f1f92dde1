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
    """A row that is new (every field of it), changed (the fields that differ) or gone (none)."""

    what: str
    key: str
    fields: tuple[Field, ...] = ()


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
    changes = [change for key, record in new.items() if (change := _change(schema, key, old.get(key), record))]
    removed = [Change("removed", key) for key in old if key not in new]
    return TableChanges(schema, (*changes, *removed), len(new) - len(changes))


def _change(schema: Schema, key: str, before: Any, after: Any) -> Change | None:
    if before == after:
        return None
    fields = [
        Field(name, "" if before is None else cell(getattr(before, name)), cell(getattr(after, name)))
        for name in schema.columns
        if name != schema.key
    ]
    differing = tuple(field for field in fields if field.before != field.after)
    return Change("added" if before is None else "changed", key, differing)


def cell(value: object) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    # Whole numbers without the point; all others with every digit, so that what is read back is what was written.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

"""Imports tables into a district folder: what is wrong, all at once; what would change; and then all or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stations.datum import Datum
from stations.problems import DistrictError, Problem
from stations.registry.changes import TableChanges, compare, lost_zeros
from stations.registry.reading import Source, Tables, read_tables
from stations.registry.schema import BY_NAME, SCHEMAS
from stations.registry.staging import replace_files
from stations.writing import as_csv


class ImportPlan(NamedTuple):
    """What an import would do; it can only be carried out where none of the problems is an error."""

    folder: Path
    tables: Tables
    changes: tuple[TableChanges, ...]
    problems: tuple[Problem, ...]

    @property
    def is_possible(self) -> bool:
        """Whether it may be carried out."""
        return all(problem.severity == "warning" for problem in self.problems)


def plan_import(
    folder: Path,
    files: Sequence[Path],
    *,
    datum: Datum = "wgs84",
    encoding: str = "utf-8",
    partial: bool = False,
) -> ImportPlan:
    """Read the files as tables of the folder, each known by its name, and say what is wrong and what would change.

    ``datum`` and ``encoding`` hold for files that do not say otherwise themselves. With ``partial`` the rows that the
    files do not mention stay; without it they go.
    """
    named = [(path, _table_of(path)) for path in files]
    strangers = [_unknown(path) for path, name in named if name is None]
    if not folder.is_dir():
        message = "is not a folder; name the district's folder"
        strangers.append(Problem(file=str(folder), line=None, field="", message=message))
    strangers += _twice([name for _, name in named if name is not None])
    incoming = {name: Source(path, datum, encoding) for path, name in named if name is not None}
    before = read_tables(folder)
    after = read_tables(folder, incoming, partial=partial)
    changes = tuple(compare(BY_NAME[name], before.records(name), after.records(name)) for name in incoming)
    doubts = [
        problem
        for change in changes
        if after.by_name[change.schema.name].complete
        for problem in _doubts(change, incoming[change.schema.name].path.name)
    ]
    return ImportPlan(folder, after, changes, (*strangers, *after.problems, *doubts))


def plan_import_of_texts(
    folder: Path, texts: Sequence[tuple[str, str]], *, datum: Datum = "wgs84", partial: bool = False
) -> ImportPlan:
    """Plan the import of tables that came as a file's name and its text; the names say which tables they are."""
    with tempfile.TemporaryDirectory() as drafts:
        paths = [Path(drafts) / name for name, _ in texts]
        for path, (_, text) in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8", newline="")
        return plan_import(folder, paths, datum=datum, partial=partial)


def carry_out(plan: ImportPlan) -> None:
    """Write the imported tables, all of them or none. Raises `DistrictError` where the plan has errors, or OSError."""
    if not plan.is_possible:
        raise DistrictError(plan.problems)
    contents = {
        change.schema.file: as_csv(change.schema, plan.tables.records(change.schema.name)) for change in plan.changes
    }
    replace_files(plan.folder, contents)


def export(tables: Tables, target: Path) -> tuple[Path, ...]:
    """Write the tables into a folder for a spreadsheet and return their files; raises OSError."""
    target.mkdir(parents=True, exist_ok=True)
    contents = {table.schema.file: as_csv(table.schema, table.records) for table in tables.by_name.values()}
    replace_files(target, contents)
    return tuple(target / name for name in contents)


def _table_of(path: Path) -> str | None:
    """Return the table that a file holds by its name, English or Chinese, whatever follows it: ``人员-2026.csv``."""
    stem = path.stem.lower()
    names = {name: schema.name for schema in SCHEMAS for name in (schema.name, schema.zh)}
    # The longest first, since “building_files” begins with what another table is called.
    return next((names[name] for name in sorted(names, key=len, reverse=True) if stem.startswith(name)), None)


def _doubts(changes: TableChanges, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the changes themselves: zeros that were lost, and a warning where most rows would go.

    Such a file mostly holds only a part, as one street's office sends it.
    """
    yield from lost_zeros(changes, file)
    removed, kept = changes.count("removed"), changes.count("changed") + changes.same
    if removed > kept:
        message = f"removes {removed} of {removed + kept} rows; import it with --partial if it holds only a part"
        yield Problem(file=file, line=None, field="", message=message, severity="warning")


def _unknown(path: Path) -> Problem:
    known = ", ".join(f"{schema.file} ({schema.zh}.csv)" for schema in SCHEMAS)
    return Problem(file=path.name, line=None, field="", message=f"is no table by its name; call it one of {known}")


def _twice(names: Iterable[str]) -> list[Problem]:
    counted = list(names)
    return [
        Problem(file=BY_NAME[name].file, line=None, field="", message="is given twice; give each table once")
        for name in sorted(set(counted))
        if counted.count(name) > 1
    ]

"""Imports tables into a district folder: what is wrong, all at once; what would change; and then all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from stations.datum import Datum
from stations.problems import DistrictError, Problem
from stations.registry.changes import TableChanges, compare
from stations.registry.reading import Source, Tables, check_tables, read_alone, read_table
from stations.registry.rewritten import spoilt as note_rewritten
from stations.registry.schema import BY_NAME, SCHEMAS
from stations.registry.staging import replace_files
from stations.sheets.odd import trimmed
from stations.writing import as_csv

_OF_A_KIND = 5
"""So many rows of a table that the import leaves without what they need are named; the others are counted."""


class Incoming(NamedTuple):
    """A file to import: its name, which says what table it is, and its bytes; None where it could not be read."""

    name: str
    content: bytes | None
    error: str = ""


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

    @property
    def removed(self) -> int:
        """How many rows go: whoever carries it out gives this number, so that none goes by accident."""
        return sum(change.count("removed") for change in self.changes)


def plan_import(
    folder: Path,
    files: Sequence[Incoming | Path],
    *,
    datum: Datum = "wgs84",
    encoding: str = "utf-8",
    partial: bool = True,
) -> ImportPlan:
    """Read the files as tables of the folder, each known by its name, and say what is wrong and what would change.

    ``datum`` and ``encoding`` hold for files that do not say otherwise themselves. With ``partial`` the rows that the
    files do not mention stay; without it they go. What is wrong in the files comes first, then what they do to others.
    """
    named = [(file, _table_of(file.name)) for file in map(_with_content, files)]
    strangers = [_unknown(file) for file, name in named if name is None]
    if not folder.is_dir():
        message = "is not a folder; name the district's folder"
        strangers.append(Problem(file=str(folder), line=None, field="", message=message))
    strangers += _twice([name for _, name in named if name is not None])
    sources = {name: _source(file, datum, encoding) for file, name in named if name is not None}
    incoming = {name: read_table(BY_NAME[name], source) for name, source in sources.items()}
    alone = read_alone(folder)
    before = check_tables(folder, alone)
    after = check_tables(folder, alone, incoming, partial=partial)
    changes = tuple(compare(BY_NAME[name], before.records(name), after.records(name)) for name in incoming)
    for change in changes:
        _look_for_rewritten(
            change, after, {getattr(each, change.schema.key) for each in before.records(change.schema.name)}
        )
    own = [problem for name in incoming for problem in _own(after, name)]
    others = _others(before, after, own)
    return ImportPlan(folder, after, changes, (*strangers, *own, *others))


def carry_out(plan: ImportPlan, *, removing: int = 0) -> None:
    """Write the imported tables, all of them or none; ``removing`` is the number of rows that are meant to go.

    Raises `DistrictError` where the plan has errors or removes another number of rows, or OSError.
    """
    if not plan.is_possible:
        raise DistrictError(plan.problems)
    if removing != plan.removed:
        raise DistrictError((not_confirmed(plan),))
    contents = {
        change.schema.file: as_csv(change.schema, plan.tables.records(change.schema.name)) for change in plan.changes
    }
    replace_files(plan.folder, contents)


def not_confirmed(plan: ImportPlan) -> Problem:
    """Return what is said where rows would go without their number having been given."""
    files = ", ".join(change.schema.file for change in plan.changes if change.count("removed"))
    message = (
        f"{plan.removed} rows would be removed; nothing was written; give the number {plan.removed} to remove them"
    )
    return Problem(file=files or str(plan.folder), line=None, field="", message=message)


def export(tables: Tables, target: Path) -> tuple[Path, ...]:
    """Write the tables into a folder for a spreadsheet and return their files; raises OSError."""
    target.mkdir(parents=True, exist_ok=True)
    contents = {table.schema.file: as_csv(table.schema, table.records) for table in tables.by_name.values()}
    replace_files(target, contents)
    return tuple(target / name for name in contents)


def _table_of(file: str) -> str | None:
    """Return the table that a file holds by its name, English or Chinese, whatever follows it: ``人员-2026.xlsx``."""
    stem = trimmed(Path(file).stem)[0].lower()
    names = {name: schema.name for schema in SCHEMAS for name in (schema.name, schema.zh)}
    # The longest first, since “building_files” begins with what another table is called.
    return next((names[name] for name in sorted(names, key=len, reverse=True) if stem.startswith(name)), None)


def _with_content(file: Incoming | Path) -> Incoming:
    if isinstance(file, Incoming):
        return file
    try:
        return Incoming(file.name, file.read_bytes())
    except OSError as error:
        return Incoming(file.name, None, error.strerror or type(error).__name__)


def _source(file: Incoming, datum: Datum, encoding: str) -> Source:
    return Source(Path(file.name), datum, encoding, file.content or b"", incoming=True, error=file.error)


def _look_for_rewritten(change: TableChanges, after: Tables, before: Collection[str]) -> None:
    table = after.by_name[change.schema.name]
    own = table.findings[-1]
    if own.complete:
        lines = {row.raw(change.schema.key): row.line for row in table.rows if row.findings is own}
        note_rewritten(change, lines, before, own)


def _own(after: Tables, name: str) -> Iterator[Problem]:
    """Yield what is wrong in an imported file itself, by line."""
    findings = after.by_name[name].findings[-1]
    yield from sorted(findings.problems, key=lambda problem: problem.line or 0)


def _others(before: Tables, after: Tables, own: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what is wrong in the rest: what the import does to it, a few rows of each kind, then what was so before."""
    mine, old = {id(problem) for problem in own}, set(before.problems)
    rest = [problem for problem in after.problems if id(problem) not in mine]
    caused = [problem for problem in rest if problem not in old and problem.severity == "error"]
    counted: dict[tuple[str, str], int] = {}
    for problem in caused:
        kind = problem.file, problem.field
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] <= _OF_A_KIND:
            yield problem
    for (file, field), count in counted.items():
        if count > _OF_A_KIND:
            more = count - _OF_A_KIND
            message = f"and {more} more rows have the same problem; it goes with its cause in the imported files"
            yield Problem(file=file, line=None, field=field, message=message)
    yield from (problem for problem in rest if problem in old or problem.severity == "warning")


def _unknown(file: Incoming) -> Problem:
    known = ", ".join(f"{schema.file} ({schema.zh}.csv)" for schema in SCHEMAS)
    return Problem(file=file.name, line=None, field="", message=f"is no table by its name; call it one of {known}")


def _twice(names: Iterable[str]) -> list[Problem]:
    counted = list(names)
    return [
        Problem(file=BY_NAME[name].file, line=None, field="", message="is given twice; give each table once")
        for name in sorted(set(counted))
        if counted.count(name) > 1
    ]

"""Reads the tables of a district folder, each by its schema, and checks them against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from stations.datum import Datum
from stations.model import TRAVEL_MODES
from stations.modes import own_modes_of
from stations.norms.model import Norms
from stations.norms.reading import NORMS_FILE, check_norms
from stations.positions import Located, check_together
from stations.problems import Findings, Problem, suggest
from stations.registry.device_rows import check_addresses, check_mirrors
from stations.registry.model import Registry, Zone
from stations.registry.references import check_references
from stations.registry.rows import MODE_WORDS
from stations.registry.schema import BY_NAME, SCHEMAS, Schema
from stations.registry.staging import find_table
from stations.sheets.headings import words_of
from stations.sheets.odd import exposed
from stations.tables import ID_PATTERN, Form, Row, read_rows
from stations.text import read_content


class Source(NamedTuple):
    """Where a table comes from; ``datum`` and ``encoding`` hold where the file does not say otherwise itself.

    An ``incoming`` one is to be imported: it has bytes of its own, and is judged more strictly than what is in use.
    """

    path: Path
    datum: Datum = "wgs84"
    encoding: str = "utf-8"
    content: bytes | None = None
    incoming: bool = False
    error: str = ""


class Table(NamedTuple):
    """One table as read: the rows, the values of those without defects, and what was wrong, file by file."""

    schema: Schema
    rows: tuple[Row, ...]
    records: tuple[Any, ...]
    findings: tuple[Findings, ...]

    @property
    def complete(self) -> bool:
        """Whether every row of it could be read, rightly or wrongly."""
        return all(findings.complete for findings in self.findings)

    def again(self) -> Table:
        """Return the table as one of its own, whose rows note what is found from now on."""
        own = {id(findings): findings.again() for findings in self.findings}
        rows = tuple(row.under(own[id(row.findings)]) for row in self.rows)
        return self._replace(rows=rows, findings=tuple(own.values()))


class Tables(NamedTuple):
    """All tables that are there, by name, and every problem, the tables in the order of their schemas."""

    by_name: dict[str, Table]
    norms: Norms
    problems: tuple[Problem, ...]

    @property
    def is_usable(self) -> bool:
        """Whether nothing is wrong but what is merely probably not meant."""
        return all(problem.severity == "warning" for problem in self.problems)

    def records(self, name: str) -> tuple[Any, ...]:
        """Return the values of a table, none where it is absent."""
        table = self.by_name.get(name)
        return table.records if table else ()

    def registry(self) -> Registry:
        """Return the optional tables, None for each that is absent."""
        there = {name: table.records for name, table in self.by_name.items() if name in Registry.__struct_fields__}
        return Registry(**there)


def read_tables(folder: Path) -> Tables:
    """Read the tables of a folder and check them. Nothing is raised for what files hold."""
    return check_tables(folder, read_alone(folder))


def read_alone(folder: Path) -> dict[str, Table]:
    """Read each table that a folder has, by name; none of them is checked against the others yet."""
    paths = {schema: find_table(folder, schema.file) for schema in SCHEMAS}
    return {schema.name: read_table(schema, Source(path)) for schema, path in paths.items() if path}


def zones_of(folder: Path) -> tuple[Zone, ...]:
    """Return the zones of a folder, as far as their table can be read: what else is in it is read by nobody here."""
    path = find_table(folder, BY_NAME["zones"].file)
    return () if path is None else read_table(BY_NAME["zones"], Source(path)).records


def check_tables(
    folder: Path,
    alone: Mapping[str, Table],
    incoming: Mapping[str, Table] = MappingProxyType({}),
    *,
    partial: bool = False,
) -> Tables:
    """Check the tables of a folder against one another, those in ``incoming`` in their place.

    With ``partial`` a row that an incoming table does not mention stays as it is in the folder. What was read alone
    stays as it is, so that it can be checked again beside other tables; its rows here are new ones.
    """
    tables: dict[str, Table] = {}
    for schema in SCHEMAS:
        here, new = alone.get(schema.name), incoming.get(schema.name)
        parts = [here.again()] if here and (new is None or partial) else []
        if new is not None:
            parts.append(new)
        if parts:
            tables[schema.name] = _merge(parts)
        elif schema.needed:
            findings = Findings(schema.file)
            findings.fail(f"is missing; write it with the columns {','.join(schema.columns)}")
            tables[schema.name] = Table(schema, (), (), (findings,))
    incomplete = {name for name, table in tables.items() if not table.complete}
    check_references({name: table.rows for name, table in tables.items()}, incomplete)
    _check_modes(tables, own_modes_of(folder))
    _check_devices(tables)
    _check_positions(tables)
    _warn_of_empty_stations(tables)
    own = Findings(NORMS_FILE)
    norms = check_norms(folder, own)
    _warn_of_unknown_kinds(tables, norms)
    _warn_of_same_serials(tables)
    return Tables(tables, norms, (*_problems(tables), *own.problems))


def _check_modes(tables: Mapping[str, Table], own: Mapping[str, str]) -> None:
    """Note the units whose mode is neither one of ours nor one that the district defines."""
    units = tables.get("units")
    for row in units.rows if units is not None else ():
        written = row.raw("mode")
        known = written.lower() in TRAVEL_MODES or written in own or written in MODE_WORDS
        if not known and ID_PATTERN.fullmatch(written):
            options = (*TRAVEL_MODES, *own, *MODE_WORDS)
            row.reject("mode", f"“{exposed(written)}” is unknown; {suggest(written, options)}")


def _check_devices(tables: Mapping[str, Table]) -> None:
    """Note addresses that are there twice, and devices that repeat what itself repeats."""
    if (gateways := tables.get("gateways")) is not None:
        check_addresses(gateways.rows, "protocol")
    if (devices := tables.get("devices")) is not None:
        check_addresses(devices.rows, "gateway")
        check_mirrors(devices.rows)


def read_table(schema: Schema, source: Source) -> Table:
    """Read one table; rows with defects are noted and left out of the values."""
    findings = Findings(source.path.name)
    optional = (*schema.optional, "datum") if schema.located else schema.optional
    words = words_of(schema.name, (*schema.required, *optional))
    form = Form(schema.required, optional, words, source.datum, source.encoding, source.incoming)
    content = _content(source, findings)
    rows = [] if content is None else read_rows(content, findings, form)
    seen: dict[str, Row] = {}
    records = []
    for row in rows:
        record = schema.read(row)
        _check_unique(row, schema.key, seen)
        if row.ok:
            records.append(record)
    return Table(schema, tuple(rows), tuple(records), (findings,))


def _content(source: Source, findings: Findings) -> bytes | None:
    if source.error:
        findings.fail(f"cannot be read ({source.error}); check that it is a file and who may read it")
        return None
    return read_content(source.path, findings) if source.content is None else source.content


def _check_unique(row: Row, field: str, seen: dict[str, Row]) -> None:
    key = row.raw(field)
    first = seen.setdefault(key, row) if key else row
    if first is row:
        return
    where, there = f"is already in line {first.line}", first.raw("station")
    if there and there != row.raw("station"):
        row.reject(field, f"“{key}” {where}, at station “{there}”, and cannot be in two places; keep one of them")
    else:
        row.reject(field, f"“{key}” {where}; ids are unique")


def _merge(parts: Sequence[Table]) -> Table:
    """Return one table in which rows of the last part replace rows of the same key."""
    *older, newest = parts
    if not older:
        return newest
    key = newest.schema.key
    mentioned = {row.raw(key) for row in newest.rows}
    rows = [row for part in older for row in part.rows if row.raw(key) not in mentioned]
    records = [each for part in older for each in part.records if getattr(each, key) not in mentioned]
    findings = tuple(findings for part in parts for findings in part.findings)
    return Table(newest.schema, (*rows, *newest.rows), (*records, *newest.records), findings)


def _check_positions(tables: Mapping[str, Table]) -> None:
    """Look at the positions of all tables together, so that one far from the others stands out."""
    located = []
    for name, table in tables.items():
        if BY_NAME[name].located:
            located += [Located(row.findings, row.line, *row.position) for row in table.rows if row.position]
    check_together(located)


def _warn_of_empty_stations(tables: Mapping[str, Table]) -> None:
    if not tables["units"].complete:
        return
    manned = {row.raw("station") for row in tables["units"].rows}
    for row in tables["stations"].rows:
        if (station := row.raw("id")) and station not in manned:
            message = f"“{station}” has no unit in units.csv and can never be sent; add one"
            row.findings.warn(message, line=row.line, field="id")


def _warn_of_unknown_kinds(tables: Mapping[str, Table], norms: Norms) -> None:
    """Say which equipment no norm knows: it counts towards nothing, which is mostly a slip of the pen."""
    rows = tables["equipment"].rows if "equipment" in tables else ()
    unknown = {kind for kind in {row.raw("kind") for row in rows} if kind and norms.kind_of(kind) is None}
    for row in rows:
        if (kind := row.raw("kind")) in unknown:
            message = f"“{kind}” is in no norm; {suggest(kind, tuple(norms.equipment))}"
            row.findings.warn(message, line=row.line, field="kind")


def _warn_of_same_serials(tables: Mapping[str, Table]) -> None:
    """Say which things of one kind bear the serial of another: mostly one thing that is listed at two places."""
    first: dict[tuple[str, str], Row] = {}
    for row in tables["equipment"].rows if "equipment" in tables else ():
        if (serial := row.raw("serial")) and first.setdefault((row.raw("kind"), serial), row) is not row:
            there = first[row.raw("kind"), serial]
            message = f"“{serial}” is already in line {there.line}, at station “{there.raw('station')}”; check both"
            row.findings.warn(message, line=row.line, field="serial")


def _problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    for table in tables.values():
        for findings in table.findings:
            yield from sorted(findings.problems, key=lambda problem: problem.line or 0)

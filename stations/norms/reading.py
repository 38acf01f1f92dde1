"""Reads norms: those that come with this package, and a district's own ``norms.toml`` over them.

A district's file, every part optional::

    base = ["national", "chongqing"]      # ready norms, later ones over earlier ones; without it the national ones
    without = ["deputy"]                  # rules that do not apply here
    [[sources]]
    id = "ours"
    title = "…"
    confidence = "A"
    [[rules]]                             # replaces the rule of this id for these kinds of station
    id = "members"
    kinds = ["micro_community"]
    subject = "members"
    minimum = 8
    zh = "…"
    en = "…"
    source = "ours"
    clause = "4.2"
    [[equipment]]                         # replaces or adds a kind of equipment
    id = "hose"
    zh = "水带"
    en = "hose"
    life_years = 8
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from stations.model import CREW_KINDS
from stations.norms.model import CONFIDENCES, FAULT_KINDS, PERS, SUBJECTS, EquipmentKind, Norms, NormSource, Rule
from stations.problems import DistrictError, Findings
from stations.registry.model import MEMBER_ROLES
from stations.text import read_text
from stations.toml import Lines, Table

READY = ("national", "chongqing", "xiamen", "checklist")
"""Norms that come with this package."""

DEFAULT_BASE = ("national",)
NORMS_FILE = "norms.toml"
_CATALOGUE = "equipment"
_HERE = Path(__file__).parent
_MOST = 10_000
_MAX_AREA_M2 = 10_000_000
_MAX_YEARS = 100
_MAX_MONTHS = 1_200


def read_norms(folder: Path | None = None) -> Norms:
    """Return the norms of a district folder, the national ones without a folder. Raises `DistrictError`."""
    findings = Findings(NORMS_FILE)
    norms = check_norms(folder, findings)
    if any(problem.severity == "error" for problem in findings.problems):
        raise DistrictError(tuple(findings.problems))
    return norms


def check_norms(folder: Path | None, findings: Findings) -> Norms:
    """Return the norms of a folder as far as they can be read; what is wrong with its file is noted."""
    own = _open(folder / NORMS_FILE, findings) if folder and (folder / NORMS_FILE).exists() else None
    base = own.words("base", READY, DEFAULT_BASE) if own else DEFAULT_BASE
    norms = Norms(base=base, rules=(), equipment={})
    sources: dict[str, NormSource] = {}
    for name in (_CATALOGUE, *(name for name in base if name in READY)):
        norms = _add(norms, _open_ready(name), sources)
    if own is None:
        return norms
    before = norms
    norms = _without(_add(norms, own, sources), own)
    _warn_of_weaker(before, norms, own)
    own.warn_of_unread()
    return norms


def _open(path: Path, findings: Findings) -> Table | None:
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        return Table(tomllib.loads(text), findings, Lines(text))
    except tomllib.TOMLDecodeError as problem:
        findings.error(f"is no TOML: {problem}")
        return None


def _open_ready(name: str) -> Table:
    """Open a file of this package, whose defects would be our own."""
    text = (_HERE / f"{name}.toml").read_text(encoding="utf-8")
    return Table(tomllib.loads(text), Findings(f"{name}.toml"), Lines(text))


def _add(norms: Norms, table: Table, sources: dict[str, NormSource]) -> Norms:
    """Return the norms with a file's rules and kinds over them; ``sources`` grows by the file's."""
    for entry in table.tables("sources"):
        source = NormSource(
            id=entry.text("id"), title=entry.text("title"), confidence=entry.choice("confidence", CONFIDENCES, "C")
        )
        entry.warn_of_unread()
        sources[source.id] = source
    rules = norms.rules
    for rule in _read_rules(table, sources):
        rules = (*_narrowed(rules, rule), rule)
    kinds = {kind.id: kind for kind in _read_equipment(table, sources)}
    return replace(norms, rules=rules, equipment=norms.equipment | kinds)


def _narrowed(rules: tuple[Rule, ...], newer: Rule) -> Iterator[Rule]:
    """Yield the rules, those of the newer one's id only for the kinds of station that it leaves to them."""
    for rule in rules:
        if rule.id != newer.id or rule.building_kinds != newer.building_kinds:
            yield rule
        elif left := tuple(kind for kind in rule.kinds if kind not in newer.kinds):
            yield replace(rule, kinds=left)


def _read_rules(table: Table, sources: dict[str, NormSource]) -> Iterator[Rule]:
    for entry in table.tables("rules"):
        rule = Rule(
            id=entry.text("id"),
            kinds=entry.words("kinds", CREW_KINDS, CREW_KINDS),
            subject=entry.choice("subject", SUBJECTS),
            minimum=entry.number("minimum", 0, _MOST),
            zh=entry.text("zh"),
            en=entry.text("en"),
            source=_source(entry, sources) or NormSource(id="", title=""),
            clause=entry.optional_text("clause"),
            of=entry.optional_text("of"),
            also=entry.words("also"),
            roles=entry.words("roles", MEMBER_ROLES),
            building_kinds=entry.words("building_kinds"),
            advised=entry.flag("advised", default=False),
            building_area_from_m2=_area(entry),
            per=entry.choice("per", PERS, ""),
        )
        entry.warn_of_unread()
        if entry.ok:
            yield rule


def _area(entry: Table) -> float | None:
    name = "building_area_from_m2"
    return entry.number(name, 0, _MAX_AREA_M2) if name in entry else None


def _read_equipment(table: Table, sources: dict[str, NormSource]) -> Iterator[EquipmentKind]:
    for entry in table.tables("equipment"):
        kind = EquipmentKind(
            id=entry.text("id"),
            zh=entry.text("zh"),
            en=entry.text("en"),
            group=entry.optional_text("group"),
            life_years=entry.optional_integer("life_years", 1, _MAX_YEARS),
            first_service_months=entry.optional_integer("first_service_months", 1, _MAX_MONTHS),
            service_months=entry.optional_integer("service_months", 1, _MAX_MONTHS),
            inspect_months=entry.optional_integer("inspect_months", 1, _MAX_MONTHS),
            lowers_readiness=entry.words("lowers_readiness", FAULT_KINDS),
            source=_source(entry, sources) if "source" in entry else None,
            clause=entry.optional_text("clause"),
        )
        entry.warn_of_unread()
        if entry.ok:
            yield kind


def _source(entry: Table, sources: dict[str, NormSource]) -> NormSource | None:
    named = entry.text("source")
    if named and named not in sources:
        entry.reject("source", f"“{named}” is in no [[sources]]; add it with its title")
    return sources.get(named)


def _without(norms: Norms, own: Table) -> Norms:
    dropped = own.words("without", tuple(dict.fromkeys(rule.id for rule in norms.rules)))
    return replace(norms, rules=tuple(rule for rule in norms.rules if rule.id not in dropped))


def _warn_of_weaker(before: Norms, after: Norms, own: Table) -> None:
    """Say where the district asks for less than what it builds on: it may, but it should know."""
    for old in before.rules:
        for new in after.rules:
            same = (old.id, old.subject, old.of, old.roles) == (new.id, new.subject, new.of, new.roles)
            if same and set(old.kinds) & set(new.kinds) and new.minimum < old.minimum:
                own.warn(
                    "rules", f"“{new.id}” asks for {new.minimum:g}, less than {old.source.title} ({old.minimum:g})"
                )

"""Reads the repository's modules with `ast`: what each imports, and what it calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("routing", "stations", "dispatch", "console", "loadtest")


class Import(NamedTuple):
    """``target`` as written, resolved to a full name; those under ``if TYPE_CHECKING`` are among them."""

    target: str
    line: int


class Module(NamedTuple):
    """One file: its dotted name, its imports, and the last names of everything that it calls, with lines."""

    name: str
    imports: tuple[Import, ...]
    calls: tuple[tuple[str, int], ...]


def read_modules(root: Path = ROOT) -> dict[str, Module]:
    """Return every module of the five packages by name."""
    paths = (path for package in PACKAGES for path in sorted((root / package).rglob("*.py")))
    modules = (
        parse(_name(path, root), path.read_text(encoding="utf-8"), is_package=path.stem == "__init__") for path in paths
    )
    return {module.name: module for module in modules}


def parse(name: str, source: str, *, is_package: bool = False) -> Module:
    """Return a module from its text."""
    tree = ast.parse(source)
    imports = tuple(
        Import(target, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in _targets(name, node, is_package=is_package)
    )
    calls = tuple((_last_name(node.func), node.lineno) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return Module(name, imports, calls)


def edges(modules: Mapping[str, Module]) -> Iterator[tuple[str, str, int]]:
    """Yield (importer, imported module of ours, line)."""
    for module in modules.values():
        for found in module.imports:
            target = _module_of(found.target, modules)
            if target is not None and target != module.name:
                yield module.name, target, found.line


def find_cycle(graph: Mapping[str, set[str]]) -> list[str] | None:
    """Return the names along a cycle, the first one repeated at its end; None where there is none."""
    done: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        stack = [(start, iter(sorted(graph[start])))] if start not in done else []
        path = [start]
        while stack:
            name, following = stack[-1]
            step = next(following, None)
            if step is None:
                stack.pop()
                path.pop()
                done.add(name)
            elif step in path:
                return [*path[path.index(step) :], step]
            elif step not in done and step in graph:
                stack.append((step, iter(sorted(graph[step]))))
                path.append(step)
    return None


def _targets(name: str, node: ast.Import | ast.ImportFrom, *, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parts = name.split(".")
        kept = parts[: len(parts) - node.level + is_package]
        base = ".".join([*kept, base]).rstrip(".")
    return [f"{base}.{alias.name}" for alias in node.names]


def _module_of(target: str, modules: Mapping[str, Module]) -> str | None:
    """Return the longest part of a dotted name that is a module of ours."""
    parts = target.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in modules), None)


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return "." + function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

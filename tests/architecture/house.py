"""Figures of the house: ``python -m tests.architecture.house [CHECKOUT]`` prints them for this checkout or another one.

A *room* of a package is a folder or a file that lies in it directly; an *arrow* says that something in one room imports
something in another, for typing only too; *floors* are the rooms on the longest chain of arrows, a circle counting as
one; lines are counted as they stand, a function's without its docstring.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import NamedTuple

import networkx as nx

from tests.architecture.modules import PACKAGES, ROOT, edges, read_modules

Size = tuple[int, str]
"""A number of lines, and what has them."""


class Plan(NamedTuple):
    """One package's rooms: how many, on how many floors, the arrows between them, the circles."""

    rooms: int
    loose: int
    floors: int
    arrows: int
    circles: int


class Sizes(NamedTuple):
    """One package's files and functions."""

    lines: int
    files: list[Size]
    functions: list[Size]


def plan_of(package: str, arrows: set[tuple[str, str]], names: set[str], root: Path) -> Plan:
    """Return the rooms of a package; ``arrows`` are (importer, imported module), ``names`` all modules."""
    depth = package.count(".") + 1
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(_room(name, depth) for name in names if name.startswith(f"{package}."))
    pairs = ((_room(one, depth), _room(other, depth)) for one, other in arrows)
    graph.add_edges_from((one, other) for one, other in pairs if one != other and {one, other} <= set(graph))
    condensed = nx.condensation(graph)
    return Plan(
        rooms=graph.number_of_nodes(),
        loose=sum(file.stem != "__init__" for file in root.joinpath(*package.split(".")).glob("*.py")),
        floors=nx.dag_longest_path_length(condensed) + 1 if len(graph) else 0,
        arrows=graph.number_of_edges(),
        circles=sum(len(members) > 1 for members in nx.strongly_connected_components(graph)),
    )


def sizes_of(folder: Path) -> Sizes:
    """Return the lines of a folder's Python files and functions, each list in order of size."""
    files, functions = [], []
    for path in sorted(folder.rglob("*.py")):
        if "node_modules" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        name = str(path.relative_to(folder.parent))
        files.append((source.count("\n"), name))
        functions += [(n_lines, f"{name}:{line}") for n_lines, line in _functions(ast.parse(source))]
    return Sizes(sum(n_lines for n_lines, _ in files), sorted(files), sorted(functions))


def _functions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = node.body[0] if ast.get_docstring(node) is not None else None
            docstring = ((told.end_lineno or 0) - told.lineno + 1) if told is not None else 0
            yield (node.end_lineno or node.lineno) - node.lineno + 1 - docstring, f"{node.lineno} {node.name}"


def _room(name: str, depth: int) -> str:
    return ".".join(name.split(".")[: depth + 1])


def report(root: Path) -> Iterator[str]:
    """Yield the figures of a checkout, a line each."""
    modules = read_modules(root)
    arrows = {(one, other) for one, other, _ in edges(modules)}
    inner = sorted({".".join(name.split(".")[:2]) for name in modules if name.count(".") > 1})
    yield "| package | lines | files | loose | rooms | floors | arrows | circles |"
    yield "|---|---|---|---|---|---|---|---|"
    for package in (*PACKAGES, *(name for name in inner if name.startswith("dispatch."))):
        plan = plan_of(package, arrows, set(modules), root)
        sizes = sizes_of(root.joinpath(*package.split(".")))
        yield (
            f"| {package} | {sizes.lines} | {len(sizes.files)} | {plan.loose} | {plan.rooms} | {plan.floors} "
            f"| {plan.arrows} | {plan.circles} |"
        )
    everything = [sizes_of(root / package) for package in PACKAGES]
    files = sorted(size for sizes in everything for size in sizes.files)
    functions = sorted(size for sizes in everything for size in sizes.functions)
    yield from _spread("file", files)
    yield from _spread("function", functions)
    yield f"circles of modules: {_module_circles(arrows)}"


def _spread(what: str, sizes: list[Size]) -> Iterator[str]:
    longest = ", ".join(f"{name} ({n_lines})" for n_lines, name in reversed(sizes[-3:]))
    yield f"{what}s: {len(sizes)}, median {median(n for n, _ in sizes):g} lines, longest {longest}"


def _module_circles(arrows: set[tuple[str, str]]) -> int:
    return sum(len(found) > 1 for found in nx.strongly_connected_components(nx.DiGraph(list(arrows))))


def main(arguments: Mapping[int, str]) -> None:
    """Print the figures of the checkout that is named, or of this one."""
    for line in report(Path(arguments.get(1, ROOT)).resolve()):
        print(line)


if __name__ == "__main__":
    main(dict(enumerate(sys.argv)))

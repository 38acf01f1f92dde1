"""The arrows between packages and inside the hub point one way only, there is no cycle, and the pure parts stay pure.

The tables below are the architecture. Whoever wants another arrow changes them here, and says why in a decision record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.architecture.modules import PACKAGES, Module, edges, find_cycle, parse, read_modules

MAY_IMPORT: dict[str, set[str]] = {
    "routing": set(),
    "stations": set(),
    "dispatch": {"routing", "stations"},
    "console": set(),
    "loadtest": {"routing", "stations", "dispatch"},
}
"""Package → the other packages that it stands on."""

FROM_OUTSIDE = "dispatch.client"
"""All that another package may know of the hub: it is talked to over HTTP and WebSocket."""

COMPOSERS = ("dispatch.cli", "dispatch.app")
"""Only these may put everything together: they may import `console` and `loadtest` too."""

_READERS = ("core", "log", "problems", "listener", "access", "intake", "writer", "stream")
INSIDE_THE_HUB: dict[str, tuple[str, ...]] = {
    "core": (),
    "files": (),
    "webhooks": ("files",),
    "log": ("files", "core.instant", "core.personal"),
    "problems": ("core",),
    "client": (),
    "listener": ("core", "problems"),
    "access": ("core", "files"),
    "travel": ("core",),
    "writer": ("access", "core", "log", "travel"),
    "intake": ("core", "writer"),
    "gateways": ("access", "core", "files", "intake", "log", "problems", "writer"),
    "metrics": ("core", "writer"),
    "stream": _READERS,
    "past": (*_READERS, "travel", "wire.scene_words", "wire.sentences", "wire.vocabulary"),
    "maps": ("core", "travel", "writer"),
    "simulation": ("access", "core", "log", "travel", "writer"),
    "wire": ("access", "core", "intake", "past", "problems", "stream"),
    "erasure": ("core", "log", "past", "writer"),
    "hub": (
        "access",
        "erasure",
        "gateways",
        "log",
        "maps",
        "metrics",
        "past",
        "stream",
        "travel",
        "webhooks",
        "writer",
    ),
    "upkeep": (
        "access",
        "core",
        "erasure",
        "files",
        "intake.cap_answer",
        "log",
        "maps",
        "stream",
        "webhooks",
        "wire.vocabulary",
        "writer",
    ),
    "api": (*_READERS, "gateways", "hub", "maps", "past", "travel", "webhooks", "wire"),
}
"""Every part of the hub but the composers → the parts that it may know beside itself."""

DRIVERS = {"aiohttp", "apsw", "redis", "sqlite3", "socket", "websockets"}
CHANCE_AND_TIME = {"time", "random", "secrets", "uuid"}
CLOCK_CALLS = {".now", ".utcnow", ".today", ".time_ns", ".monotonic"}

WORLD_OUTSIDE = {"asyncio", "threading", "os", "io", "pathlib", "subprocess"} | DRIVERS | CHANCE_AND_TIME

PURE: dict[str, set[str]] = {
    "dispatch.core": WORLD_OUTSIDE,
    "dispatch.access.permissions": WORLD_OUTSIDE,
    **{f"dispatch.stream.{name}": WORLD_OUTSIDE for name in ("session", "views", "frames", "liveness")},
    **{f"dispatch.travel.{name}": WORLD_OUTSIDE for name in ("port", "decide_with")},
    **{f"dispatch.writer.{name}": WORLD_OUTSIDE for name in ("core", "schedule")},
    "stations": {"asyncio", "threading", "subprocess"} | DRIVERS | CHANCE_AND_TIME,
    "routing": {"asyncio", "subprocess"} | DRIVERS | CHANCE_AND_TIME,
}
"""Part → what it may not import. `stations` and `routing` read files, but know neither the hour nor a network."""

NO_FILES = tuple(part for part, forbidden in PURE.items() if forbidden == WORLD_OUTSIDE)
SEEDED = ("stations.synthetic", "stations.registry.synthetic", "routing.synthetic", "routing.peninsula.scenery")
"""Generators may import `random`: they take a seed."""


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def wrong_arrows(modules: Mapping[str, Module]) -> list[str]:
    return [
        f"{importer}:{line} imports {imported}"
        for importer, imported, line in edges(modules)
        if not _allowed(importer, imported)
    ]


def _allowed(importer: str, imported: str) -> bool:
    home, foreign = importer.split(".", maxsplit=1)[0], imported.split(".", maxsplit=1)[0]
    composes = any(within(importer, part) for part in COMPOSERS)
    if home != foreign:
        known_outside = foreign != "dispatch" or within(imported, FROM_OUTSIDE)
        return composes or (foreign in MAY_IMPORT[home] and known_outside)
    if home != "dispatch" or composes:
        return not (within(importer, "dispatch.app") and within(imported, "dispatch.cli"))
    part = importer.split(".")[1]
    return imported.split(".")[1:2] == [part] or any(
        within(imported, f"dispatch.{known}") for known in INSIDE_THE_HUB.get(part, ())
    )


def impurities(modules: Iterable[Module]) -> list[str]:
    found = []
    for module in modules:
        for part, forbidden in PURE.items():
            if not within(module.name, part):
                continue
            allowed = {"random"} if module.name in SEEDED else set()
            for each in module.imports:
                top = each.target.split(".")[0]
                if top in forbidden - allowed:
                    found.append(f"{module.name}:{each.line} imports {top}")
            found += [
                f"{module.name}:{line} asks the clock ({call})" for call, line in module.calls if call in CLOCK_CALLS
            ]
        if any(within(module.name, part) for part in NO_FILES):
            found += [f"{module.name}:{line} opens a file" for call, line in module.calls if call == "open"]
    return found


def cycle_in(modules: Mapping[str, Module]) -> list[str] | None:
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for importer, imported, _ in edges(modules):
        graph[importer].add(imported)
    return find_cycle(graph)


def test_every_arrow_points_the_right_way() -> None:
    assert wrong_arrows(read_modules()) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    assert cycle_in(read_modules()) is None


def test_pure_parts_know_no_clock_no_chance_no_driver_and_no_file() -> None:
    assert impurities(read_modules().values()) == []


def test_the_tables_name_what_exists() -> None:
    modules = read_modules()
    named = (f"dispatch.{part}" for part in INSIDE_THE_HUB)
    for part in (*PACKAGES, *named, *PURE, *COMPOSERS, *SEEDED, FROM_OUTSIDE):
        assert part in modules, f"{part} is in the architecture's tables but not in the repository"


def test_every_part_of_the_hub_is_in_the_table() -> None:
    parts = {".".join(name.split(".")[:2]) for name in read_modules() if within(name, "dispatch")} - {"dispatch"}
    assert parts == {f"dispatch.{part}" for part in INSIDE_THE_HUB} | set(COMPOSERS)


def _made_up(**sources: str) -> dict[str, Module]:
    return {
        name.replace("__", "."): parse(name.replace("__", "."), source, is_package=False)
        for name, source in sources.items()
    }


def test_this_test_can_fail() -> None:
    """Every kind of wrong thing is found in a made-up repository."""
    modules = _made_up(
        routing__model="from dispatch.core import world",
        dispatch__core__world="import stations.model\nfrom dispatch.writer import x\nimport time\nopen('f')\ndt.now()",
        dispatch__core="",
        dispatch__writer__x="from dispatch.app import build\nfrom loadtest import load\nfrom ...loadtest import load",
        dispatch__app="import loadtest.load\nfrom dispatch.cli import main\nfrom .writer.x import CommandProcessor",
        dispatch__cli="from console import pages",
        dispatch__log__sqlite="from dispatch.core.world import World",
        loadtest__load="from dispatch.hub import Hub",
        dispatch__hub="if TYPE_CHECKING:\n    from loadtest.load import Run",
        console__pages="import stations.model",
        stations__model="import random\nfrom redis.asyncio import Redis",
        stations__synthetic="import random",
    )
    assert set(wrong_arrows(modules)) == {
        "routing.model:1 imports dispatch.core.world",
        "dispatch.core.world:2 imports dispatch.writer.x",
        "dispatch.writer.x:1 imports dispatch.app",
        "dispatch.writer.x:2 imports loadtest.load",
        "dispatch.app:2 imports dispatch.cli",
        "dispatch.log.sqlite:1 imports dispatch.core.world",
        "loadtest.load:1 imports dispatch.hub",
        "dispatch.writer.x:3 imports loadtest.load",
        "dispatch.hub:2 imports loadtest.load",
        "console.pages:1 imports stations.model",
    }
    assert set(impurities(modules.values())) == {
        "dispatch.core.world:3 imports time",
        "dispatch.core.world:4 opens a file",
        "dispatch.core.world:5 asks the clock (.now)",
        "stations.model:1 imports random",
        "stations.model:2 imports redis",
    }
    assert cycle_in(modules) == ["dispatch.app", "dispatch.writer.x", "dispatch.app"]
    assert cycle_in(_made_up(a="import b", b="if TYPE_CHECKING:\n    import a")) == ["a", "b", "a"]

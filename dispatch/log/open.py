"""Which record a hub uses: a file in the data folder, or a server."""

from __future__ import annotations

from pathlib import Path

from dispatch.log.base import Log
from dispatch.log.redis import RedisLog
from dispatch.log.sqlite import SqliteLog

_FILE = "record.db"
_SERVER_RECORD = "district"


def open_log(
    data_dir: Path,
    redis_url: str | None = None,
    *,
    name: str = _SERVER_RECORD,
    create: bool = True,
    accept_unsafe: bool = False,
) -> Log:
    """Return the record ``DIR/record.db``, or ``name`` on the server at ``redis_url``; enter it as a context manager.

    ``create=False`` is for whoever only looks: a missing record is then an error. ``accept_unsafe`` is for servers
    whose settings are not safe or cannot be read.
    """
    if redis_url is None:
        return SqliteLog(data_dir / _FILE, create=create)
    return RedisLog(redis_url, name, create=create, accept_unsafe=accept_unsafe)

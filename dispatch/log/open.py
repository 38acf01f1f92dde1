"""Which record a hub uses: a file in the data folder, or a server."""

from __future__ import annotations

from pathlib import Path

from dispatch.log.base import HeadProof, Log
from dispatch.log.incident_keys import IncidentKeys
from dispatch.log.keys import read_key
from dispatch.log.personal_log import PersonalLog
from dispatch.log.seat import Seat
from dispatch.log.signed_head import sign
from dispatch.log.sqlite import SqliteLog

RECORD_FILE = "record.db"
DEFAULT_NAME = "district"
"""What a record is called on a server where nobody names it."""


def open_log(
    data_dir: Path,
    redis_url: str | None = None,
    *,
    name: str | None = None,
    create: bool = True,
    accept_unsafe: bool = False,
    seat: Seat | None = None,
) -> Log:
    """Return the record ``DIR/record.db``, or ``name`` on the server at ``redis_url``; enter it as a context manager.

    ``redis_url`` may bring the name behind a ``#``. ``create=False`` is for whoever only looks: a missing record is
    then an error. ``accept_unsafe`` is for servers whose settings are not safe or cannot be read. Snapshots are sealed
    with the data folder's key where it has one; personal words are encrypted with the keys there, on a server too.
    ``seat`` is the hub that may want to lead a record on a server.
    """
    key = read_key(data_dir)
    seal = None if key is None else key.seal
    log: Log
    if redis_url is None:
        log = SqliteLog(data_dir / RECORD_FILE, create=create, seal=seal)
    else:
        # The driver: only who has a record on a server waits for it to load.
        from dispatch.log.redis import RedisLog  # noqa: PLC0415 - see above

        url, name = on_server(redis_url, name)
        log = RedisLog(url, name, create=create, accept_unsafe=accept_unsafe, seal=seal, seat=seat)
    log = PersonalLog(log, IncidentKeys(data_dir))
    if key is not None:
        log.prove = lambda head: HeadProof(str(sign(key, head, log.epoch)), str(key.public))
    return log


def on_server(redis_url: str, name: str | None) -> tuple[str, str]:
    """Return a server's address, and the record's name there: the given one, the one behind ``#``, or the default."""
    url, _, behind = redis_url.partition("#")
    return url, name or behind or DEFAULT_NAME

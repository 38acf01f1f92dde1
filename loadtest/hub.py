"""Starts the real hub as a process of its own, with its own command line, and ends it well or badly."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import HubClient
from loadtest.errors import LoadError

logger = logging.getLogger(__name__)

START_LIMIT_S = 300.0
"""A first start compiles the search kernels, which takes minutes on a small machine that others use too."""
_STOP_LIMIT_S = 20.0
_POLL_S = 0.05
_TAIL = 2000


class HubProcess:
    """``onethree serve`` on a district and a data folder. As a context manager it is ready inside and gone after."""

    def __init__(
        self,
        district: Path,
        data: Path,
        *,
        port: int | None = None,
        options: Iterable[str] = (),
        descriptors: int | None = None,
        code: Path | None = None,
        settings: Mapping[str, str] | None = None,
        under: Iterable[str] = (),
        start_within_s: float = START_LIMIT_S,
    ) -> None:
        """``descriptors`` limits its open files, hard. ``code`` is another checkout whose hub is to run.

        ``settings`` are further environment variables, beside those that this process has at each start; ``under`` is
        a command that gets the hub's as its arguments.
        """
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self._command = ["serve", str(district), "--data", str(data), "--port", str(self.port), *options]
        self._output = data.with_name(f"{data.name}.output.txt")
        self._limit = [] if descriptors is None else ["prlimit", f"--nofile={descriptors}:{descriptors}"]
        self._code = code
        self._settings = dict(settings or {})
        self._under = list(under)
        self._start_within_s = start_within_s
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it. One that does not end is killed, and that is said: what was found out inside is not lost for it."""
        try:
            await self.stop()
        except LoadError as problem:
            logger.warning("%s", problem)

    @property
    def pid(self) -> int:
        """The process id. Raises `LoadError` before the start."""
        if self._process is None:
            raise LoadError("the hub is not running; start it first")
        return self._process.pid

    async def start(self) -> None:
        """Start the hub and wait until it takes alarms. Raises `HubUnreachableError` with what it printed."""
        await self.spawn()
        await self.ready()

    async def spawn(self) -> None:
        """Start the process, which takes alarms when it is `ready`."""
        with self._output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._limit,
                *self._under,
                _program(),
                *self._command,
                stdout=output,
                stderr=output,
                stdin=asyncio.subprocess.DEVNULL,
                env={**environment_of(self._code), **self._settings},
            )

    async def ready(self) -> None:
        """Wait until it takes alarms. Raises `HubUnreachableError` with what it printed."""
        if self._process is None:
            raise LoadError("the hub is not running; start it first")
        try:
            await asyncio.wait_for(self._until_ready(self._process), self._start_within_s)
        except TimeoutError as problem:
            await self.kill()
            raise HubUnreachableError(
                f"the hub was not ready within {self._start_within_s:g} s: {self._said()}"
            ) from problem

    async def stop(self) -> None:
        """Ask it to end in order, and wait. Raises `LoadError` where it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _STOP_LIMIT_S)
        except TimeoutError as problem:
            await self.kill()
            raise LoadError(
                f"the hub did not end within {_STOP_LIMIT_S:g} s of SIGTERM and was killed: {self._said()}"
            ) from problem

    async def kill(self) -> None:
        """End it with SIGKILL: no warning, nothing flushed."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def resident_bytes(self) -> int:
        """Return the memory that the process holds now (its resident set, from Linux's ``/proc``)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def address_space_bytes(self) -> int:
        """Return the memory that the process has asked for (its virtual size, from Linux's ``/proc``)."""
        return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def output(self) -> str:
        """Return everything that it printed so far."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    async def wait(self) -> int:
        """Return its exit status once it has ended. Raises `LoadError` before the start."""
        if self._process is None:
            raise LoadError("the hub is not running; start it first")
        return await self._process.wait()

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        async with HubClient(self.url, "none") as client:
            while not await client.is_ready():
                if process.returncode is not None:
                    raise HubUnreachableError(f"the hub ended with {process.returncode}: {self._said()}")
                await asyncio.sleep(_POLL_S)

    def _said(self) -> str:
        return self._output.read_bytes()[-_TAIL:].decode("utf-8", "replace").strip() or "it printed nothing"


def environment_of(code: Path | None) -> dict[str, str]:
    """Return this process's environment, in which ``onethree`` runs the code of that checkout where one is named."""
    return {**os.environ} if code is None else {**os.environ, "PYTHONPATH": str(code.resolve())}


async def issue_token(data: Path, role: str) -> str:
    """Return a new token of a role for the hub on this data folder. Raises `LoadError`."""
    return (await _run("token", str(data), "--role", role, "--name", "loadtest"))[0]


async def issue_station_tokens(data: Path, stations: Iterable[str]) -> dict[str, str]:
    """Return a new token for each station. Raises `LoadError`."""
    ids = list(stations)
    options = [part for station in ids for part in ("--station", station)]
    lines = await _run("token", str(data), "--role", "station", *options)
    return dict(zip(ids, lines, strict=True))


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _run(*arguments: str) -> list[str]:
    process = await asyncio.create_subprocess_exec(
        _program(), *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    output, errors = await process.communicate()
    if process.returncode != 0:
        raise LoadError(f"onethree {arguments[0]} failed: {errors.decode('utf-8', 'replace').strip()}")
    return output.decode().split()


def _program() -> str:
    """Return the installed command beside this Python."""
    program = Path(sys.executable).with_name("onethree")
    if not program.exists():
        raise LoadError(f"there is no command onethree beside {sys.executable}; install the package first")
    return str(program)

"""``onethree``: puts the groups of commands together and turns expected errors into one sentence."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from dispatch.cli import access, alarm, demo, load, record, roads, serve, simulate, station, why
from dispatch.core.errors import Refused
from dispatch.log.base import LogError
from dispatch.tokens import TokenError
from loadtest.errors import LoadError
from routing.errors import RoadsError
from stations.problems import StationsError

app = typer.Typer(
    name="onethree",
    help="一三调度: dispatch for micro fire stations. One minute to arrive, three to handle.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for module in (demo, serve, access, alarm, station, record, why, roads, load, simulate):
    module.add_to(app)

EXPECTED = (Refused, LogError, LoadError, TokenError, RoadsError, StationsError, OSError)
"""What may go wrong without anybody having made a mistake in the program."""


def main() -> None:
    """Run the command line; an expected error is one sentence on stderr and exit status 1."""
    try:
        app()
    except EXPECTED as error:
        _say(error)
    except BaseExceptionGroup as group:
        expected, unexpected = group.split(EXPECTED)
        if unexpected is not None or expected is None:
            raise
        _say(next(iter(_leaves(expected))))


def _say(error: BaseException) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"onethree: {error}", markup=False)
    sys.exit(1)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    found: list[BaseException] = []
    for each in group.exceptions:
        found.extend(_leaves(each) if isinstance(each, BaseExceptionGroup) else [each])
    return found

"""``onethree``: puts the groups of commands together and turns expected errors into one sentence.

Only the module of the command that was asked for is imported, so that a token or an alarm need not wait for the
compiled search; the whole list is read for ``--help`` alone.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from dispatch.access.tokens import TokenError
from dispatch.cli.output import say_lines
from dispatch.client.errors import ClientError
from dispatch.core.errors import Refused
from dispatch.log.base import Fenced, ForeignRecord, LogError, RecordDamaged, RecordLost, UnusableFolder, WrongClock
from routing.collector import collector_at_rest
from routing.errors import RoadsError
from stations.problems import StationsError

GROUPS: dict[str, tuple[str, ...]] = {
    "demo": ("demo",),
    "new": ("new",),
    "serve": ("serve", "check"),
    "access": ("token",),
    "alarm": ("alarm",),
    "station": ("station",),
    "panel": ("panel",),
    "record": ("replay", "verify", "key", "backup", "restore"),
    "erase": ("erase",),
    "why": ("explain", "whatif"),
    "report": ("report",),
    "training": ("training",),
    "roads": ("coverage", "calibrate"),
    "stations": ("stations",),
    "duty": ("duty",),
    "signals": ("signals",),
    "drill": ("drill",),
    "load": ("bench", "loadtest"),
    "simulate": ("simulate",),
}
"""Module of `dispatch.cli` → its commands, in the order of the help."""

EXPECTED = (Refused, LogError, ClientError, TokenError, RoadsError, StationsError, OSError)
"""What may go wrong without anybody having made a mistake in the program."""


DECIDE_FIRST = (Fenced, ForeignRecord, RecordDamaged, RecordLost, UnusableFolder, WrongClock)
"""Of these, what starting again cannot mend: exit status 3, after which a service manager does not try."""


def main() -> None:
    """Run the command line; an expected error is one sentence on stderr and exit status 1, or 3."""
    try:
        with collector_at_rest():
            asked = build(sys.argv[1:])
        gc.freeze()  # what was loaded stays as long as the process: nothing there is garbage
        asked()
    except EXPECTED as error:
        _say(error)
    except BaseExceptionGroup as group:
        expected, unexpected = group.split(EXPECTED)
        if unexpected is not None or expected is None:
            raise
        _say(next(iter(_leaves(expected))))


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line with the command that the arguments name; with all of them where they name none."""
    app = typer.Typer(
        name="onethree",
        help="一三调度: dispatch for micro fire stations. One minute to arrive, three to handle.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.callback()(_nothing_before)
    asked = [module for module, commands in GROUPS.items() if arguments and arguments[0] in commands]
    for module in asked or GROUPS:
        import_module(f"dispatch.cli.{module}").add_to(app)
    return app


def _nothing_before() -> None:
    """一三调度: dispatch for micro fire stations. One minute to arrive, three to handle."""


def _say(error: BaseException) -> None:
    say_lines(f"onethree: {error}", err=True)
    sys.exit(3 if isinstance(error, DECIDE_FIRST) else 1)


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    found: list[BaseException] = []
    for each in group.exceptions:
        found.extend(_leaves(each) if isinstance(each, BaseExceptionGroup) else [each])
    return found

"""The one way from the command line to a terminal: what comes from data is shown and steers nothing.

Nothing else in the program prints; a test of the architecture sees to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from stations.plain_text import visible


def say(line: object, *, err: bool = False) -> None:
    """Print one line; a line end within it is shown as what it is. JSON in one line stays the same JSON."""
    typer.echo(visible(str(line)), err=err)


def say_lines(text: str, *, err: bool = False) -> None:
    """Print a text whose line ends are its own: nothing from an alarm, a name or a note."""
    for line in text.split("\n"):
        say(line, err=err)


def say_document(content: bytes) -> None:
    """Put a document in UTF-8 on stdout as it is, but for what would steer a terminal."""
    lines = content.decode("utf-8").split("\n")
    sys.stdout.buffer.write("\n".join(map(_shown, lines)).encode("utf-8"))
    sys.stdout.buffer.flush()


def _shown(line: str) -> str:
    return f"{visible(line[:-1])}\r" if line.endswith("\r") else visible(line)


class Terminal(Console):
    """A console on which no text is markup and none steers the terminal: neither a line nor a cell of a table."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = True) -> None:
        super().__init__(stderr=stderr, highlight=False, soft_wrap=soft_wrap, markup=False, emoji=False)

    def print(self, *objects: Any, **how: Any) -> None:
        """Print texts as lines, everything else as it renders."""
        super().print(*(visible(each) if isinstance(each, str) else each for each in objects), **how)

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a cell or title as it will be shown, so that its width is right."""
        return super().render_str(_shown_lines(text), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield what is written: the last place where a text could still steer."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=_shown_lines(segment.text))


def _shown_lines(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))

"""Whatever the command line prints of data, a terminal only shows."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from dispatch.cli.output import Terminal, say, say_document, say_lines

HOSTILE = "[red]note\x1b[2J\x07\u202e\x9b!\nALL CLEAR"
SHOWN = "[red]note\\u001b[2J\\u0007\\u202e\\u009b!\\u000aALL CLEAR"


def terminal() -> Terminal:
    found = Terminal()
    found.file = io.StringIO()
    return found


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_h6_a_line_is_one_line_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    say_lines(f"two\nlines {HOSTILE[:10]}")
    console = terminal()
    console.print(HOSTILE, style="bold")
    assert capsys.readouterr().out == f"{SHOWN}\ntwo\nlines {HOSTILE[:9]}\\u001b\n"
    assert written(console) == f"{SHOWN}\n"


def test_h6_cells_and_live_rows_steer_nothing() -> None:
    console = terminal()
    table = Table("name", title=HOSTILE)
    table.add_row(HOSTILE)
    console.print(table)
    with Live(Text(HOSTILE), console=console, auto_refresh=False):
        pass
    assert not set(written(console)) & set("\x1b\x07\u202e\x9b")
    assert "[red]note" in written(console), "nothing is markup"


def test_h6_a_document_keeps_its_line_ends(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    say_document("\ufeffa,b\r\nx\x1b,y\n".encode())
    assert capfdbinary.readouterr().out == "\ufeffa,b\r\nx\\u001b,y\n".encode()

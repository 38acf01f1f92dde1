"""Text of others, made safe to show: what would steer a terminal or turn the order of writing is shown, not obeyed.

Alarms, names and notes come from anybody who may raise an alarm. An escape sequence in one could clear the screen that
an order stands on, and a bidirectional override could show “not false” for “false not”.
"""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1: escape, bell, backspace, CSI, line ends
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates; separators of lines
    "\ufff9-\ufffb\ud800-\udfff]"  # interlinear notes; halves of characters, which no encoding writes
)
_KEPT_IN_CELLS = frozenset("\t\n\r")


def visible(text: str) -> str:
    r"""Return the text as one line: each steering character as ``\u001b``, as JSON writes it and reads it back."""
    return _STEERING.sub(_escape, text)


def visible_cell(text: str) -> str:
    """Return the text as a cell of a table, which may hold several lines."""
    if text.isprintable():  # nothing that steers is, and most cells are
        return text
    return _STEERING.sub(lambda found: found[0] if found[0] in _KEPT_IN_CELLS else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

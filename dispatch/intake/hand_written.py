r"""JSON as firmware writes it by hand, ``{"device": 007, "note": "C:\x", "test": True,}``, where it has one meaning.

A bare word or number that JSON does not have is a text, which the grammar of its field reads: ``007`` keeps its zeros.
What begins or ends in the middle, and texts in other quotes, are not guessed.
"""

from __future__ import annotations

import re

BY_HAND_AT_MOST = 16_384
"""Characters: so much takes less than 20 ms of the hub's loop, and no firmware writes more."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|/\*.*?\*/|[\[\]{}:,]|[^\s\[\]{}:,"]+|\s+|.', re.DOTALL)
_JSON_WORD = re.compile(r"true|false|null|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ESCAPED = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')
_BARE = re.compile(r"[\w.+\-#%]+")


def as_json(text: str) -> str:
    """Return a text with what is certain in it written as JSON has it; it may still be none."""
    written: list[str] = []
    for found in _TOKEN.finditer(text):
        token = _as_json(found[0])
        while token in ("}", "]") and written and written[-1] == ",":
            written.pop()
        if token:
            written.append(token)
    return "".join(written)


def _as_json(token: str) -> str:
    if token.startswith('"') and len(token) > 1:
        return _ESCAPED.sub(lambda escape: escape[0] if len(escape[0]) > 1 else "\\\\", token)
    if token.isspace() or token.startswith("/*"):
        return ""
    if _BARE.fullmatch(token) and not _JSON_WORD.fullmatch(token):
        return f'"{token}"'
    return token

"""Who hears of confirmed fires outside of the district: the 119 centre, the city's command."""

from __future__ import annotations

import re
from typing import Literal, get_args

import msgspec

ForwardForm = Literal["cap", "35965"]
"""How it is written: CAP 1.2 of OASIS, or after GB/T 35965.2-2018 (事件信息)."""

FORWARD_FORMS: tuple[ForwardForm, ...] = get_args(ForwardForm)

CODE = re.compile(r"[0-9A-Z]{14}")
"""``ZZZZZZDDDUUUXX``: the district by GB/T 2260 and the body by GB/T 4657, which begin each message's identifier."""


class ForwardTarget(msgspec.Struct, frozen=True, kw_only=True):
    """One who is told. ``secret_file`` in the hub's data folder holds the key that signs what is sent.

    ``code`` is the district's own in messages to it. What is not acknowledged ``answer_within_s`` after it was due is
    chased. Exercises go out marked as such where it wants ``exercises``; tests never do.
    """

    name: str
    url: str
    code: str
    form: ForwardForm = "cap"
    secret_file: str = "forward-secret"  # noqa: S105 - a file name, not a secret
    answer_within_s: int = 30
    exercises: bool = False

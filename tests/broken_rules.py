"""Rules that are broken: each raises what no rule may raise, after it has done its work or (``at_once``) before.

``counts`` says how often each kind of rule was asked, ``raised`` how often it raised. While ``mended`` none does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from dispatch.core import commands as cmd, decide
from dispatch.core.decide import sharing, zones
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach
from dispatch.writer.wall import kind_of

BESIDE = ("sharing", "move_up")
"""What is done beside a command and may fail without harm."""


class BrokenRuleError(Exception):
    """What a broken rule raises."""


class BrokenRules:
    """Breaks every rule while a test runs: ``when`` says of which kind, and at which of its times, one raises."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, when: Callable[[str, int], bool], *, at_once: bool = False
    ) -> None:
        self._when = when
        self._at_once = at_once
        self.mended = False
        self.counts: Counter[str] = Counter()
        self.raised: Counter[str] = Counter()
        rules = {kind: self._broken_rule(rule) for kind, rule in decide._RULES.items()}
        monkeypatch.setattr(decide, "_RULES", rules)
        monkeypatch.setattr(sharing, "note_rivals", self._broken("sharing", sharing.note_rivals))
        monkeypatch.setattr(zones, "suggest_move_ups", self._broken("move_up", zones.suggest_move_ups))

    def _broken_rule(self, rule: Callable[[Step, Any, Reach], None]) -> Callable[[Step, Any, Reach], None]:
        def broken(step: Step, command: cmd.Command, reach: Reach) -> None:
            self._act(kind_of(command), lambda: rule(step, command, reach))

        return broken

    def _broken(self, kind: str, rule: Callable[..., None]) -> Callable[..., None]:
        return lambda *given: self._act(kind, lambda: rule(*given))

    def _act(self, kind: str, rule: Callable[[], None]) -> None:
        """Act and raise, where it is this time's turn to raise; a time that ends in a wish or a refusal is none."""
        breaks = not self.mended and self._when(kind, self.counts[kind] + 1)
        if not breaks or not self._at_once:
            rule()
        self.counts[kind] += 1
        if breaks:
            self.raised[kind] += 1
            raise BrokenRuleError(f"示例: {kind} is broken")

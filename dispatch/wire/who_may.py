"""Who may what, as the table that ``docs/wire.md`` shows to people; a test holds it against this.

``python -m dispatch.wire.who_may`` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from dispatch.access.permissions import COMMANDS, VIEWS
from dispatch.access.roles import ROLES, Audience, TokenRole
from dispatch.wire.operations import OPERATIONS


def table() -> str:
    """Return the table as Markdown: a row for all that is for the same audience."""
    lines = [("who may", *ROLES), ("---",) * (len(ROLES) + 1), *(_row(*each) for each in _grouped(_named()))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _named() -> Iterator[tuple[str, Audience]]:
    """Yield everything that is for somebody: commands, views of the stream, operations over HTTP."""
    for kind, permission in COMMANDS.items():
        yield f"`{kind.__struct_config__.tag}`", permission.who
    for view, who in VIEWS.items():
        yield f"the view `{view}`", who
    for (method, path), operation in OPERATIONS.items():
        yield f"`{method} {path.removeprefix('/api/v1')}`", operation.who


def _grouped(named: Iterable[tuple[str, Audience]]) -> Iterable[tuple[Audience, list[str]]]:
    groups: dict[str, tuple[Audience, list[str]]] = {}
    for name, who in named:
        groups.setdefault(str(who), (who, []))[1].append(name)
    return groups.values()


def _row(who: Audience, names: list[str]) -> tuple[str, ...]:
    opened = {"bearers": "", "loopback": " (anybody on loopback)", "everybody": " (without a token)"}[who.open_to]
    return (" ".join(names) + opened, *(_cell(who, role) for role in ROLES))


def _cell(who: Audience, role: TokenRole) -> str:
    return who.narrowed.get(role, "yes") if role in who.roles else ""


if __name__ == "__main__":
    sys.stdout.write(table())

"""The roles that a token can have, and audiences made of them: whom something is for, as data that can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

TokenRole = Literal["device", "station", "dispatcher", "commander", "admin"]
ROLES: tuple[TokenRole, ...] = get_args(TokenRole)

OpenTo = Literal["bearers", "loopback", "everybody"]
"""Who comes in without a token: nobody, whoever is on this very machine, or anybody."""


class Audience(NamedTuple):
    """Whom something is for.

    ``narrowed`` says of which roles' tokens only a part is meant, and which part; whose part something is decide the
    predicates of `permissions`.
    """

    roles: frozenset[TokenRole]
    narrowed: Mapping[TokenRole, str] = MappingProxyType({})
    open_to: OpenTo = "bearers"

    def __str__(self) -> str:
        if self.is_public:
            return "anybody, without a token"
        if len(self.roles) == len(ROLES) and not self.narrowed:
            return "any token"
        named = (f"{role} ({self.narrowed[role]})" if role in self.narrowed else role for role in self.in_order())
        return ", ".join(named) + ("; anybody on loopback" if self.open_to == "loopback" else "")

    @property
    def is_public(self) -> bool:
        """Whether nobody is ever asked for a token."""
        return self.open_to == "everybody"

    def in_order(self) -> tuple[TokenRole, ...]:
        """Return the roles in the order in which `ROLES` names them."""
        return tuple(role for role in ROLES if role in self.roles)


def audience(*roles: TokenRole, narrowed: Mapping[TokenRole, str] = MappingProxyType({})) -> Audience:
    """Return an audience of whole roles and of narrowed ones."""
    return Audience(frozenset((*roles, *narrowed)), MappingProxyType(dict(narrowed)))


ITS_OWN: Mapping[TokenRole, str] = MappingProxyType({"station": "its own"})

PUBLIC = Audience(frozenset(ROLES), open_to="everybody")
ANY_TOKEN = Audience(frozenset(ROLES))
CONTROL_ROOM = audience("dispatcher", "commander", "admin")
"""Who sees the whole district."""
READERS = audience(*CONTROL_ROOM.roles, narrowed=ITS_OWN)
"""Everybody but a device, which raises alarms and reads nothing."""
DISPATCHERS = audience("dispatcher", "admin")
"""Who decides about operations."""
COMMANDERS = audience("commander", "admin")
"""Who decides about drills."""
ADMINS = audience("admin")

"""Who may come in stands in the tokens' file; the World keeps nothing of it."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules, nothing

RULES: Rules = {
    ev.TokenMade: nothing,
    ev.TokenInvited: nothing,
    ev.TokenRedeemed: nothing,
    ev.TokenWithdrawn: nothing,
}

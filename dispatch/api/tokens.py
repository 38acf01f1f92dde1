"""Who may come in: the tokens of the district, and their withdrawal. Secrets are never read back."""

from __future__ import annotations

import asyncio

from aiohttp import web

from dispatch.access.permissions import may_withdraw
from dispatch.access.tokens import TokenError, TokensFileError
from dispatch.api.access import token_of
from dispatch.api.answers import json_answer
from dispatch.core.errors import Forbidden, NotFound
from dispatch.core.instant import to_text
from dispatch.hub import Hub


class TokensApi:
    """Tokens of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.get("/api/v1/tokens", self.get_tokens),
            web.delete("/api/v1/tokens/{id}", self.delete_token),
        ]

    async def get_tokens(self, request: web.Request) -> web.Response:
        """List the tokens that whoever asks may withdraw, oldest first, and which of them is the asker's own."""
        asker = token_of(request)
        found = await asyncio.to_thread(self._hub.tokens.list)
        shown = [
            {
                "id": each.id,
                "role": each.role,
                "name": each.name,
                "station": each.station,
                "expires_at": None if each.expires_at is None else to_text(each.expires_at),
                "own": each.id == asker.id,
            }
            for each in found
            if may_withdraw(asker.role, each.role)
        ]
        return json_answer({"tokens": shown})

    async def delete_token(self, request: web.Request) -> web.Response:
        """Withdraw a token; its streams end at once."""
        asker, key = token_of(request), request.match_info["id"]
        found = {each.id: each for each in await asyncio.to_thread(self._hub.tokens.list)}
        if key not in found:
            raise NotFound(f"there is no token {key} (any more); list them with GET /api/v1/tokens")
        if not may_withdraw(asker.role, found[key].role):
            raise Forbidden(f"a {asker.role} token withdraws stations' tokens only; ask an admin")
        try:
            gone = await asyncio.to_thread(self._hub.tokens.revoke, key, by=asker.by)
        except TokensFileError:
            raise
        except TokenError as error:
            raise NotFound(str(error)) from error
        return json_answer({"id": gone.id, "role": gone.role, "name": gone.name, "station": gone.station})

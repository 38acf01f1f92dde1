"""What goes over a page's sockets, looked at from outside: that nothing was missed, repeated or begun anew."""

from __future__ import annotations

import orjson
from playwright.async_api import BrowserContext, Page, WebSocket

from tests.hub import Json


class Followed:
    """The frames that a browser's pages receive, over however many sockets one after the other."""

    def __init__(self, context: BrowserContext) -> None:
        self.sockets = 0
        self.resets = 0
        self.gaps: list[str] = []
        self.seq: int | None = None
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framereceived", self._hear)

    def _hear(self, said: str | bytes) -> None:
        frame: Json = orjson.loads(said)
        match frame["type"]:
            case "reset":
                self.resets += frame["part"] == frame["parts"]
                self.seq = frame["position"]["seq"]
            case "event" | "mark":
                if frame["prev"] != self.seq:
                    self.gaps.append(f"{frame['seq']} follows {frame['prev']}, the page was at {self.seq}")
                self.seq = frame["seq"]

    def assert_whole(self, *, sockets: int) -> None:
        """Fail unless the page lived on one snapshot, over at least so many sockets, each going on where one broke."""
        assert self.gaps == []
        assert self.sockets >= sockets, "the line was broken"
        assert self.resets == 1, "the page began anew instead of going on"

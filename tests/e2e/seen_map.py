"""The map as a person sees it: which marks are drawn, where, and under which names. Read from what the page drew."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, TimeoutError as NeverError, expect

from tests.hub import Json

_SEEN = """
    const sheet = document.querySelector("canvas.marks");
    const { width, height } = sheet.getBoundingClientRect();
    const seen = (sheet.seen ?? []).map(({ spot, label }) => ({
        key: spot.key, kind: spot.mark.kind, id: spot.mark.id, icon: spot.mark.icon, x: spot.x, y: spot.y,
        behind: spot.behind.map(({ key }) => key),
        name: label?.lines.join(" ") ?? "", box: label?.box ?? null,
    }));
    const of = (key) => seen.find((each) => each.key === key || each.behind.includes(key));
"""


class SeenMap:
    """The map of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def drawn(self) -> None:
        """Wait until the ground is drawn."""
        await expect(self.page.locator("section.map")).to_have_attribute("data-map", "ready")

    async def marks(self) -> list[Json]:
        """Return what is drawn now, the foremost first."""
        found: list[Json] = await self.page.evaluate(f"() => {{ {_SEEN} return seen; }}")
        return found

    async def until(self, condition: str, given: Any = None) -> None:
        """Wait until a condition holds: JavaScript of ``seen``, ``of(key)``, ``width``, ``height`` and ``given``."""
        try:
            await self.page.wait_for_function(f"(given) => {{ {_SEEN} return {condition}; }}", arg=given)
        except NeverError as never:
            raise AssertionError(f"never {condition} of {given}: {await self.marks()}") from never

    async def within(self, *keys: str, from_edge_px: int = 20) -> None:
        """Wait until all of these marks are in the picture, that far from its edges."""
        await self.until(
            """given.keys.every((key) => {
                const at = of(key);
                const [left, up] = at ? [at.x - given.px, at.y - given.px] : [-1, -1];
                return left >= 0 && up >= 0 && left <= width - 2 * given.px && up <= height - 2 * given.px;
            })""",
            {"keys": keys, "px": from_edge_px},
        )

    async def press(self, key: str, card: bool = True) -> None:
        """Press on a mark, where it stands by then, until its card is there."""
        await self.until("of(given)", key)
        opened = self.page.locator(f"[data-card='{key}'].opened")
        for _ in range(20):
            x, y = await self._spot(key)
            await self.page.mouse.click(x, y)
            if not card or await opened.count():
                return
            await self.page.evaluate("new Promise((drawn) => setTimeout(drawn, 100))")
        await expect(opened).to_be_visible()

    async def rest_on(self, key: str) -> None:
        """Rest the pointer on a mark."""
        await self.until("of(given)", key)
        x, y = await self._spot(key)
        await self.page.mouse.move(x, y)

    async def drag(self, right: int, down: int) -> None:
        """Move the ground by hand, and let go.

        The map hears of that with its next picture; no hand presses anything before.
        """
        box = await self.page.locator("canvas.marks").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self.page.mouse.move(x, y)
        await self.page.mouse.down()
        for step in range(1, 6):
            await self.page.mouse.move(x + right * step / 5, y + down * step / 5)
        await self.page.mouse.up()
        await self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    async def _spot(self, key: str) -> tuple[float, float]:
        x, y = await self.page.evaluate(
            f"""(given) => {{ {_SEEN}
                const box = sheet.getBoundingClientRect();
                const at = of(given);
                return [box.left + at.x, box.top + at.y];
            }}""",
            key,
        )
        return x, y

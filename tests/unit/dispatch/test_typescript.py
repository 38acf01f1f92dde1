"""The page's types are the hub's structs: whoever changes one writes the other again, or the check fails."""

from __future__ import annotations

from pathlib import Path

from dispatch.wire import typescript

GENERATED = Path(__file__).parents[3] / "console" / "web" / "src" / "wire" / "generated.ts"


def test_the_pages_types_are_what_the_generator_prints() -> None:
    assert GENERATED.read_text(encoding="utf-8") == typescript.module(), (
        "the hub's structs changed: python -m dispatch.wire.typescript > console/web/src/wire/generated.ts, "
        "then let tsc name the rules that the fold lacks"
    )


def test_a_page_may_leave_out_what_has_a_default_and_the_hub_leaves_out_nothing() -> None:
    printed = typescript.module()
    assert "export interface PlaceSent {\n  readonly lon?: number | null;" in printed
    assert "export interface Place {\n  readonly lon: number | null;" in printed
    assert '"exercise":false' in printed, "the defaults that older events lack"

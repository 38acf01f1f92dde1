"""The page's types are the hub's structs: whoever changes one writes the other again, or the check fails."""

from __future__ import annotations

from dispatch.wire import generate, typescript


def test_the_pages_files_are_what_the_generator_writes() -> None:
    assert generate.stale() == [], "run `make wire`, then let tsc name the rules and words that the pages lack"


def test_a_page_may_leave_out_what_has_a_default_and_the_hub_leaves_out_nothing() -> None:
    printed = typescript.module()
    assert "export interface PlaceSent {\n  readonly lon?: number | null;" in printed
    assert "export interface Place {\n  readonly lon: number | null;" in printed
    assert '"exercise":false' in printed, "the defaults that older events lack"

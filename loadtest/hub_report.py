"""What ``onethree bench hub`` prints for a person."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from loadtest.bench_cpu import Calls
from loadtest.bench_hub import Report
from loadtest.calls import in_all, rows
from loadtest.cast import KINDS
from loadtest.figures import print_table
from loadtest.signs import Difference


def print_hub_report(report: Report, console: Console) -> None:
    """Print the figures, the counts, and what differs from another commit."""
    for line in report.about:
        console.print(line)
    print_table(report.figures, console, title="hub")
    if report.void is not None:
        console.print(f"void: {report.void}; nothing is said of goals that this spoils. Repeat on a quiet machine.")
    if report.calls:
        _print_calls(report.calls, report.their_calls, console)
    if report.differences:
        _print_differences(report.differences, console)


def _print_calls(calls: Calls, theirs: Calls, console: Console) -> None:
    table = Table(title="calls of Python functions for each command, by stage")
    table.add_column("stage")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    for name, numbers in rows((kind, calls[kind]) for kind in KINDS):
        table.add_row(name, *("" if number is None else f"{number:,.1f}" for number in numbers))
    table.add_section()
    table.add_row("all, with C functions", *(f"{in_all(calls[kind]):,.0f}" for kind in KINDS))
    if theirs:
        table.add_row("the other commit's", *(f"{in_all(theirs[kind]):,.0f}" for kind in KINDS))
    console.print(table)


def _print_differences(differences: Sequence[Difference], console: Console) -> None:
    table = Table(title="this commit beside the other, in pairs")
    for heading in ("figure", "ours", "theirs", "ratio", "lower", "higher", "p", ""):
        table.add_column(heading, justify="left" if heading in {"figure", ""} else "right")
    for each in differences:
        table.add_row(
            each.name,
            f"{each.ours:.4g} {each.unit}",
            f"{each.theirs:.4g} {each.unit}",
            f"{each.ratio:.3f} ×",
            str(each.lower),
            str(each.higher),
            f"{each.chance:.3g}",
            each.verdict,
        )
    console.print(table)

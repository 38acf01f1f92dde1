"""The text of ``onethree stations``: problems, changes, gaps and dates, as tables for people and as figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from dispatch.cli.options import Language
from dispatch.wire import vocabulary
from loadtest.figures import Figure
from stations.chinese import in_chinese
from stations.equipment import Due
from stations.model import District
from stations.norms.gaps import Finding, as_data
from stations.norms.model import Norms
from stations.norms.words import number, rule_text, source_text, word
from stations.problems import Problem
from stations.registry.changes import Change, TableChanges

_SHOWN = 50
"""So many changed rows of a table are listed; the counts are of all."""

_SIGNS = {"added": "+", "changed": "~", "removed": "-"}
_MESSAGES = {
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "refused": (
        "有 {errors} 处错误，未写入任何内容；全部改正后重试",
        "{errors} errors: nothing was written; put all of them right and try again",
    ),
    "table": (
        "{file}：新增 {added}，修改 {changed}，删除 {removed}，不变 {same}",
        "{file}: {added} added, {changed} changed, {removed} removed, {same} as before",
    ),
    "more": ("  …… 另有 {count} 行", "  … and {count} more rows"),
    "gone": ("{file}：将删除 {count} 行", "{file}: {count} rows go"),
    "removals": (
        "未写入任何内容：将删除 {count} 行。确要删除请加 --removing {count}",
        "nothing was written: {count} rows would go. To remove them add --removing {count}",
    ),
    "planned": ("仅预览，未写入", "a dry run: nothing was written"),
}


def message(key: str, lang: Language, **filled: object) -> str:
    """Return one of this module's sentences."""
    return _MESSAGES[key][0 if lang == "zh" else 1].format(**filled)


def print_each(problems: Sequence[Problem], console: Console, lang: Language) -> None:
    """Print every problem with its file, row and column; what to do stands in each."""
    for problem in problems:
        colour = "red" if problem.severity == "error" else "yellow"
        text = in_chinese(problem) if lang == "zh" else str(problem)
        console.print(f"{message(problem.severity, lang)}: {text}", style=colour)


def print_problems(problems: Sequence[Problem], console: Console, lang: Language) -> None:
    """Print every problem, and whether anything was written."""
    print_each(problems, console, lang)
    if errors := sum(problem.severity == "error" for problem in problems):
        console.print(message("refused", lang, errors=errors))


def print_changes(changes: Sequence[TableChanges], console: Console, lang: Language, *, only_planned: bool) -> None:
    """Print what an import changes, table by table, row by row, field by field; what goes stands apart, at the end."""
    for table in changes:
        counts = {what: table.count(what) for what in _SIGNS}
        console.print(message("table", lang, file=table.schema.file, same=table.same, **counts))
        _print_rows([each for each in table.changes if each.what != "removed"], console, lang)
    for table in changes:
        if gone := [each for each in table.changes if each.what == "removed"]:
            console.print(message("gone", lang, file=table.schema.file, count=len(gone)), style="red")
            _print_rows(gone, console, lang)
    if only_planned:
        console.print(message("planned", lang))


def print_removals(count: int, console: Console, lang: Language) -> None:
    """Print that nothing was written, since the number of the rows that go was not given."""
    console.print(message("removals", lang, count=count), style="red")


def _print_rows(rows: Sequence[Change], console: Console, lang: Language) -> None:
    for change in rows[:_SHOWN]:
        console.print(f"  {_line(change)}")
    if (more := len(rows) - _SHOWN) > 0:
        console.print(message("more", lang, count=more))


def _line(change: Change) -> str:
    if change.what == "added":
        text = ", ".join(f"{field.name}={field.after}" for field in change.fields)
    else:
        text = ", ".join(f"{field.name}: “{field.before}” → “{field.after}”" for field in change.fields)
    return f"{_SIGNS[change.what]} {change.key} {text}".rstrip()


def gap_figures(district: District, findings: Sequence[Finding]) -> list[Figure]:
    """Return how much is met, missing and not known, obligations and advice apart."""
    owed = [finding for finding in findings if not finding.requirement.advised]
    counts = Counter(finding.verdict for finding in owed)
    wanting = {finding.station for finding in owed if finding.verdict != "met"}
    judged = {finding.station for finding in findings}
    advised = sum(finding.verdict != "met" for finding in findings) - counts["gap"] - counts["unknown"]
    return [
        Figure("stations judged", len(judged), "", "stations", len(judged) / max(1, len(district.stations))),
        Figure("stations without gap or unknown", len(judged) - len(wanting), "", "stations judged"),
        Figure("requirements met", counts["met"], "", "requirements", counts["met"] / max(1, len(owed))),
        Figure("gaps", counts["gap"]),
        Figure("unknown", counts["unknown"]),
        Figure("advice not met", advised),
    ]


def gaps_as_data(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return every finding that is not met, with its rule and source."""
    return [as_data(finding) for finding in findings if finding.verdict != "met"]


def print_gaps(
    district: District, findings: Sequence[Finding], console: Console, lang: Language, *, everything: bool
) -> None:
    """Print each station's gaps and unknowns, and what is met where that is asked for."""
    names = {station.id: station.name for station in district.stations}
    shown = [finding for finding in findings if everything or finding.verdict != "met"]
    if shown:
        columns = ("station", "verdict", "rule", "least", "found", "source")
        table = _table([word(column, lang) for column in columns], word("title", lang))
        for finding in shown:
            asked = finding.requirement
            rule = rule_text(asked, lang)
            if finding.unusable:
                rule += "\n" + word("unusable", lang, count=finding.unusable)
            table.add_row(
                f"{finding.station} {names[finding.station]}",
                vocabulary.word("gap", finding.verdict, lang),
                rule,
                number(asked.minimum),
                number(finding.found),
                source_text(asked).replace("[", "\\["),
            )
        console.print(table)
    counts = Counter(finding.verdict for finding in findings)
    totals = {verdict: counts[verdict] for verdict in ("met", "gap", "unknown")}
    console.print(word("summary", lang, stations=len(district.stations), **totals))
    if silent := len(names.keys() - {finding.station for finding in findings}):
        console.print(word("not_covered", lang, count=silent))


def due_figures(found: Sequence[Due], undated: int, on: date) -> list[Figure]:
    """Return how much is overdue, falls due, and cannot be dated."""
    overdue = sum(each.by < on for each in found)
    return [
        Figure("overdue", overdue),
        Figure("due", len(found) - overdue),
        Figure("of unknown date", undated),
    ]


def print_due(found: Sequence[Due], norms: Norms, undated: int, console: Console, lang: Language, *, on: date) -> None:
    """Print what is overdue and what falls due, the most overdue first."""
    if not found:
        console.print(word("nothing_due", lang))
    else:
        columns = ("by", "what", "kind", "count", "station", "source")
        table = _table([*(word(column, lang) for column in columns), ""])
        for each in found:
            kind = norms.kind_of(each.kind)
            left = (each.by - on).days
            label = each.kind if kind is None else kind.zh if lang == "zh" else kind.en
            text = word("overdue", lang, days=-left) if left < 0 else word("left", lang, days=left)
            source = f"{each.source} {each.clause}".strip()
            thing = f"{each.equipment} {label}"
            cells = (vocabulary.word("due", each.what, lang), thing, str(each.count), each.station, source, text)
            table.add_row(str(each.by), *cells)
        console.print(table)
    if undated:
        console.print(word("undated", lang, count=undated))


def _table(headings: Sequence[str], title: str | None = None) -> Table:
    """Return a table that folds what is too wide for the terminal: a rule that is cut off would be no rule."""
    table = Table(title=title)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table

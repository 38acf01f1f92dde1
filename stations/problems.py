"""What is wrong with a district folder, said so that a clerk with a spreadsheet can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to put right: where it is, what it is, what to do.

    ``line`` counts from 1 as an editor shows it, None where the whole file is meant; ``field`` is a column
    or key, or empty. An error makes the folder unusable; a warning does not.
    """

    file: str
    line: int | None
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class StationsError(Exception):
    """What this package raises."""


class DistrictError(StationsError):
    """The folder has errors; ``problems`` holds all of them, warnings included."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [str(problem) for problem in problems if problem.severity == "error"]
        super().__init__(f"the district folder has {len(errors)} errors, put them right:\n" + "\n".join(errors))


class Findings:
    """Collects the problems of one file while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.complete = True
        """Whether the file could be read to its end; what is not in it may then have been in the rest."""

    def again(self) -> Findings:
        """Return findings that begin with these."""
        findings = Findings(self.file)
        findings.problems, findings.complete = self.problems[:], self.complete
        return findings

    def fail(self, message: str, *, line: int | None = None, field: str = "") -> None:
        """Note something for which the rest of the file cannot be read."""
        self.error(message, line=line, field=field)
        self.complete = False

    def error(self, message: str, *, line: int | None = None, field: str = "") -> None:
        """Note something that makes the folder unusable."""
        self.problems.append(Problem(file=self.file, line=line, field=field, message=message))

    def warn(self, message: str, *, line: int | None = None, field: str = "") -> None:
        """Note something that is probably not meant."""
        self.problems.append(Problem(file=self.file, line=line, field=field, message=message, severity="warning"))


def near(word: str, options: Iterable[str]) -> str | None:
    """Return the option that is spelled most like a word, in any case of letters; None where none is like it."""
    known = {each.casefold(): each for each in sorted(options)}
    found = difflib.get_close_matches(word.casefold(), known, n=1)
    return known[found[0]] if found else None


def suggest(word: str, options: tuple[str, ...]) -> str:
    """Return the end of a message about an unknown word: the option probably meant, or all of them."""
    near = difflib.get_close_matches(word, options, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known are {', '.join(options)}" if options else "remove it"

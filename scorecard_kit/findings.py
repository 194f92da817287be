"""What is wrong with an input file, said so that an analyst can mend it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from scorecard_kit.counting import count

Level = Literal["error", "warning", "note"]
_TABLE = re.compile(r"\.(csv|parquet|xlsx)\b|^table ")
"""In what a finding calls its file: that it has rows and columns, not lines and keys."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one place of an input file; its text is one line.

    `file` is a name without its folders, or what else holds a table: "figures.xlsx, sheet results". `row` is the line
    number that a spreadsheet or editor shows (a header is row 1), or `where` its key in words where rows have no number
    of their own; `column` the column of a table or the key of a parameters file, `value` what stands there; each may be
    missing. `problem` continues the sentence that the value begins, and `mend` says what to do, as a sentence.
    `level`: an error stops a render, a warning is for the analyst to judge, a note says what was read differently.
    """

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    problem: str = ""
    mend: str = ""
    level: Level = "error"
    where: str = ""

    def __str__(self) -> str:
        is_table = bool(_TABLE.search(self.file))
        row = f"{'row' if is_table else 'line'} {self.row}" if self.row else self.where
        column = f"{'column' if is_table else 'key'} {self.column}" if self.column else ""
        place = ", ".join(part for part in (self.file, row, column) if part)
        said = f'"{self.value}" {self.problem}' if self.value else self.problem
        return " ".join(f"{place}: {said}. {self.mend}".splitlines()).rstrip()


class InputError(Exception):
    """The input cannot be used. `findings` holds every reason; the text is all of them, one a line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that is spelled most like the word, whatever its capitals; blank where none is near."""
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The mend for a name that is not known: the nearest known one, or what to do where none is near."""
    name = nearest(word, known)
    return f'Did you mean "{name}"?' if name else otherwise


def and_further(rows: Sequence[int]) -> str:
    """What is added to a problem that is told once, at the first of its rows."""
    further = len(rows) - 1
    return f" (and in {count(further, 'further row')})" if further else ""

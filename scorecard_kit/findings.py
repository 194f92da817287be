"""What is wrong with an input file, said so that an analyst can mend it."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from scorecard_kit.text.characters import difference, looks_like, visible
from scorecard_kit.text.counting import count

__all__ = [
    "Finding", "InputError", "Level", "among", "and_further", "did_you_mean", "grouped", "nearest", "refusal",
    "tell", "warn",
]  # fmt: skip

Level = Literal["error", "warning", "note"]
_FEW = 12  # names that a line of a message holds
_TABLE = re.compile(r"\.(csv|parquet|xlsx)\b|^table ")
"""In what a finding calls its file: that it has rows and columns, not lines and keys."""
_MOST = 50  # findings that are told of one file
_TOLD_EACH = 5  # alike in one column, that are told each by itself
_LONGEST = 80
_OWN_WORDS = re.compile(r'"[^"]*"|[0-9][0-9.,-]*')
"""What differs in a problem from row to row: names in quotation marks, numbers and months."""


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
        column = f"{'column' if is_table else 'key'} {_short(self.column)}" if self.column else ""
        place = ", ".join(filter(None, (self.file, row, column)))
        problem = f'"{_short(self.value)}" {self.problem}' if self.value else self.problem
        return visible(" ".join(f"{place}: {problem}. {self.mend}".splitlines()).rstrip())


def _short(text: str) -> str:
    """A cell as a message quotes it: no message is as long as a cell may be."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class InputError(Exception):
    """The input cannot be used. `findings` holds every reason; the text is all of them, grouped, one a line.

    `closing` says what is on the disk now, where that is not plain from the command that was stopped.
    """

    def __init__(self, findings: Iterable[Finding], closing: str = "") -> None:
        self.findings = list(findings)
        self.closing = closing
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in grouped(self.findings))

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it in a notebook: what is wrong and the mend, without the lines that noticed it."""
        return [*_told(self.findings), *filter(None, [self.closing])]


def refusal(
    file: str, problem: str, mend: str, *, row: int | None = None, column: str | None = None, value: str | None = None
) -> InputError:
    """The error that stops what cannot go on for one reason; its fields are those of a finding."""
    return InputError([Finding(file, row, column, value, problem, mend)])


def tell(findings: Iterable[Finding]) -> None:
    """Print findings to stderr: those that are alike once, and no more of one file than can be read."""
    for line in _told(findings):
        sys.stderr.write(f"{line}\n")


def _told(findings: Iterable[Finding]) -> list[str]:
    return [f"{finding.level.capitalize()}: {finding}" for finding in grouped(findings)]


def warn(sentences: Iterable[str]) -> None:
    """Print warnings of pages that stand to stderr, each once."""
    for sentence in dict.fromkeys(sentences):
        sys.stderr.write(f"Warning: {sentence}\n")


def grouped(findings: Iterable[Finding], most: int = _MOST) -> list[Finding]:
    """The findings as they are told: those that are alike in one column once, and of each file so many at most."""
    files: dict[str, list[Finding]] = {}
    for finding in _alike_once(list(dict.fromkeys(findings))):
        files.setdefault(finding.file.partition(", sheet ")[0], []).append(finding)
    for file, of_file in files.items():
        if len(of_file) > most:
            problem = f"there are {count(len(of_file) - most + 1, 'further finding')} in this file"
            mend = "Mend these first, and check again."
            of_file[most - 1 :] = [Finding(file, problem=problem, mend=mend, level=of_file[0].level)]
    return [finding for of_file in files.values() for finding in of_file]


def _alike_once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; where many are of one kind in one column of a table, the first speaks for all."""
    kinds: dict[object, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(_kind(finding), []).append(finding)
    firsts = {alike[0]: replace(alike[0], problem=f"{alike[0].problem}{and_further(alike)}")
              for alike in kinds.values() if len(alike) > _TOLD_EACH}  # fmt: skip
    return [firsts.get(it, it) for it in findings if it in firsts or len(kinds[_kind(it)]) <= _TOLD_EACH]


def _kind(finding: Finding) -> object:
    """What is the same of findings that are alike; one without a place in a table is like no other."""
    if not (finding.row or finding.where):
        return finding
    return finding.file, finding.level, finding.column, _OWN_WORDS.sub("", finding.problem)


def nearest(word: str, names: Iterable[str], near: float = 0.6) -> str:
    """The name that looks or is spelled most like the word, whatever its capitals; blank where none is `near`."""
    by_folded = {name.casefold(): name for name in names}
    if same := _looking_like(word, by_folded.values()):
        return same
    close = get_close_matches(word.casefold()[:_LONGEST], by_folded, n=1, cutoff=near)
    return by_folded[close[0]] if close else ""


def did_you_mean(word: str, names: Iterable[str], otherwise: str, if_not: str = "") -> str:
    """The mend for a word that is none of the names: the nearest of them, or what to do where none is near.

    Where the two look the same, it names the character in which they differ. `if_not` follows the question.
    """
    names = list(names)
    if same := _looking_like(word, names):
        return f'It looks like "{same}", but {difference(word, same)}. Type "{same}" again.'
    name = nearest(word, names)
    return f'Did you mean "{name}"? {if_not}'.rstrip() if name else otherwise


def _looking_like(word: str, names: Iterable[str]) -> str:
    """The name that a reader cannot tell from the word; blank where there is none."""
    look = looks_like(word)
    return next((name for name in names if name != word and looks_like(name) == look), "")


def among(word: str, names: Sequence[str]) -> str:
    """The mend for a word that is none of the names: the nearest of them, else what there is."""
    few = ", ".join([*names[:_FEW], *(["..."] if len(names) > _FEW else [])])
    return did_you_mean(word, names, f"There are: {few}." if few else "There are none.")


def and_further(rows: Sequence[object]) -> str:
    """What is added to a problem that is told once, at the first of its rows."""
    further = len(rows) - 1
    return f" (and in {count(further, 'further row')})" if further else ""

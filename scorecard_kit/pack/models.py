"""What a parameters file may say, and the frozen plan that it comes to: one pack, its sections and their data."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import NAME
from scorecard_kit.findings import Finding, among
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.pack._bounds import BELOW, LONGEST, Parameter, Wrong, date_problem, month_problem
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.text.characters import clean

__all__ = [
    "ENTRY", "HEAD", "SMALL_COUNTS", "Allowed", "Entry", "Head", "Pack", "Section", "Use", "beside", "data_problem",
    "read_entry", "read_head",
]  # fmt: skip

_DATABASE = "data: {database: env:SCORECARD_DATABASE}"
_DATABASE_KEYS = {"database", "schema", "folder"}
_VARIABLE = r"env:[A-Za-z_][A-Za-z0-9_]*"
_KINDS: dict[type, Wrong] = {
    str: ("is not text", "Put it in quotes."),
    bool: ("is not true or false", "Write true or false, without quotes."),
    int: ("is not a whole number", "Write it without quotes."),
    list: ("is not a list", "Write each item on a line of its own, after a dash."),
    dict: ("does not hold keys with values", "Write them as `key: value`."),
}
"""What is said of a value that is not of the kind."""


class Rule(NamedTuple):
    """What may stand at a key: a kind of value, where any will not do; what is wrong with one; the keys within it.

    A key with an example must be there, and not be empty.
    """

    kind: type = object
    problem: Callable[[Any], Wrong | None] = lambda _: None
    example: str = ""
    keys: Mapping[str, "Rule"] = {}


def data_problem(place: Any) -> Wrong | None:  # noqa: ANN401 - whatever a file says
    """What is wrong with the way in which data are named, and the mend; None where they are a folder or a database.

    An address, which may hold a password, is refused without being repeated.
    """
    if not isinstance(place, dict):
        return _folder_problem(place)
    if unknown := sorted(place.keys() - _DATABASE_KEYS):
        return f"has no key {unknown[0]}", among(unknown[0], sorted(_DATABASE_KEYS))
    if not all(isinstance(value, str) for value in place.values()):
        return "holds something that is not text", "Put it in quotes."
    if not re.fullmatch(_VARIABLE, place.get("database", "")):
        return "does not name the variable that holds the database's address", f"Write `{_DATABASE}`."
    return None


def _folder_problem(name: object) -> Wrong | None:
    if not isinstance(name, str):
        return _KINDS[str]
    if "://" in name:
        return "is the address of a database", f"Write `{_DATABASE}`."
    return None if name else ("is empty", "Write `data: data/scs`.")


def _for_each_problem(spread: object) -> Wrong | None:
    if spread is None:
        return None
    if not isinstance(spread, dict):
        return _KINDS[dict]
    if set(spread) == {"indicator", "area"}:
        return "names both indicator and area", "Spread over one, and write the other under `parameters`."
    if len(spread) != 1 or not set(spread) <= {"indicator", "area"}:
        return "does not name one of indicator and area", "Write `for_each: {indicator: red}`."
    [(key, wanted)] = spread.items()
    words = ["red", "red_and_amber", "all"] if key == "indicator" else ["all"]
    is_list = isinstance(wanted, list) and all(isinstance(item, str) and item for item in wanted)
    if wanted in words or is_list:
        return None
    return f"gives {key} neither {', '.join(words)} nor a list of text", f"Write `for_each: {{{key}: all}}`."


def _title_problem(text: str) -> Wrong | None:
    return None if clean(text)[0] else ("is blank", "Write `title: Performance scorecard`.")


def _name_problem(text: str) -> Wrong | None:
    mend = "Use small letters, digits and single hyphens."
    return None if re.fullmatch(NAME, text) else ("cannot be a page's name", mend)


def _below_problem(number: int) -> Wrong | None:
    where = "is under 1" if number < BELOW[0] else f"is over {BELOW[-1]}" if number > BELOW[-1] else ""
    return (where, "Write the lowest count that may be shown, such as 6.") if where else None


def _one_of(*words: str) -> Rule:
    problem = f"is not {' or '.join(map(repr, words))}", "Write one of them, without quotes."
    return Rule(problem=lambda value: None if value in words else problem)


class Allowed(NamedTuple):
    """What a council publishes of itself, such as its telephone number, and why it may be told."""

    text: str
    reason: str


def _allowed_problem(items: list[Any]) -> Wrong | None:
    mend = 'Write `- {text: "03000 41 41 41", reason: "the council\'s own line"}`.'
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or item.keys() != {"text", "reason"}:
            return f"does not give {number}. as text and reason", mend
        if not all(isinstance(value, str) and clean(value)[0] for value in item.values()):
            return f"gives {number}. a blank or something that is not text", mend
    return None


SMALL_COUNTS = {"below": Rule(int, _below_problem), "already_published": Rule(bool)}


@dataclass(frozen=True, kw_only=True)
class Head:
    """A parameters file, whose sections are read one by one; `data` name a folder or a database."""

    title: Annotated[str, Rule(str, _title_problem, "title: Performance scorecard")]
    status: Annotated[str, _one_of("draft", "final")] = "draft"
    published: Annotated[str, Rule(str, date_problem)] = ""
    period: Annotated[str, Rule(str, month_problem, "period: 2016-03")]
    reporting: Annotated[str, _one_of("month", "quarter")] = "month"
    data: Annotated[str | dict[str, str], Rule(object, data_problem, "data: data/scs")]
    worked_example: Annotated[str, Rule(str)] = ""
    council: Annotated[str, Rule(str)] = ""
    small_counts: Annotated[SmallCounts, Rule(dict, keys=SMALL_COUNTS)] = field(default_factory=SmallCounts)
    allowed: Annotated[tuple[Allowed, ...], Rule(list, _allowed_problem)] = ()
    sections: Annotated[list[Any], Rule(list, example="sections: [{notebook: scorecard}]")]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry under `sections`: one section, or with `for_each` one for every value."""

    notebook: Annotated[str, Rule(str, example="notebook: scorecard")]
    name: Annotated[str, Rule(str, _name_problem)] = ""
    parameters: Annotated[dict[str, Any], Rule(dict)] = field(default_factory=dict)
    for_each: Annotated[dict[str, Any] | None, Rule(problem=_for_each_problem)] = None


HEAD, ENTRY = (
    {name: hint.__metadata__[0] for name, hint in get_type_hints(model, include_extras=True).items()}
    for model in (Head, Entry)
)
"""What may stand at each key of a parameters file, and of an entry."""


@dataclass(frozen=True)
class Section:
    """One notebook with one set of parameters (plain JSON values), rendered to the page `name`.html."""

    name: str
    notebook: Path
    parameters: dict[str, Any]

    @property
    def awaits_commentary(self) -> bool:
        """Whether it is the page of an indicator to which words are to be written: all but the short one of any."""
        return "indicator" in self.parameters and self.notebook.stem != "indicator"


@dataclass(frozen=True)
class Pack:
    """A parameters file that is valid: all sections for one meeting. Kernels run in `root`, which holds notebooks/.

    `sections` are in order; `absent` has a sentence for each `for_each` that comes to nothing; `findings` are the
    warnings and notes.
    """

    file: ParametersFile
    root: Path
    head: Head
    entries: tuple[Entry, ...]
    dataset: Dataset
    sections: tuple[Section, ...] = ()
    absent: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def path(self) -> Path:
        """Where its parameters file stands."""
        return self.file.path

    @property
    def folder(self) -> Path:
        """What holds the data, or stands beside a database."""
        return self.dataset.folder

    @property
    def name(self) -> str:
        """What the pack is called: as its parameters file."""
        return self.path.stem

    @property
    def document(self) -> Document:
        """What is written in its parameters file."""
        return self.file.document

    def notebook(self, entry: Entry) -> Path:
        """The file of an entry's notebook."""
        return self.root / "notebooks" / f"{entry.notebook}.ipynb"

    @property
    def shared(self) -> dict[str, Any]:
        """The values that reach every notebook which declares them; the data folder as seen from the root."""
        try:
            folder = Path(os.path.relpath(self.folder, self.root))
        except ValueError:  # another drive of Windows
            folder = self.folder
        return {
            "data": beside(self.head.data, folder.as_posix()),
            "period": self.head.period,
            "reporting": self.head.reporting,
            "small_counts": asdict(self.head.small_counts),
            "report": self.name,
            "draft": self.head.status == "draft",
        }


class Use(NamedTuple):
    """An entry in its place, with what it is made with: the parameters that its notebook declares, and its data."""

    place: int
    entry: Entry
    declared: dict[str, Parameter]
    dataset: Dataset


def beside(place: str | dict[str, str], folder: str) -> str | dict[str, str]:
    """Where the data are, with their folder as seen from elsewhere; one that a database does not name stays unnamed."""
    if isinstance(place, str):
        return folder
    return {**place, "folder": folder} if place.get("folder") else place


def read_head(document: Document) -> tuple[Head | None, list[Finding]]:
    """What a file says beside its sections, or None and what is wrong with it."""
    values = document.values
    if findings := list(_findings(values, HEAD, document, ())):
        return None, findings
    small_counts = SmallCounts(**values.get("small_counts", {}))
    allowed = tuple(Allowed(**item) for item in values.get("allowed", ()))
    return Head(**{**values, "small_counts": small_counts, "allowed": allowed}), []


def read_entry(values: object, document: Document, key: Key) -> tuple[Entry | None, list[Finding]]:
    """An entry under `sections`, or None and what is wrong with it."""
    if not isinstance(values, dict):
        return None, [document.finding(key, _KINDS[dict][0], "Write it as `- notebook: scorecard`.")]
    findings = list(_findings(values, ENTRY, document, key))
    return (None, findings) if findings else (Entry(**values), [])


def _findings(values: dict[str, Any], rules: Mapping[str, Rule], document: Document, key: Key) -> Iterator[Finding]:
    for name, rule in rules.items():
        place = (*key, name)
        if name not in values:
            if rule.example:
                yield document.finding(place, "is missing", f"Add `{rule.example}`.")
        elif wrong := _problem(values[name], rule):
            yield document.finding(place, *wrong)
        elif rule.keys:
            yield from _findings(values[name], rule.keys, document, place)
    for name in [name for name in values if name not in rules]:
        problem, mend = "is no key that is known here", among(name, list(rules))
        if re.match("-[^ ]", name):
            problem, mend = "has no plain space behind its dash", "Write `- notebook: scorecard`."
        yield document.finding((*key, name), problem, mend, value="")


def _problem(value: Any, rule: Rule) -> Wrong | None:  # noqa: ANN401 - whatever a file says
    if rule.kind is not object and type(value) is not rule.kind:  # true is no whole number
        return _KINDS[rule.kind]
    if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        return "holds half a character", "Type it again."
    if rule.example and isinstance(value, str | list) and not value:
        return "is empty", f"Write `{rule.example}`."
    if rule.kind in (str, list) and len(value) > LONGEST:
        of_what = ", and make a second pack of the others" if isinstance(value, list) else " characters"
        return "is too long", f"Write at most {LONGEST}{of_what}."
    return rule.problem(value)

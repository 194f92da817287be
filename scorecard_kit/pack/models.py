"""What a parameters file may say, and the frozen plan that it comes to: one pack, its sections and their data."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import NAME
from scorecard_kit.findings import Finding, among
from scorecard_kit.pack._bounds import BELOW, LONGEST, Parameter, Wrong, date_problem, month_problem
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.text.characters import clean

__all__ = ["Entry", "Head", "Pack", "Section", "SmallCountsEntry", "Use", "beside", "data_problem", "shaped"]

_SECTIONS = 500  # entries of a pack
_DATABASE = "data: {database: env:SCORECARD_DATABASE}"
_DATABASE_KEYS = {"database", "schema", "folder"}
_VARIABLE = r"env:[A-Za-z_][A-Za-z0-9_]*"
_Model = TypeVar("_Model", bound=BaseModel)


def _title_problem(text: str) -> Wrong | None:
    return None if clean(text)[0] else ("is blank", f"Write `{_EXAMPLES['title']}`.")


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
        return "is not text", "Put it in quotes."
    if "://" in name:
        return "is the address of a database", f"Write `{_DATABASE}`."
    return None if name else ("is empty", "Write `data: data/scs`.")


def _for_each_problem(spread: dict[str, Any]) -> Wrong | None:
    if set(spread) == {"indicator", "area"}:
        return "names both indicator and area", "Spread over one, and write the other under `parameters`."
    if len(spread) != 1 or not set(spread) <= {"indicator", "area"}:
        return "does not name one of indicator and area", "Write `for_each: {indicator: red}`."
    [(key, wanted)] = spread.items()
    words = ["red", "all"] if key == "indicator" else ["all"]
    is_list = isinstance(wanted, list) and all(isinstance(item, str) and item for item in wanted)
    if wanted in words or is_list:
        return None
    return f"gives {key} neither {', '.join(words)} nor a list of text", f"Write `for_each: {{{key}: all}}`."


def _without(problem_of: Callable[[Any], Wrong | None]) -> AfterValidator:
    """A validator that lets pass what has no such problem."""

    def validated(value: object) -> object:
        if wrong := problem_of(value):
            raise PydanticCustomError("kit", "{problem}", {"problem": wrong[0], "mend": wrong[1]})
        return value

    return AfterValidator(validated)


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SmallCountsEntry(_Shape):
    """How a pack treats small counts (design section 6, rule 8)."""

    below: int = Field(default=6, ge=BELOW[0], le=BELOW[-1])
    already_published: bool = False


class Entry(_Shape):
    """One entry under `sections`: one section, or with `for_each` one for every value."""

    notebook: str = Field(min_length=1)
    name: str = Field(default="", pattern=f"^{NAME}$")
    parameters: dict[str, Any] = {}
    for_each: Annotated[dict[str, Any], _without(_for_each_problem)] | None = None


class Head(_Shape):
    """A parameters file without its sections, which are validated one by one."""

    title: Annotated[str, _without(_title_problem)] = Field(min_length=1, max_length=LONGEST)
    status: Literal["draft", "final"] = "draft"
    published: Annotated[str, _without(date_problem)] = ""
    period: Annotated[str, _without(month_problem)]
    reporting: Literal["month", "quarter"] = "month"
    data: Annotated[Any, _without(data_problem)]
    worked_example: str = Field(default="", max_length=LONGEST)
    council: str = Field(default="", max_length=LONGEST)
    small_counts: SmallCountsEntry = SmallCountsEntry()
    sections: list[Any] = Field(min_length=1, max_length=_SECTIONS)


@dataclass(frozen=True)
class Section:
    """One notebook with one set of parameters (plain JSON values), rendered to the page `name`.html."""

    name: str
    notebook: Path
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Pack:
    """A parameters file that is valid: all sections for one meeting. Kernels run in `root`, which holds notebooks/.

    `folder` holds the data, or what stands beside a database. `sections` are in order; `absent` has a sentence for each
    `for_each` that comes to nothing; `findings` are the warnings and notes.
    """

    file: ParametersFile
    root: Path
    folder: Path
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
            "small_counts": self.head.small_counts.model_dump(),
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


_EXAMPLES = {
    "title": "title: Performance scorecard",
    "period": "period: 2016-03",
    "data": "data: data/scs",
    "sections": "sections: [{notebook: scorecard}]",
    "notebook": "notebook: scorecard",
}
_WORDS = {
    "missing": ("is missing", "Add `{example}`."),
    "string_too_short": ("is empty", "Write `{example}`."),
    "too_short": ("is empty", "Write `{example}`."),
    "string_too_long": ("is too long", "Write at most {most} characters."),
    "too_long": ("is too long", "Write at most {most}, and make a second pack of the others."),
    "less_than_equal": ("is over {le}", "Write the lowest count that may be shown, such as 6."),
    "literal_error": ("is not {expected}", "Write one of them, without quotes."),
    "string_pattern_mismatch": ("cannot be a page's name", "Use small letters, digits and single hyphens."),
    "greater_than_equal": ("is under 1", "Write the lowest count that may be shown, such as 6."),
    "string_type": ("is not text", "Put it in quotes."),
    "string_unicode": ("holds half a character", "Type it again."),
    "bool_type": ("is not true or false", "Write true or false, without quotes."),
    "int_type": ("is not a whole number", "Write it without quotes."),
    "list_type": ("is not a list", "Write each item on a line of its own, after a dash."),
    "dict_type": ("does not hold keys with values", "Write them as `key: value`."),
    "model_type": ("does not hold keys with values", "Write them as `key: value`."),
}
_OTHERWISE = ("is not of the right kind", "Compare it with docs/reference/parameters.md.")


def shaped(
    model: type[_Model], values: object, document: Document, key: Key = ()
) -> tuple[_Model | None, list[Finding]]:
    """What a file says at a key in the shape of a model; or None, and what is wrong with it in plain words."""
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, list(_findings(error, document, key))


def _findings(error: ValidationError, document: Document, prefix: Key) -> Iterator[Finding]:
    for item in error.errors(include_url=False):
        key = (*prefix, *item["loc"])
        problem, mend = _words(item["type"], item.get("ctx", {}), key)
        yield document.finding(key, problem, mend, value="" if item["type"] == "extra_forbidden" else None)


def _words(kind: str, context: dict[str, Any], key: Key) -> tuple[str, str]:
    if kind == "kit":
        return context["problem"], context["mend"]
    if kind == "extra_forbidden":
        if re.match(r"-[^ ]", name := str(key[-1])):
            return "has no plain space behind its dash", "Write `- notebook: scorecard`."
        return "is no key that is known here", among(name, _fields(key))
    if kind == "model_type" and key[0] == "sections":
        return "does not hold keys with values", "Write it as `- notebook: scorecard`."
    fill = {"expected": context.get("expected"), "example": _EXAMPLES.get(str(key[-1]))}
    fill |= {"most": context.get("max_length"), "le": context.get("le")}
    problem, mend = _WORDS.get(kind, _OTHERWISE)
    return problem.format(**fill), mend.format(**fill)


def _fields(key: Key) -> list[str]:
    model = SmallCountsEntry if key[0] == "small_counts" else Entry if len(key) > 1 else Head
    return list(model.model_fields)

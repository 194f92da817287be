"""The shape of a parameters file (design: one file is one pack), and its errors in plain words."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import NAME
from scorecard_kit.findings import Finding, among
from scorecard_kit.judge.periods import is_date, is_month
from scorecard_kit.pack._bounds import BELOW, LONGEST
from scorecard_kit.text.characters import clean

_SECTIONS = 500  # entries of a pack
_DATABASE = "data: {database: env:SCORECARD_DATABASE}"
_DATABASE_KEYS = {"database", "schema", "folder"}
_VARIABLE = r"env:[A-Za-z_][A-Za-z0-9_]*"


def _fail(problem: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("kit", "{problem}", {"problem": problem, "mend": mend})


def _seen(text: str) -> str:
    if not clean(text)[0]:
        raise _fail("is blank", f"Write `{_EXAMPLES['title']}`.")
    return text


def _month(text: str) -> str:
    if not is_month(text):
        raise _fail("is not a month", "Write a month like 2016-03.")
    return text


def _date(text: str) -> str:
    if text and not is_date(text):
        raise _fail("is not a date", "Write a date like 2016-05-13.")
    return text


def _data(given: object) -> object:
    """A folder, or a database; an address, which may hold a password, is refused without being repeated."""
    if isinstance(given, str):
        if "://" in given:
            raise _fail("is the address of a database", f"Write `{_DATABASE}`.")
        if not given:
            raise _fail("is empty", "Write `data: data/scs`.")
    elif not isinstance(given, dict):
        raise _fail("is not text", "Put it in quotes.")
    else:
        if unknown := sorted(given.keys() - _DATABASE_KEYS):
            raise _fail(f"has no key {unknown[0]}", among(unknown[0], sorted(_DATABASE_KEYS)))
        if not all(isinstance(value, str) for value in given.values()):
            raise _fail("holds something that is not text", "Put it in quotes.")
        if not re.fullmatch(_VARIABLE, given.get("database", "")):
            raise _fail("does not name the variable that holds the database's address", f"Write `{_DATABASE}`.")
    return given


def data_problem(given: object) -> tuple[str, str] | None:
    """What is wrong with the way in which data are named, and the mend."""
    try:
        _data(given)
    except PydanticCustomError as error:
        return (error.context or {})["problem"], (error.context or {})["mend"]
    return None


def _for_each(spread: dict[str, Any]) -> dict[str, Any]:
    if set(spread) == {"indicator", "area"}:
        raise _fail("names both indicator and area", "Spread over one, and write the other under `parameters`.")
    if len(spread) != 1 or not set(spread) <= {"indicator", "area"}:
        raise _fail("does not name one of indicator and area", "Write `for_each: {indicator: red}`.")
    [(key, wanted)] = spread.items()
    words = ["red", "all"] if key == "indicator" else ["all"]
    is_list = isinstance(wanted, list) and all(isinstance(item, str) and item for item in wanted)
    if wanted not in words and not is_list:
        raise _fail(f"gives {key} neither {', '.join(words)} nor a list of text", f"Write `for_each: {{{key}: all}}`.")
    return spread


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
    for_each: Annotated[dict[str, Any], AfterValidator(_for_each)] | None = None


class Head(_Shape):
    """A parameters file without its sections, which are validated one by one."""

    title: Annotated[str, AfterValidator(_seen)] = Field(min_length=1, max_length=LONGEST)
    status: Literal["draft", "final"] = "draft"
    published: Annotated[str, AfterValidator(_date)] = ""
    period: Annotated[str, AfterValidator(_month)]
    reporting: Literal["month", "quarter"] = "month"
    data: Annotated[Any, AfterValidator(_data)]
    worked_example: str = Field(default="", max_length=LONGEST)
    council: str = Field(default="", max_length=LONGEST)
    small_counts: SmallCountsEntry = SmallCountsEntry()
    sections: list[Any] = Field(min_length=1, max_length=_SECTIONS)


_EXAMPLES = {
    "title": "title: Performance scorecard",
    "period": "period: 2016-03",
    "data": "data: data/scs",
    "sections": "sections: [{notebook: scorecard}]",
    "notebook": "notebook: scorecard",
}
_SAID = {
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


def shape_findings(error: ValidationError, document: Document, prefix: Key = ()) -> Iterator[Finding]:
    """What pydantic found, in the words and with the line of the parameters file."""
    for item in error.errors(include_url=False):
        key = (*prefix, *item["loc"])
        problem, mend = _words(item["type"], item.get("ctx", {}), key)
        unknown = item["type"] == "extra_forbidden"
        yield document.finding(key, problem, mend, value="" if unknown else None)


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
    problem, mend = _SAID.get(kind, _OTHERWISE)
    return problem.format(**fill), mend.format(**fill)


def _fields(key: Key) -> list[str]:
    model = SmallCountsEntry if key[0] == "small_counts" else Entry if len(key) > 1 else Head
    return list(model.model_fields)

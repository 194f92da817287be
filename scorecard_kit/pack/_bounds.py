"""What a value of a notebook's parameter may be: what its default and the comment behind it say.

A comment that ends in "(1 to 120)" gives the least and the most, one that ends in "(month or quarter)" the words to
choose from. A text may be blank where its default is, or the comment speaks of blank; "such as 2016-05-13" asks for
dates, and "such as 2016-03" for months.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, NamedTuple

from scorecard_kit.data.values import CellError, read_date, read_period
from scorecard_kit.findings import among
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.periods import is_date, is_month

_RANGE = re.compile(r"\((\d+) to (\d+)\)")
_CHOICES = re.compile(r"\(([^\s,()]+(?:, [^\s,()]+)*),? or ([^\s,()]+)\)$")
_MONTH, _DATE = re.compile(r"\d{4}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}")
_SUCH_AS = re.compile(r"such as (\d{4}-\d{2}(?:-\d{2})?)\b")
_A_MONTH = "2016-03"
_ONCE = {"areas", "indicators", "periods"}  # of which a page shows each once
_MOST, LONGEST, _ITEMS = 1_000_000_000, 500, 200
BELOW = range(1, 1001)

Wrong = tuple[str, str]
"""What is wrong with a value, continuing a sentence that begins with it, and the mend."""


class Unknown(NamedTuple):
    """A default that is not a plain value (`None` is one too: it says nothing of the type)."""


class Parameter(NamedTuple):
    """A parameter of a notebook: its name, its default and the comment behind it."""

    name: str
    default: Any
    comment: str = ""


def fitted(value: Any, parameter: Parameter) -> Any:  # noqa: ANN401 - of any plain kind
    """The value as the notebook takes it: one word, where a list of text belongs, is the list of that word."""
    default = parameter.default
    takes_texts = isinstance(default, list | tuple) and all(isinstance(item, str) for item in default)
    return [value] if takes_texts and isinstance(value, str) and value.strip() else value


def misfit(value: object, parameter: Parameter) -> Wrong | None:
    """What is wrong with a value for a parameter, and the mend; None where it fits."""
    value, default = fitted(value, parameter), parameter.default
    if parameter.name == "data":
        if isinstance(value, str) and not value.strip():
            return "is blank", "Name the folder of figures, such as data/scs."
        return None if isinstance(value, str | Mapping) else (f"is {_kind(value)}, where a folder belongs", "Name it.")
    if isinstance(default, Unknown):
        return None
    if not _is_kind(value, default):
        return f"is {_kind(value)}, where the notebook expects {_kind(default)}", _kind_mend(value, default)
    return _beyond(value, parameter)


def _beyond(value: Any, parameter: Parameter) -> Wrong | None:  # noqa: ANN401 - of the default's kind
    """What is wrong with a value that is of the right kind."""
    if isinstance(value, str):
        return _text_misfit(value, parameter)
    if isinstance(value, list | tuple):
        return _length_misfit(value, parameter.default) or _items_misfit(value, parameter)
    if isinstance(value, Mapping):
        return _small_counts_misfit(value) if parameter.name == "small_counts" else None
    return None if isinstance(value, bool) else _number_misfit(value, parameter.comment)


def _is_kind(value: object, default: object) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, list | tuple if isinstance(default, list | tuple) else type(default))


def _kind_mend(value: object, default: object) -> str:
    if isinstance(default, bool):
        return "Write true or false, without quotes."
    if isinstance(default, int | float) and isinstance(value, str) and re.fullmatch(r"[-+]?\d[\d_, ]*", value):
        return f"Write {re.sub(r'[_, ]', '', value)}, without quotes or anything between the digits."
    return f"The default is {json.dumps(default, ensure_ascii=False)}."


def _text_misfit(value: str, parameter: Parameter) -> Wrong | None:
    default, comment = parameter.default, parameter.comment
    if not value.strip():
        may_be = not value and (not default or "blank" in comment)
        return None if may_be else ("is blank", f'Write text; the default is "{default}".')
    if len(value) > LONGEST:
        return f"has {len(value):,} characters", f"Write at most {LONGEST}."
    if match := _CHOICES.search(comment):
        choices = [*match[1].split(", "), match[2]]
        return None if value in choices else ("is not one of the words that may stand here", among(value, choices))
    example = _SUCH_AS.search(comment)
    return _dated_misfit(value, _A_MONTH if parameter.name == "period" else example[1] if example else str(default))


def _dated_misfit(value: str, example: str) -> Wrong | None:
    """Whether a text is no month, or no date, where the example is one."""
    if _MONTH.fullmatch(example):
        return month_problem(value)
    return date_problem(value) if _DATE.fullmatch(example) else None


def month_problem(text: str) -> Wrong | None:
    """What is wrong with a text that is no month."""
    return None if is_month(text) else _rewritten(text, "month", "2016-03", read_period, is_month)


def date_problem(text: str) -> Wrong | None:
    """What is wrong with a text that is no date; blank is one that is not set."""
    return None if not text or is_date(text) else _rewritten(text, "date", "2016-05-13", read_date, is_date)


def _rewritten(text: str, kind: str, example: str, read: Callable[[str], str], is_one: Callable[[str], bool]) -> Wrong:
    """That a text is no month or date; the mend is the one that it means, where the data's readers know it."""
    with suppress(CellError):
        if is_one(meant := read(text)):
            return f"is not a {kind} written like {example}", f'Did you mean "{meant}"?'
    return f"is not a {kind}", f"Write a {kind} like {example}."


def _number_misfit(value: float, comment: str) -> Wrong | None:
    match = _RANGE.search(comment)
    least, most = (int(match[1]), int(match[2])) if match else (0, _MOST)
    if isinstance(value, float) and not math.isfinite(value):
        return "is no number", "Write a number."
    beyond = f"is under {least}" if value < least else f"is over {most:,}" if value > most else ""
    return (beyond, f"Write a number from {least} to {most:,}.") if beyond else None


def _length_misfit(value: Sequence[Any], default: Sequence[Any]) -> Wrong | None:
    if default and not value:
        return "is an empty list", f"The default is {json.dumps(list(default), ensure_ascii=False)}."
    return (f"holds {len(value):,} items", f"Write at most {_ITEMS}.") if len(value) > _ITEMS else None


def _items_misfit(value: Sequence[Any], parameter: Parameter) -> Wrong | None:
    default = parameter.default
    if default and not any(isinstance(item, str) for item in default):
        return None
    of_item = parameter._replace(default=str(default[0]) if default else "text")
    for item in value:
        if not isinstance(item, str):
            return f"holds {_kind(item)}, where text belongs", "Put it in quotes."
        if wrong := _text_misfit(item, of_item):
            return f'holds "{item}", which {wrong[0]}', wrong[1]
        if parameter.name in _ONCE and value.count(item) > 1:
            return f'holds "{item}" twice', "Take it out once."
    return None


def _small_counts_misfit(value: Mapping[str, Any]) -> Wrong | None:
    defaults = asdict(SmallCounts())
    for name, item in value.items():
        if name not in defaults:
            return f"has no key {name}", among(str(name), list(defaults))
        if not _is_kind(item, defaults[name]):
            return f"holds {_kind(item)} as {name}, where {_kind(defaults[name])} belongs", "Write it without quotes."
    if value.get("below", 6) not in BELOW:
        return "is not between 1 and 1000 in `below`", "Write the lowest count that may be shown, such as 6."
    return None


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "text", dict: "keys with values"}
    if isinstance(value, list | tuple):
        return "a list"
    return "empty" if value is None else names.get(type(value), "of another kind")

"""What is judged: the tables of results, definitions and targets, as loaded or as plain frames."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts

__all__ = ["Book", "takes_frames"]

_Rules = ParamSpec("_Rules")
_Answer = TypeVar("_Answer")
_Answer_co = TypeVar("_Answer_co", covariant=True)
_FRAMES = ("results", "indicators", "targets")


@dataclass(frozen=True, eq=False, slots=True)
class Book:
    """What a judgement needs of the data: four of the contract's tables, and the rule for small counts.

    The data as loaded are one, with all other tables beside these. Without `changes` nothing has changed.
    """

    results: pd.DataFrame
    indicators: pd.DataFrame
    targets: pd.DataFrame
    changes: pd.DataFrame | None = None
    rule: SmallCounts = field(default_factory=SmallCounts)


class _Judgement(Protocol[_Rules, _Answer_co]):
    @overload
    def __call__(self, book: Book, /, *args: _Rules.args, **rules: _Rules.kwargs) -> _Answer_co: ...

    @overload
    def __call__(
        self,
        results: pd.DataFrame,
        indicators: pd.DataFrame,
        targets: pd.DataFrame,
        *args: Any,  # noqa: ANN401 - those of the judgement
        changes: pd.DataFrame | None = None,
        **rules: Any,  # noqa: ANN401 - as above
    ) -> _Answer_co: ...


def takes_frames(
    judgement: Callable[Concatenate[Book, _Rules], _Answer],
) -> _Judgement[_Rules, _Answer]:
    """Let a judgement of a `Book` take three plain frames in its place: results, indicators and targets, and changes.

    So it was in 0.1.0, and so it stays for those who hold frames and no data folder.
    """

    @wraps(judgement)
    def either(*arguments: Any, changes: pd.DataFrame | None = None, **rules: Any) -> _Answer:  # noqa: ANN401
        in_place = dict(zip(_FRAMES, arguments, strict=False)) | {
            name: rules.pop(name) for name in _FRAMES if name in rules
        }
        if not isinstance(in_place.get("results"), pd.DataFrame):
            return judgement(*arguments, **rules)
        return judgement(Book(**in_place, changes=changes), *arguments[len(_FRAMES) :], **rules)

    return cast("_Judgement[_Rules, _Answer]", either)

"""Questions about files that are no events of Python: whether one is there, how old it is, and where a link leads."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scorecard_kit.reads import recorder

if TYPE_CHECKING:
    from types import FrameType

    from scorecard_kit.reads.watch import Watch

_PASSING = {"genericpath": {"getatime", "getctime", "getmtime"}, "pathlib": {"lstat", "stat"}}
"""By module of Python: the functions that give what they are told, so that a cell may learn how old a file is."""

_itself = os.lstat


def see(watch: "Watch") -> None:
    """Tell of every question from now on."""

    def asked(path: object, options: dict[str, Any]) -> None:
        if options.get("follow_symlinks", True):
            watch.asked_of(path)
        else:
            watch.led(path)
        if watch.is_own(_caller(sys._getframe(2))):  # noqa: SLF001 - what it is for
            watch.aged(path)

    tellers = {
        "stat": asked,
        "access": lambda path, options: watch.asked_of(path),  # noqa: ARG005 - as the others
        "lstat": lambda path, options: watch.led(path),  # noqa: ARG005 - as the others
        "readlink": lambda path, options: watch.led(path),  # noqa: ARG005 - as the others
    }
    for name, tell in tellers.items():
        setattr(os, name, _telling(getattr(os, name), tell))


def _telling(real: Callable[..., Any], tell: Callable[[object, dict[str, Any]], None]) -> Callable[..., Any]:
    def ask(path: Any, *words: Any, **options: Any) -> Any:  # noqa: ANN401 - as the real one
        if recorder.is_noting() and options.get("dir_fd") is None:
            tell(path, options)
        return real(path, *words, **options)

    for able in (os.supports_dir_fd, os.supports_follow_symlinks, os.supports_fd, os.supports_effective_ids):
        if real in able:
            able.add(ask)
    ask.__name__ = real.__name__
    return ask


def _caller(frame: "FrameType | None") -> str:
    """The file of the code that asks for what is known of a file: by Python's own functions, that of who calls them."""
    while frame and frame.f_code.co_name in _PASSING.get(str(frame.f_globals.get("__name__")), ()):
        frame = frame.f_back
    return frame.f_code.co_filename if frame else ""


def is_there(path: object) -> bool:
    """Whether a file, a folder or a link is there; nobody is told of the question."""
    try:
        _itself(path)  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        return False
    return True


def is_called_by(file: str) -> bool:
    """Whether the code of that file is among those that have led here."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - as above
    while frame and frame.f_code.co_filename != file:
        frame = frame.f_back
    return frame is not None

"""The streams of a command, and what it is run with: words that nobody can hear are dropped, and stop nothing."""

import io
import os
import sys
from contextlib import suppress
from typing import Any

SAFE = {(3, 11): 14, (3, 12): 12, (3, 13): 10, (3, 14): 1}
"""By version of Python the first release that has what was mended in zipfile, tempfile and html.parser."""


class _Dropped(io.RawIOBase):
    """A stream that takes everything: what its console, file or pipe does not take is dropped."""

    def __init__(self, to: Any) -> None:  # noqa: ANN401 - a raw stream of whatever kind
        self._to = to

    def write(self, said: Any) -> int:  # noqa: ANN401 - whatever has bytes
        """Write, and say that all of it was written."""
        with suppress(OSError, ValueError):
            return self._to.write(said) or len(said)
        return len(said)

    def writable(self) -> bool:
        """It can be written."""
        return True

    def fileno(self) -> int:
        """The descriptor of the stream beneath."""
        return int(self._to.fileno())

    def isatty(self) -> bool:
        """Whether somebody sits at the other end."""
        return bool(self._to.isatty())


def open_streams() -> None:
    """Give the program standard streams that never fail, whatever it was started with: none, a full disk, a shut pipe.

    A descriptor that is shut is opened onto nothing: else the next file to be opened would have its number, and be
    written into. A character that the console cannot show becomes a question mark.
    """
    for number in range(3):  # all of them before anything else is opened
        _fill(number)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115,PTH123 - for good
        elif number and isinstance(stream, io.TextIOWrapper):
            raw = getattr(stream.buffer, "raw", stream.buffer)
            buffer = io.BufferedWriter(_Dropped(raw))
            lines = stream.line_buffering or name == "stderr"
            setattr(sys, name, io.TextIOWrapper(buffer, stream.encoding, "replace", line_buffering=lines))


def _fill(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
        os.set_inheritable(number, True)  # noqa: FBT003 - os names it not; for the processes that are started


def outdated(version: tuple[int, int, int] = sys.version_info[:3]) -> str:
    """What to say of a Python that lacks mends of what the kit reads files with; blank where it has them."""
    needed = SAFE.get(version[:2])
    if needed is None or version[2] >= needed:
        return ""
    have, wanted = ".".join(map(str, version)), f"{version[0]}.{version[1]}.{needed}"
    return (
        f"Note: Python {have} lacks security fixes of zipfile, tempfile and html.parser that {wanted} has. Install "
        f"{wanted} or later, unless your system's maker has put them into {have}."
    )

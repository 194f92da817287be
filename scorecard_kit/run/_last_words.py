"""The last words of a process: what it wrote before it ended, as far as that is worth reading."""

import os
import threading
from contextlib import suppress

_KEPT = 8192
"""Bytes of them that are kept: a traceback, not a flood."""
_WAIT = 2.0
"""Seconds that are waited for the rest, when the process has ended and something that it started has not."""


class LastWords:
    """A pipe for a process's standard error, read all the time, of which only the end is kept."""

    def __init__(self) -> None:
        reading, self.end = os.pipe()
        self._kept = b""
        self._reader = threading.Thread(target=self._listen, args=(reading,), daemon=True)
        self._reader.start()

    def _listen(self, reading: int) -> None:
        with suppress(OSError):
            while said := os.read(reading, 65536):
                self._kept = (self._kept + said)[-_KEPT:]
        with suppress(OSError):
            os.close(reading)

    def begun(self) -> None:
        """The process has its end of the pipe: this one's is closed, so that the pipe ends with the process."""
        if self.end >= 0:
            os.close(self.end)
            self.end = -1

    def text(self) -> str:
        """What it said at last, once it has ended."""
        self.begun()
        self._reader.join(_WAIT)
        return self._kept.decode(errors="replace")


def last_line(text: str) -> str:
    """The line that says most: the error that a traceback ends with, else the last that is not blank."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""

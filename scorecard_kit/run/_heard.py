"""What is heard of a kernel: its messages, counted as they come, and its last words.

A section that puts out more than it may is stopped while it runs.
"""

import asyncio
import math
import os
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from traitlets import Type

from scorecard_kit.publish.limits import OUTPUT, PRINTED, stated

_KEPT = 8192
"""Bytes of last words that are kept: a traceback, not a flood."""
_WAIT = 2.0
"""Seconds that are waited for the rest, when the process has ended and something that it started has not."""


class KernelStartError(RuntimeError):
    """A kernel that could not be started."""


class CountedChannel(AsyncZMQSocketChannel):
    """The channel of outputs. Where they are too much, `ended` is called with the reason and nothing more is taken."""

    ended: Callable[[str], None] | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - jupyter_client's
        super().__init__(*arguments, **options)
        self._bytes, self._printed = 0, Counter[str]()

    async def _recv(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]  # noqa: ANN401 - as above
        socket: Any = self.socket
        frames = await socket.recv_multipart(copy=False, **options)  # what is too large is not copied
        self._bytes += sum(len(frame) for frame in frames)
        if self._bytes > OUTPUT:
            await self._refuse(f"its outputs are more than {stated(OUTPUT)}; show less, or keep it out of the notebook")
        _, rest = self.session.feed_identities([frame.bytes for frame in frames])
        message: dict[str, Any] = self.session.deserialize(rest)
        if message["msg_type"] == "stream":
            self._printed[message["content"]["name"]] += len(message["content"]["text"])
            if max(self._printed.values()) > PRINTED:
                await self._refuse(f"it printed more than {stated(PRINTED)}; take the print out")
        return message

    async def _refuse(self, reason: str) -> None:
        if self.ended:
            self.ended(reason)
            await asyncio.Event().wait()  # who listens learns of the kernel's end, and goes


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as its kernel is ready; jupyter_client's own also waits for a pause of 0.2 s."""

    iopub_channel_class = Type(CountedChannel)

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - jupyter_client's
        """Wait until the kernel answers and what it sends is received, which its word of being idle again proves.

        Raises RuntimeError where it dies, or takes more seconds than `timeout`.
        """
        latest = monotonic() + (timeout or math.inf)
        while monotonic() < latest:
            asked = self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                while not _is_idle(await self.get_iopub_msg(timeout=0.2), asked):
                    pass
                self.iopub_channel.ended = getattr(self.parent, "stop", None)
                return
            if not await self.is_alive():
                raise KernelStartError("Kernel died before it was ready")
        raise KernelStartError(f"Kernel was not ready within {timeout} seconds")


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    return (message["parent_header"].get("msg_id"), message["content"].get("execution_state")) == (asked, "idle")


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

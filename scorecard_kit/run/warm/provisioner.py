"""Kernels that start warm: each is a fresh process, forked from one that has the libraries in memory already.

Nothing is shared with the kernel before. The forking is the standard library's forkserver, the kernel ipykernel's own.
"""

import asyncio
import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing import connection
from pathlib import Path
from typing import Any

from traitlets import default

from scorecard_kit.run.kernel import OwnKernel
from scorecard_kit.run.ports import START, OwnSpecs, PortsProvisioner
from scorecard_kit.run.warm import _forked as forked
from scorecard_kit.run.warm.zygote import script_folder, start

__all__ = ["WarmKernel", "WarmProvisioner"]


class WarmKernel(OwnKernel):
    """The kernel of this interpreter, started warm."""

    @default("kernel_spec_manager")
    def _warm_interpreter(self) -> OwnSpecs:
        return OwnSpecs(kernel_dirs=[], provisioner="scorecard-warm")


class _Kernel:
    """A forked kernel with the face of a Popen, which is what the provisioner above this one looks at."""

    stdin = stdout = stderr = None

    def __init__(self, task: forked.Task, words: int) -> None:
        with connection.Connection(os.dup(words), readable=False) as last:
            self._process = multiprocessing.get_context("forkserver").Process(
                target=forked.run_kernel, args=(task, last), daemon=True
            )
            start(self._process)
        self.pid = int(self._process.pid or 0)

    @property
    def end(self) -> int:
        """A descriptor that can be read once the kernel has ended."""
        return self._process.sentinel

    def poll(self) -> int | None:
        """The exit code, or None while it lives."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait until it has ended."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel alone."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel and whatever it has started."""
        with suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(OSError):
            self.send_signal(signal.SIGKILL)


class WarmProvisioner(PortsProvisioner):
    """Launches a kernel by a fork."""

    async def begin(self, cmd: list[str], **options: Any) -> None:  # noqa: ANN401 - as Popen's
        """Fork the kernel."""
        environment, folder = options.get("env") or dict(os.environ), str(options.get("cwd") or Path.cwd())
        kernel: Any = _Kernel(forked.Task(cmd[1:], folder, environment, script_folder()), options["stderr"])
        self.process, self.pid, self.pgid, self.cwd = kernel, kernel.pid, kernel.pid, folder

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and wait for its end: whoever asks then need not ask again a tenth of a second later."""
        await super().kill(restart)
        kernel: Any = self.process
        if kernel:
            await asyncio.to_thread(connection.wait, [kernel.end], START)

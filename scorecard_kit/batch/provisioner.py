"""Kernels that start warm: each is a fresh process, forked from one that has the libraries in memory already.

Nothing is shared with the kernel before. The forking is the standard library's forkserver; the kernel is ipykernel as
it is. Where there is no safe fork (Windows, macOS) `obstacle` says so, and ordinary kernels serve.
"""

import asyncio
import json
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner
from traitlets import default

from scorecard_kit.batch import forked
from scorecard_kit.kernel import OwnKernel

PRELOAD = "scorecard_kit.batch.preload"
NAME = "scorecard-warm"
READY = "SCORECARD_READY"  # as preload.py reads it, which only the forkserver imports
_START = 60.0  # seconds that a kernel may take until it has its ports
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")  # a process with threads is not forked
_starting = threading.Lock()
_alive: set["_Kernel"] = set()


class WarmKernel(OwnKernel):
    """The kernel of this interpreter, started warm."""

    @default("kernel_spec_manager")
    def _warm_interpreter(self) -> KernelSpecManager:
        return _WarmSpecs(kernel_dirs=[])


class _WarmSpecs(KernelSpecManager):
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        spec: KernelSpec = super().get_kernel_spec(kernel_name)
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": NAME}}
        return spec


class _Kernel:
    """A forked kernel with the face of a Popen, which is what the provisioner above this one looks at."""

    stdin = stdout = stderr = None

    def __init__(self, task: forked.Task) -> None:
        self.ports, child = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.get_context("forkserver").Process(
            target=forked.run_kernel, args=(task, child), daemon=True
        )
        _start(self._process)
        child.close()
        self.pid = int(self._process.pid or 0)
        _alive.add(self)

    def poll(self) -> int | None:
        """The exit code, or None while it lives."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait until it has ended."""
        self._process.join()
        _alive.discard(self)
        self.ports.close()
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


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by a fork. The kernel binds whatever ports are free, and reports them: nothing is raced for."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> dict[str, Any]:  # noqa: ANN401 - as Popen's
        """Fork a kernel and return its connection, with the ports that it has bound."""
        file = Path(self.parent.connection_file)
        environment = options.get("env") or dict(os.environ)
        folder = str(options.get("cwd") or Path.cwd())
        kernel = _Kernel(forked.Task(str(file), cmd[1:], folder, environment, _script_folder()))
        try:
            ports = await _reported(kernel)
        except BaseException:
            kernel.kill()
            kernel.wait()
            raise
        self.process, self.pid, self.pgid, self.cwd = kernel, kernel.pid, kernel.pid, folder
        self.connection_info = {**json.loads(file.read_bytes()), **ports}
        self.connection_info["key"] = self.connection_info["key"].encode()
        file.unlink()  # it holds other ports in the manager's eyes, which writes it again
        return self.connection_info

    async def pre_launch(self, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
        """Prepare without ports set aside: the kernel chooses its own."""
        self.parent.cache_ports = False
        prepared: dict[str, Any] = await super().pre_launch(**options)
        return prepared


async def _reported(kernel: _Kernel) -> dict[str, int]:
    """The ports of a kernel that is starting; RuntimeError where it died or takes too long."""
    latest = monotonic() + _START
    while not kernel.ports.poll():
        if kernel.poll() is not None or monotonic() > latest:
            raise RuntimeError("Kernel died before it had its ports")
        await asyncio.sleep(0.005)
    try:
        ports: dict[str, int] = kernel.ports.recv()
    except EOFError:
        raise RuntimeError("Kernel died before it had its ports") from None
    return ports


def _start(child: ForkServerProcess, environment: dict[str, str] | None = None) -> None:
    """Start a process through the forkserver, which starts itself with the first one.

    A process that multiprocessing starts first imports the program that started it; a kernel is not to have that in
    memory, and so for this moment there is none.
    """
    with _starting:
        forkserver.set_forkserver_preload([PRELOAD])
        added = {**dict.fromkeys(_ONE_THREAD, "1"), **(environment or {})}
        program, before = sys.modules["__main__"], {name: os.environ.get(name) for name in added}
        os.environ.update(added)
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            child.start()
        finally:
            sys.modules["__main__"] = program
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _script_folder() -> str:
    """The folder of the program that runs, which Python has put in front of the path; blank where it has not."""
    folder = str(Path(getattr(sys.modules["__main__"], "__file__", None) or "").parent.absolute())
    return folder if sys.path[:1] == [folder] else ""


class Zygote:
    """The process that kernels are forked from. It loads its libraries while the program loads its own."""

    def __init__(self, folders: list[tuple[str, dict[str, Any]]] | None = None) -> None:
        """Start loading, and with the libraries these data folders, each with its small counts."""
        self._folders = folders or []
        self._obstacle = unsafe()
        self._loading = threading.Thread(target=self._load, daemon=True)
        if not self._obstacle:
            self._loading.start()

    def obstacle(self) -> str:
        """Why kernels cannot start warm, or blank; waits until that is known."""
        if self._loading.ident is not None:
            self._loading.join()
        return self._obstacle

    def _load(self) -> None:
        answer, child = multiprocessing.Pipe(duplex=False)
        probe = multiprocessing.get_context("forkserver").Process(
            target=forked.report, args=(PRELOAD, child), daemon=True
        )
        try:
            _start(probe, {READY: json.dumps(self._folders)})
            child.close()
            self._obstacle = answer.recv() if answer.poll(_START) else "the libraries took too long to load"
            probe.kill()
            probe.join()
        except (OSError, EOFError):
            self._obstacle = "the libraries could not be loaded beforehand"
        finally:
            answer.close()


def unsafe() -> str:
    """Why this platform has no safe fork, or blank."""
    if not sys.platform.startswith("linux"):
        return "this system has no safe way to fork"
    return ""


def kill_all() -> None:
    """End every kernel that is still alive."""
    for kernel in list(_alive):
        kernel.kill()

"""How a kernel is reached: by sockets in a private folder, or by whatever ports are free, with its words encrypted.

Every user of a machine may listen at its ports, so that they serve only where a folder cannot: on Windows, and where
its path is too long for a socket. Ports are bound by the kernel, which says which: one that was set aside for it could
go to another program.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.connect import port_names
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from scorecard_kit.reads import launch as watched

__all__ = ["START", "STREAM", "OwnSpecs", "PortsProvisioner", "reach"]

START = 60.0
"""Seconds that a kernel may take until it has its ports, or has ended."""
STREAM = "--IPKernelApp.outstream_class=scorecard_kit.run._stream.CappedStream"
"""What a kernel is started with, so that it sends no more of what is printed than is taken."""
_LOOK = 0.01
_PATH = 100
"""Characters of the longest path that a socket may have on every system."""


def reach(manager: Any, folder: Path) -> None:  # noqa: ANN401 - jupyter_client's carries few types
    """Say where a kernel is to be reached that has this folder to itself."""
    manager.connection_file = str(folder / "connection.json")
    base = folder / "s"
    if os.name != "nt" and len(os.fsencode(base)) + 3 <= _PATH:
        manager.transport, manager.ip = "ipc", str(base)
    elif zmq.has("curve") and manager.has_trait("transport_encryption"):
        manager.transport_encryption = "auto"


class OwnSpecs(KernelSpecManager):
    """The kernel of the interpreter that runs the kit, and which provisioner starts it."""

    provisioner = Unicode("scorecard-ports")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Jupyter's own specification of it, started by the kit's file: what it reads is noted, where that is asked."""
        spec: KernelSpec = super().get_kernel_spec(kernel_name)
        spec.argv = [sys.executable, watched.__file__, *spec.argv[spec.argv.index("-f") :]]
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": self.provisioner}}
        spec.argv = [*spec.argv, STREAM]
        return spec


class PortsProvisioner(LocalProvisioner):
    """Launches a kernel, and learns its ports from the connection file, where ipykernel writes what it has bound."""

    async def pre_launch(self, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - as Popen's
        """Prepare without ports set aside."""
        manager: Any = self.parent
        manager.cache_ports = False
        prepared = await super().pre_launch(**options)
        _without_ports(Path(manager.connection_file))
        return prepared

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:  # noqa: ANN401 - as above
        """Launch the kernel and return its connection; RuntimeError where it dies first, or takes too long."""
        manager: Any = self.parent
        await self.begin(cmd, **options)
        try:
            await self._bound()
        except BaseException:
            await self.kill()
            await self.wait()
            raise
        for name, port in self.ports().items():
            setattr(manager, name, port)
        self.connection_info = manager.get_connection_info()
        return self.connection_info

    async def begin(self, cmd: list[str], **options: Any) -> None:  # noqa: ANN401 - as above
        """Start the process."""
        await super().launch_kernel(cmd, **options)

    async def _bound(self) -> None:
        try:
            async with asyncio.timeout(START):
                while not all(self.ports().values()):
                    if await self.poll() is not None:
                        raise RuntimeError("Kernel died before it had its ports")
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            raise RuntimeError(f"Kernel had no ports within {START:g} seconds") from None

    def ports(self) -> dict[str, int]:
        """The port of each channel; 0 where the kernel has not bound it yet, or is writing it down."""
        manager: Any = self.parent
        said: dict[str, int] = {}
        with suppress(OSError, ValueError):
            said = _said(Path(manager.connection_file))
        return {name: said.get(name, 0) for name in port_names}


def _without_ports(file: Path) -> None:
    file.write_text(json.dumps({**_said(file), **dict.fromkeys(port_names, 0)}), encoding="utf-8")


def _said(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(file.read_bytes())
    return said

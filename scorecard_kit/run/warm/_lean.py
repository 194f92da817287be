"""The kernel of a section: ipykernel's, less what only somebody who sits at JupyterLab has use for.

It gives the same outputs as any other, and takes a tenth less of the processor's time.
"""

import threading
from functools import partial
from typing import Any

import zmq
from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config.loader import Config, DeferredConfigString

from scorecard_kit.publish.limits import PRINTED


class PromptStream(OutStream):
    """Standard output or error. A cell's end waits for it to be sent only where something has been written.

    What is more than a section may print is not sent: the program that runs the section has stopped it by then.
    """

    _written = 0

    def __init__(self, session: Any, pub_thread: Any, name: str, **options: Any) -> None:  # noqa: ANN401 - ipykernel's
        if name == "stdout":
            _leave_the_network(pub_thread)
        super().__init__(session, pub_thread, name, **options)  # type: ignore[no-untyped-call]

    def write(self, string: str) -> int:
        """Write a text, as far as there is room for it."""
        left = PRINTED + 1 - self._written
        self._written += len(string)
        if left > 0:
            super().write(string[:left])
        return len(string)

    def flush(self) -> None:
        """Send what has been written, and wait for that."""
        if getattr(self, "_flush_pending", True):
            super().flush()  # type: ignore[no-untyped-call]


def _leave_the_network(pub_thread: Any) -> None:  # noqa: ANN401 - as above
    """Take what processes forked from the kernel print by a socket beside the others, and not at a port of its own."""
    app: Any = IPKernelApp.instance() if IPKernelApp.initialized() else None
    if app and app.transport == "ipc" and hasattr(pub_thread, "_pipe_in"):
        place = f"ipc://{app.ip}-c"
        pub_thread.schedule(partial(_move, pub_thread._pipe_in.socket, place))  # noqa: SLF001 - no other way to it
        pub_thread._setup_pipe_out = partial(_way_to, place)  # noqa: SLF001 - as above


def _move(socket: Any, place: str) -> None:  # noqa: ANN401 - zmq's
    socket.unbind(socket.getsockopt(zmq.LAST_ENDPOINT))
    socket.bind(place)


def _way_to(place: str) -> tuple[Any, Any]:
    """A context and a socket of a forked process, as ipykernel makes them to a port."""
    context: Any = zmq.Context()
    socket = context.socket(zmq.PUSH)
    socket.linger = 3000
    socket.connect(place)
    return context, socket


class _OneShell:
    """In place of the thread that takes in messages for further shells: there is none, but a cell's `await` asks it."""

    def __init__(self) -> None:
        self.parent_thread = threading.current_thread()

    def __bool__(self) -> bool:
        return False


class LeanKernel(IPythonKernel):
    """A kernel of one shell."""

    _supports_kernel_subshells = False


class LeanKernelApp(IPKernelApp):
    """A kernel that takes in one message after the other, in the thread that runs the cells."""

    kernel_class = LeanKernel

    def init_control(self, context: Any) -> None:  # noqa: ANN401 - zmq's
        """Prepare all channels, but none for a second shell beside the running cell."""
        super().init_control(context)  # type: ignore[no-untyped-call]
        self.shell_channel_thread = _OneShell()

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Read `-f FILE --Class.setting=value …`, as a program writes it, without a parser of all that may be set."""
        words = argv or []
        settings = [word.removeprefix("--").partition("=") for word in words[2:]]
        if words[:1] != ["-f"] or not all(value and name.count(".") == 1 for name, _, value in settings):
            super().parse_command_line(argv)
            return
        self.cli_config = Config(IPKernelApp={"connection_file": words[1]})
        for name, _, value in settings:
            owner, setting = name.split(".")
            self.cli_config[owner][setting] = DeferredConfigString(value)
        self.update_config(self.cli_config)

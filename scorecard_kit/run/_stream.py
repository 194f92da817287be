"""What a kernel sends of what its cells print: no more than is taken, and nothing by a port."""

from functools import partial
from typing import Any

import zmq
from ipykernel.iostream import OutStream
from ipykernel.kernelapp import IPKernelApp

from scorecard_kit.publish.limits import PRINTED


class CappedStream(OutStream):
    """Standard output or error, as far as a section may print.

    What is more is not sent: the program that runs the section has stopped it by then.
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

"""What a kernel sends, counted as it comes: a section that puts out more than it may is stopped while it runs."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from jupyter_client.channels import AsyncZMQSocketChannel

from scorecard_kit.publish.limits import OUTPUT, PRINTED, stated


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

"""What a worker of a cluster is asked for: one section run, and its executed record as a text."""

import io
import json
import sys
import threading
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as the command does

import nbformat  # noqa: E402

from scorecard_kit.files.private import kernel_folder  # noqa: E402
from scorecard_kit.pack.plan import Section  # noqa: E402
from scorecard_kit.publish.manifest import digest, kit_digest, versions  # noqa: E402
from scorecard_kit.run.batch import Options, local  # noqa: E402
from scorecard_kit.run.kernel import SectionError, quiet  # noqa: E402
from scorecard_kit.run.warm.zygote import Zygote  # noqa: E402

_unpacking = threading.Lock()
_started: list[Zygote] = []


class Task(NamedTuple):
    """A section as it goes to a worker."""

    name: str
    notebook: str
    source: bytes
    parameters: dict[str, Any]
    timeout: float
    made_with: str


def answer(record: str, cell: int = 0, cause: str = "") -> str:
    """What comes back, as it goes over the wire: the executed record, or where and why the section failed."""
    return json.dumps({"record": record, "cell": cell, "cause": cause})


def made_with() -> str:
    """The kit and its libraries, which must be the same on both sides."""
    return digest(kit_digest().encode(), repr(versions()).encode())


def work(task: Task, data: bytes) -> str:
    """Run a section; on a worker. Returns an answer."""
    if task.made_with != made_with():
        return answer("", 0, "a worker has another version of the kit or of its libraries")
    try:
        root = _root(digest(data), data)
        notebook = root / task.name / task.notebook
        notebook.parent.mkdir(parents=True, exist_ok=True)
        notebook.write_bytes(task.source)
        with quiet():
            executor = local(Options(timeout=task.timeout, warm=not _zygote(task, root).obstacle()))
            record = executor(Section(task.name, notebook, task.parameters), root)
        return answer(nbformat.writes(record))  # type: ignore[no-untyped-call]
    except SectionError as error:
        return answer("", error.cell, error.cause)


def _root(name: str, data: bytes) -> Path:
    """The folder in which sections with these data run, unpacked once."""
    root = _own_folder() / name
    with _unpacking:
        if not root.is_dir():
            begun = root.with_suffix(".part")
            begun.mkdir(exist_ok=True)  # of a database nothing may be in a folder
            zipfile.ZipFile(io.BytesIO(data)).extractall(begun)
            begun.rename(root)
    return root


@cache
def _own_folder() -> Path:
    return kernel_folder()  # in the worker's own, which goes with it, or after it where it was killed


def _zygote(task: Task, root: Path) -> Zygote:
    """The process that this worker's kernels are forked from, with the data of its first section in memory."""
    with _unpacking:
        if not _started:
            data, small_counts = task.parameters.get("data"), task.parameters.get("small_counts")
            _started.append(Zygote([(str(root / data), small_counts or {})] if isinstance(data, str) else None))
        return _started[0]

"""The same plan on several machines, through dask.distributed as it is.

A worker needs the kit and nothing else: no shared disk. Notebook, parameters and data folder are sent with the task,
and the executed record comes back, as text; this program writes the pages. A worker that dies loses no section: the
scheduler gives its sections, and the data that it held, to another.

dask itself unpickles what a scheduler and its workers send, so whoever runs them may run programs here: an address
beyond this machine is taken only where certificates say who they are, or where somebody has said that they are trusted.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
from distributed import Client
from distributed.security import Security
from nbformat import NotebookNode

from scorecard_kit.files.zips import zipped
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.pack.plan import Section
from scorecard_kit.publish.limits import OUTPUT
from scorecard_kit.publish.manifest import digest
from scorecard_kit.run._render import Executor, Job
from scorecard_kit.run._worker import Task, made_with, work
from scorecard_kit.run.batch import Options
from scorecard_kit.run.kernel import OwnKernel, SectionError

ANSWER = 10.0
"""Seconds that a scheduler may take to answer."""
_ROOM = 1_000_000  # characters of an answer beside its outputs: cells and metadata
_TRIES = 3  # workers that may die of one section before it is given up


def record_of(sent: object) -> NotebookNode:
    """The executed record in what came over the wire, whoever has sent it.

    SectionError where the section has failed, or what came is no answer or holds no record.
    """
    if not isinstance(sent, str) or len(sent) > 2 * OUTPUT + _ROOM:
        raise SectionError(0, "the cluster's answer is no record, or too large for one")
    try:
        held = json.loads(sent)
        text, cell, cause = str(held["record"]), int(held["cell"]), str(held["cause"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise SectionError(0, "the cluster's answer cannot be read") from None
    if cause:
        raise SectionError(cell, cause)
    try:
        record: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(record)
    except Exception:  # noqa: BLE001 - nbformat has no word for all that a text may be
        raise SectionError(0, "the cluster's answer holds no executed notebook") from None
    return record


def refuse_strangers(scheduler: str, *, trusted: bool) -> None:
    """InputError where the scheduler is on another machine, and nothing says that it is the one that is meant."""
    try:
        address = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
        host = address.hostname or ""
    except ValueError:
        raise _refused(scheduler, "is no address", "Write it as tcp://127.0.0.1:8786.") from None
    if address.scheme != "tls":
        if trusted or _is_this_machine(host):
            return
        mend = (
            "Whoever runs it, or its workers, may run programs on this machine. Use TLS (the commands stand in "
            "docs/explanation/performance.md) and an address tls://…, or add --trust-cluster where the network and its "
            "machines are yours."
        )
        raise _refused(scheduler, "is on another machine, and is not asked for a certificate", mend)
    security: Any = Security()  # type: ignore[no-untyped-call]
    if not (security.tls_ca_file and security.tls_client_cert):
        mend = (
            "Name the files in DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY "
            "(docs/explanation/performance.md)."
        )
        raise _refused(scheduler, "asks for TLS, and no certificates are named here", mend)
    try:
        security.get_connection_args("client")
    except OSError as error:
        problem = f"asks for TLS, and a certificate cannot be read ({error.strerror})"
        raise _refused(scheduler, problem, "Check the three files that are named for it.") from None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def over(
    scheduler: str, jobs: list[Job], options: Options, *, trusted: bool = False
) -> Iterator[tuple[Executor, Options]]:
    """Give what runs sections on the cluster, and how many at a time.

    InputError where there is no such scheduler, or it is on another machine and neither its certificate nor `trusted`
    vouches for it.
    """
    refuse_strangers(scheduler, trusted=trusted)
    try:
        client: Any = Client(scheduler, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError, TimeoutError):
        mend = "Start one with `dask scheduler --host 127.0.0.1`, or check the address."
        raise _refused(scheduler, "no scheduler answers there", mend) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError:
            mend = f"Start one on each machine with `dask worker {scheduler}` (docs/explanation/performance.md)."
            raise _refused(scheduler, "the scheduler there has no worker", mend) from None
        packed = {
            (job.pack.root, str(data)): _sent(client, job, folder)
            for job in jobs
            for data, folder in _folders(job).items()
        }
        at_a_time = options.jobs or 2 * sum(client.nthreads().values())  # the next waits at the worker
        yield _executor(client, packed, options.timeout), options._replace(jobs=at_a_time)


def _refused(scheduler: str, problem: str, mend: str) -> InputError:
    return refusal("--scheduler", problem, mend, value=scheduler)


def _folders(job: Job) -> dict[str, Path]:
    """The pack's data folder, and those that sections have of their own, by what the parameters call them."""
    own = {str(section.parameters["data"]) for section in job.pack.sections if "data" in section.parameters}
    shared = str(job.pack.shared["data"])
    return {shared: job.pack.folder, **{name: job.pack.root / name for name in sorted(own - {shared})}}


def _sent(client: Client, job: Job, folder: Path) -> Any:  # noqa: ANN401 - a future of another library
    """A data folder of a pack on the cluster: as a result, which is made again where its worker has died."""
    if not folder.is_relative_to(job.pack.root):
        mend = "Move it beneath the folder that holds notebooks/."
        raise refusal(job.pack.path.name, "it cannot be sent from there", mend, column="data")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    held = zipped({path.relative_to(job.pack.root).as_posix(): path.read_bytes() for path in files})
    return client.submit(bytes, held, key=f"data-{digest(held)}")


def _executor(client: Client, packed: dict[tuple[Path, str], Any], timeout: float) -> Executor:
    same = made_with()

    def run(section: Section, root: Path) -> NotebookNode:
        name = section.notebook.relative_to(root).as_posix()
        task = Task(section.name, name, section.notebook.read_bytes(), section.parameters, timeout, same)
        shared = next(data for (place, _), data in packed.items() if place == root)
        data = packed.get((root, str(section.parameters.get("data"))), shared)
        future = client.submit(work, task, data, pure=False, retries=_TRIES)
        return record_of(_result(future))

    return run


def _result(future: Any) -> object:  # noqa: ANN401 - a future of another library
    while True:
        try:
            sent: object = future.result(timeout=1)
        except TimeoutError:
            if OwnKernel.refused.is_set():
                future.cancel()
                raise SectionError(0, "interrupted") from None
        except Exception as error:  # noqa: BLE001 - whatever the cluster says is why the section was not run
            raise SectionError(0, f"the cluster could not run it: {type(error).__name__}: {error}") from None
        else:
            return sent

"""Several packs in one run: sections in parallel, nothing done twice, each pack written when its sections are there."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, NamedTuple

from papermill.iorw import local_file_io_cwd

from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import Section
from scorecard_kit.publish.folder import clear_leftovers
from scorecard_kit.publish.manifest import read_manifest
from scorecard_kit.publish.write import Outcome, write_pack
from scorecard_kit.run._render import Executor, Job, Progress, Result, Step, left_alone, reads_of, run_section, silent
from scorecard_kit.run.claim import drop_kept, is_intact, keep, kept
from scorecard_kit.run.current import Now
from scorecard_kit.run.engine import LIMIT
from scorecard_kit.run.kernel import OwnKernel, execute, kill_kernels, quiet
from scorecard_kit.run.record import Look, on_disk
from scorecard_kit.run.warm.provisioner import WarmKernel

__all__ = ["Options", "UnwrittenError", "Work", "cores", "local", "run"]


class Options(NamedTuple):
    """How to run: `jobs` kernels at a time, `force` to run what is unchanged, `timeout` seconds for a section."""

    jobs: int = 0
    force: bool = False
    timeout: float = LIMIT
    warm: bool = True


class UnwrittenError(InputError):
    """Some packs could not be written. `results` are those of the others, which were."""

    def __init__(self, errors: dict[str, InputError], results: list[Result]) -> None:
        self.results = results
        nothing = "nothing of it was replaced" if results or len(errors) > 1 else ""
        closings = [error.closing or (nothing and f"{pack}: {nothing}.") for pack, error in errors.items()]
        super().__init__((it for error in errors.values() for it in error.findings), "\n".join(filter(None, closings)))


class Work:
    """A pack on its way: what is known of each section before, and what has become of it."""

    def __init__(self, job: Job, *, force: bool) -> None:
        self.job, self.started = job, perf_counter()
        self.earlier, self.inputs = read_manifest(job.folder), Now(job.pack, job.inputs, job.folder)
        self.inputs.look.begin()
        self.outcomes: dict[str, Outcome] = {}
        clear_leftovers(job.folder)
        if force:
            drop_kept(job.folder)
        for section in job.pack.sections:
            if section.name not in job.chosen or (not force and self._stands(section)):
                outcome = left_alone(section, self._before(section), job)
                if outcome.body or section.name not in job.chosen:
                    self.outcomes[section.name] = outcome

    def _before(self, section: Section) -> dict[str, Any]:
        """What the earlier manifest says of a section."""
        return self.earlier.sections.get(section.name, {})

    def _stands(self, section: Section) -> bool:
        """Whether a section's page is current, and is as it was written."""
        is_current = self._is_current(section, self._before(section))
        return is_current and is_intact(self.job.folder, section.name, self.earlier.outputs)

    def _is_current(self, section: Section, before: dict[str, Any]) -> bool:
        """Whether a page need not be made again: what cannot be told from files is, each time."""
        is_told = before.get("status") != "failed" and not before.get("reads", {}).get("again")
        return is_told and not self.inputs.differs(section, before)

    def to_run(self) -> list[Section]:
        """The sections that have no outcome yet."""
        return [section for section in self.job.pack.sections if section.name not in self.outcomes]

    def seconds(self, section: Section) -> float:
        """How long a section took in the run before; 0 where that is not known."""
        return float(self._before(section).get("seconds", 0))

    def run(self, section: Section, executor: Executor) -> Outcome:
        """Run a section, or take what an interrupted run has left of it."""
        key, folder = self.inputs.key(section), self.job.folder
        left = kept(folder, key)
        if left and self._is_current(section, {"key": key, "reads": reads_of(left)}):
            return run_section(section, self._before(section), self.job, lambda *_: left, self.inputs)
        outcome = run_section(section, self._before(section), self.job, executor, self.inputs)
        if outcome.record:
            keep(folder, key, outcome.record)
        return outcome

    def write(self) -> Result:
        """Write the pack, all of whose sections have run, and say what became of it."""
        job, outcomes = self.job, [self.outcomes[section.name] for section in self.job.pack.sections]
        ran = [outcome for outcome in outcomes if outcome.record]
        changed = [(it.section.name, words) for it in ran if (words := self.inputs.reads_differ(it.entry["reads"]))]
        overtaken = self._overtaken() if ran else []
        entries = [outcome.entry for outcome in outcomes]
        made_from = self.inputs.made_from(
            [it.entry for it in ran if it.section.name not in dict(changed)], self.earlier.inputs
        )
        seen = "" if changed or overtaken or not job.complete else self.inputs.seen(entries)
        corrected = write_pack(
            job.pack, job.folder, outcomes, made_from, complete=job.complete, seen=seen, asked=job.asked
        )
        drop_kept(job.folder)
        warnings = [
            *(warning for entry in entries for warning in entry.get("warnings", ())),
            *(f"{name} was made {words}, which was changed while it ran: render again." for name, words in changed),
            *(f"{name} was made {words}, which was changed meanwhile: render again." for name, words in overtaken),
        ]
        if job.asked and job.asked not in (corrected, *(it.reason for it in corrected)):
            warnings.append(f"{job.pack.name}: nothing differs from what was published, so nothing was corrected.")
        return _result(job, outcomes, perf_counter() - self.started, warnings)

    def _overtaken(self) -> list[tuple[str, str]]:
        """The pages that were taken to be current, and from what they were made that others have written meanwhile."""
        look = Look(self.job.pack.root, self.job.pack.folder, self.job.folder)
        names = [section.name for section in self.job.pack.sections if section.name in self.job.chosen]
        entries = {name: self.outcomes[name].entry for name in names}
        stand = {name: on_disk(entry["reads"]) for name, entry in entries.items() if entry["status"] == "unchanged"}
        return [(name, words) for name, reads in stand.items() if (words := look.differs(reads))]


def _result(job: Job, outcomes: list[Outcome], seconds: float, warnings: list[str]) -> Result:
    named = {outcome.section.name: outcome.entry for outcome in outcomes}
    failed = [name for name, entry in named.items() if entry.get("status") == "failed" and name in job.chosen]
    return Result(
        job.pack.name,
        job.folder / "index.html",
        tuple(outcome.section.name for outcome in outcomes if outcome.record),
        tuple(f"{name} failed: {named[name]['error']}" for name in failed),
        seconds,
        tuple(name for name, entry in named.items() if entry.get("status") == "unchanged"),
        tuple(warnings),
    )


@dataclass
class _Count:
    """Counts sections off as they end, whichever thread they end in."""

    progress: Progress
    total: int
    done: int = 0
    started: float = field(default_factory=perf_counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, section: str) -> None:
        with self.lock:
            self.progress(Step(self.done + 1, self.total, section))

    def end(self, section: str, entry: dict[str, Any]) -> None:
        if OwnKernel.refused.is_set():  # it has not failed, but was interrupted
            return
        with self.lock:
            self.done += 1
            left = (perf_counter() - self.started) / self.done * (self.total - self.done)
            self.progress(Step(self.done, self.total, section, entry["seconds"], entry["error"], left))


def run(
    jobs: list[Job], options: Options, progress: Progress = silent, executor: Executor | None = None
) -> list[Result]:
    """Run the packs and write them, each as soon as its last section has ended.

    Raises UnwrittenError, after the other packs, where one could not be written: its closing says what that holds.
    """
    works = [Work(job, force=options.force) for job in jobs]
    tasks = [(work, section) for work in works for section in work.to_run()]
    tasks.sort(key=lambda task: -task[0].seconds(task[1]))  # the longest first
    count, results, errors = _Count(progress, len(tasks)), dict[str, Result](), dict[str, InputError]()
    # The folder that papermill reads from is one for all threads, each of which puts back what it has found.
    with quiet(), local_file_io_cwd(), _threads(options) as pool:
        futures = {pool.submit(_run, work, section, executor or local(options), count): work for work, section in tasks}
        for work in _finished(works, futures):
            try:
                results[work.job.pack.name] = work.write()
            except InputError as error:
                errors[work.job.pack.name] = error
    if errors:
        raise UnwrittenError(errors, list(results.values()))
    return [results[job.pack.name] for job in jobs]


def _run(work: Work, section: Section, executor: Executor, count: _Count) -> Outcome:
    count.start(section.name)
    outcome = work.run(section, executor)
    count.end(section.name, outcome.entry)
    return outcome


def _finished(works: list[Work], futures: "dict[Future[Outcome], Work]") -> Iterator[Work]:
    """Each pack when the last of its sections has ended; first those that have nothing to run."""
    yield from (work for work in works if not work.to_run())
    ended: SimpleQueue[Future[Outcome]] = SimpleQueue()  # no lock of a future's, which a Ctrl-C could leave taken
    for future in futures:
        future.add_done_callback(ended.put)
    for _ in futures:
        future = _next(ended)
        work, outcome = futures[future], future.result()
        work.outcomes[outcome.section.name] = outcome
        if not work.to_run():
            yield work


def _next(ended: "SimpleQueue[Future[Outcome]]") -> "Future[Outcome]":
    """The next that ends. Looks up each second, since a Ctrl-C just before the wait would else go unseen until then."""
    while True:
        with suppress(Empty):
            return ended.get(timeout=1)


@contextmanager
def _threads(options: Options) -> Iterator[ThreadPoolExecutor]:
    """A pool that ends soon when the run is interrupted, because its kernels do."""
    pool = ThreadPoolExecutor(options.jobs or cores() + 1)  # one more hides the pauses in starting a kernel
    OwnKernel.refused.clear()
    try:
        yield pool
    except BaseException:
        kill_kernels()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def cores() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local(options: Options) -> Executor:
    """Run sections on this machine."""
    kernel: type[OwnKernel] = WarmKernel if options.warm else OwnKernel
    return lambda section, root: execute(section.notebook, section.parameters, root, kernel, options.timeout)

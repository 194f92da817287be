"""`scorecard render` from the moment that something has to be rendered: locks, warm kernels, progress, summary."""

import gc
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import typer

from scorecard_kit.files.places import from_here, output_findings, sources_of, upwards
from scorecard_kit.findings import Finding, InputError, refusal, tell, warn
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.run.warm.zygote import Zygote
from scorecard_kit.text.counting import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scorecard_kit.publish.corrections import Asked
    from scorecard_kit.run._render import Executor, Job, Progress, Result, Step

    # papermill loads while the process that kernels are forked from loads its own
    from scorecard_kit.run.batch import Options

__all__ = ["looked_at", "render_packs", "rendered"]


def render_packs(
    files: list[ParametersFile],
    output: Path,
    only: tuple[str, ...],
    how: tuple[int, bool, float],
    cluster: tuple[str, bool],
    correct: str = "",
) -> bool:
    """Render packs; whether a section failed. InputError, and nothing rendered, where the input is not as it should be.

    `how`: sections at a time, whether what has not changed is run as well, and seconds for a section. `cluster`: the
    address of its scheduler, blank to render here, and whether it is trusted wherever it is. `correct`: why figures
    that were published are corrected, if they are.
    """
    results = rendered(files, output, only, how, cluster, correct)
    from scorecard_kit.publish.packs import write_packs_page  # noqa: PLC0415 - the libraries are loaded by now

    for result in results:
        _tell_result(result)
    if problem := write_packs_page(output.absolute()):
        typer.echo(problem, err=True)
    return any(result.failed for result in results)


def looked_at(parameters: list[Path], output: Path) -> str:
    """By what means the pages of packs were looked at; InputError with all that keeps people from reading them."""
    from scorecard_kit.run.accessible import look_at_pages  # noqa: PLC0415 - for those who ask

    return look_at_pages(parameters, output)


def rendered(
    files: list[ParametersFile],
    output: Path,
    only: tuple[str, ...],
    how: tuple[int, bool, float],
    cluster: tuple[str, bool],
    asked: "Asked",
) -> "list[Result]":
    """The same without a word of what became of it, which is returned. `asked`: see `Job`."""
    _be_ready(files, output)
    zygote = None if cluster[0] else Zygote([folder for file in files if (folder := _data_of(file))])
    gc.disable()  # while the libraries load, of which nothing is garbage
    from scorecard_kit.run.batch import UnwrittenError, run  # noqa: PLC0415 - see above
    from scorecard_kit.run.claim import alone  # noqa: PLC0415 - see above

    gc.freeze()  # nor is it looked through again
    gc.enable()
    with ExitStack() as locks:
        for name in sorted(file.path.stem for file in files if not file.findings):
            locks.enter_context(alone(output.absolute() / name, lambda said: typer.echo(said, err=True)))
        jobs = _prepared(files, output, only, asked)
        tell(finding for job in jobs for finding in job.pack.findings)
        with _shown_progress() as progress, _place(cluster, jobs, how, zygote) as (executor, options):
            try:
                return run(jobs, options, progress, executor)
            except UnwrittenError as error:
                for result in error.results:
                    _tell_result(result)
                raise


@contextmanager
def _place(
    cluster: tuple[str, bool], jobs: "list[Job]", how: tuple[int, bool, float], zygote: Zygote | None
) -> "Iterator[tuple[Executor | None, Options]]":
    """Where the sections run, and how many at a time: here, in kernels that start warm if they can, or on a cluster."""
    from scorecard_kit.run.batch import Options  # noqa: PLC0415 - see above

    if zygote:
        if obstacle := zygote.obstacle():
            typer.echo(f"Kernels start one by one, which takes longer: {obstacle}.", err=True)
        yield None, Options(*how, warm=not obstacle)
        return
    try:
        from scorecard_kit.run._cluster import over  # noqa: PLC0415 - an extra
    except ImportError:
        mend = "Install it: python -m pip install 'scorecard-kit[cluster]'."
        raise refusal("--scheduler", "dask.distributed is not installed", mend) from None
    scheduler, trusted = cluster
    with over(scheduler, jobs, Options(*how), trusted=trusted) as place:
        yield place


def _prepared(files: list[ParametersFile], output: Path, only: tuple[str, ...], asked: "Asked") -> "list[Job]":
    from scorecard_kit.run._render import prepare  # noqa: PLC0415 - see above

    jobs, findings = [], list[Finding]()
    for file in files:
        try:
            jobs.append(prepare(file, output, only, asked))
            findings += jobs[-1].pack.findings
        except InputError as error:
            findings += error.findings
    if len(jobs) < len(files):  # what is told of the others is told as well, as `check` does
        raise InputError(findings)
    return jobs


def _be_ready(files: list[ParametersFile], output: Path) -> None:
    """InputError, before so much as a lock is made, where a pack would be written over what people have written.

    So too where kernels could write no temporary file.
    """
    findings = []
    try:
        gettempdir()
    except OSError as error:
        mend = "Make room on the disk, or name another folder in the environment variable TMPDIR."
        findings.append(Finding("TMPDIR", problem=f"no temporary folder can be written ({error.strerror})", mend=mend))
    for path, data in ((file.path, _data_of(file)) for file in files if not file.findings):
        sources = sources_of(path, [Path(data[0])] if data else [])
        findings += output_findings(output.absolute() / path.stem, path.stem, sources)
    if findings:
        raise InputError(findings)


def _data_of(file: ParametersFile) -> tuple[str, dict[str, Any]] | None:
    """The data folder of a parameters file and its rule for small counts, unchecked; None where there is none."""
    try:
        values = file.document.values
    except InputError:
        return None
    folder, rule = upwards(file.path.parent, str(values.get("data", ""))), values.get("small_counts")
    return (str(folder), rule if isinstance(rule, dict) else {}) if folder else None


def _tell_result(result: "Result") -> None:
    warn(result.warnings)
    for failure in result.failed:
        typer.echo(failure, err=True)
    said = [f"{count(len(result.rendered), 'section')} rendered"]
    said += [f"{len(result.unchanged)} unchanged"] if result.unchanged else []
    said += [f"{len(result.failed)} failed"] if result.failed else []
    typer.echo(f"{result.pack}: {', '.join(said)} in {result.seconds:.1f} s: {from_here(result.index)}")


@contextmanager
def _shown_progress() -> "Iterator[Progress]":
    """A bar on a terminal, a line a section in a log."""
    from rich.console import Console  # noqa: PLC0415 - not for a run with nothing to do

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(step: "Step") -> None:
            done = step.number - (step.seconds is None)
            bar.update(task, total=step.total, description=f"{step.section}{_left(step)}", completed=done)

        yield show


def _line(step: "Step") -> None:
    if step.seconds is not None:
        width = len(str(step.total))
        outcome = f"{step.seconds:.1f} s{', failed' if step.error else ''}{_left(step)}"
        typer.echo(f"[{step.number:>{width}}/{step.total}] {step.section}  {outcome}", err=True)


def _left(step: "Step") -> str:
    return f", about {step.left:.0f} s left" if step.left and step.left >= 1 else ""

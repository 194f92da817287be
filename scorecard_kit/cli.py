"""The command `scorecard`, also `python -m scorecard_kit`. Exit codes: 0 well, 1 a section failed, 2 bad input."""

import sys
from collections import Counter
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:  # papermill and nbconvert load inside the commands only, so that --help is quick
    from collections.abc import Iterable

    from rich.console import Console

    from scorecard_kit.findings import Finding
    from scorecard_kit.render import Job, Result, Step

SECTION_FAILED, BAD_INPUT = 1, 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Render and check packs: parameters files that name the sections for one meeting.",
)

Parameters = Annotated[list[Path], typer.Argument(help="Parameters files, one a pack.", metavar="PARAMETERS...")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - see above

        typer.echo(version("scorecard-kit"))
        raise typer.Exit


@app.callback()
def _scorecard(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """Monthly scorecards: figures in, rated and accessible pages out."""


@app.command()
def render(
    parameters: Parameters,
    output: Annotated[Path, typer.Option(help="The folder that gets one folder a pack.")] = Path("outputs"),
    only: Annotated[list[str] | None, typer.Option(help="Render this section (or notebook) alone; repeatable.")] = None,
) -> None:
    """Render packs into OUTPUT/<pack>/. Nothing is rendered unless every parameters file and its data are valid."""
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above
    from scorecard_kit.render import prepare  # noqa: PLC0415 - see above

    jobs, findings = [], _same_names(parameters)
    for path in [] if findings else parameters:
        try:
            jobs.append(prepare(path, output, tuple(only or ())))
        except InputError as error:
            findings += error.findings
    if findings:
        _stop(findings)
    try:
        results = [_run(job) for job in jobs]
    except InputError as error:
        _stop(error.findings)
    if any(result.failed for result in results):
        raise typer.Exit(SECTION_FAILED)


@app.command()
def check(parameters: Parameters) -> None:
    """Print everything found in parameters, data and commentary: errors, warnings and notes. Renders nothing."""
    from scorecard_kit.pack import check as findings_of  # noqa: PLC0415 - see above

    found = list(dict.fromkeys(finding for path in parameters for finding in findings_of(path)))
    _tell(found)
    counts = Counter(finding.level for finding in found)
    typer.echo(", ".join(_count(counts[level], level) for level in ("error", "warning", "note")))
    if counts["error"]:
        raise typer.Exit(BAD_INPUT)


def _same_names(parameters: list[Path]) -> "list[Finding]":
    from scorecard_kit.findings import Finding  # noqa: PLC0415 - see above

    names = Counter(path.stem.casefold() for path in parameters)
    twice = [path for path in parameters if names[path.stem.casefold()] > 1]
    problem, mend = "is given more than once, and its pages would overwrite each other", "Rename one of the files."
    return [Finding(path.name, value=path.stem, problem=problem, mend=mend) for path in dict.fromkeys(twice)]


def _stop(findings: "Iterable[Finding]") -> NoReturn:
    _tell(findings)
    typer.echo("Nothing was rendered.", err=True)
    raise typer.Exit(BAD_INPUT)


def _tell(findings: "Iterable[Finding]") -> None:
    for finding in dict.fromkeys(findings):
        typer.echo(f"{finding.level.capitalize()}: {finding}", err=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _run(job: "Job") -> "Result":
    from rich.console import Console  # noqa: PLC0415 - see above

    from scorecard_kit.render import run  # noqa: PLC0415 - see above

    _tell(job.pack.dataset.notes)
    console = Console(stderr=True)
    result = _with_bar(job, console) if console.is_terminal else run(job, _line)
    for failure in result.failed:
        typer.echo(failure, err=True)
    failed = f", {len(result.failed)} failed" if result.failed else ""
    typer.echo(
        f"{result.pack}: {_count(len(result.rendered), 'section')} rendered{failed} in {result.seconds:.1f} s: "
        f"{_shown(result.index)}"
    )
    return result


def _line(step: "Step") -> None:
    if step.seconds is not None:
        width = len(str(step.total))
        outcome = f"{step.seconds:.1f} s{', failed' if step.error else ''}"
        typer.echo(f"[{step.number:>{width}}/{step.total}] {step.section}  {outcome}", err=True)


def _with_bar(job: "Job", console: "Console") -> "Result":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from scorecard_kit.render import run  # noqa: PLC0415 - see above

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(job.pack.name, total=len(job.chosen))

        def show(step: "Step") -> None:
            bar.update(task, description=step.section, completed=step.number - (step.seconds is None))

        return run(job, show)


def _shown(path: Path) -> str:
    """The path as seen from where the analyst stands, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def main() -> None:
    """The console entry point. A character that the console cannot show becomes a question mark, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="scorecard")

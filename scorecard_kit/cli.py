"""The command `scorecard`, also `python -m scorecard_kit`.

Exit codes: 0 well, 1 a section failed, a difference is not explained or a scan found something, 2 bad input.
"""

import math
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scorecard_kit._console import open_streams, outdated
from scorecard_kit._saying import shown, tell
from scorecard_kit.text.counting import count

if TYPE_CHECKING:  # papermill and nbconvert load inside the commands only, so that --help is quick
    from collections.abc import Iterable

    from scorecard_kit.findings import Finding

SECTION_FAILED, UNEXPLAINED, LEAK_FOUND, BAD_INPUT, INTERRUPTED = 1, 1, 1, 2, 130

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


def _number(value: float) -> float:
    """A number that is one: nan is neither over nor under a bound."""
    if math.isnan(value):
        raise typer.BadParameter("nan is no number of seconds.")
    return value


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
    jobs: Annotated[
        int, typer.Option(min=0, max=256, help="Sections at a time; 0: as many as the processors allow.")
    ] = 0,
    force: Annotated[bool, typer.Option("--force", help="Run what has not changed as well.")] = False,
    timeout: Annotated[
        float, typer.Option(min=1, max=86_400, callback=_number, help="Seconds that a section may take.")
    ] = 600,
    scheduler: Annotated[str, typer.Option(help="Render on the Dask cluster of this address, tcp://...")] = "",
    trust_cluster: Annotated[
        bool, typer.Option("--trust-cluster", help="Take a scheduler on another machine without a certificate.")
    ] = False,
) -> None:
    """Render packs into OUTPUT/<pack>/. Nothing is rendered unless every parameters file and its data are valid.

    What has not changed since it was rendered is not run again.
    """
    from scorecard_kit.files.places import name_findings  # noqa: PLC0415 - see above
    from scorecard_kit.run.unchanged import unchanged  # noqa: PLC0415 - see above

    if findings := name_findings(filter(os.path.isfile, parameters)) or _same_names(parameters):
        _stop(findings)
    same = {} if force else {path: unchanged(path, output) for path in parameters}
    for path, sections in same.items():
        if sections:
            index = shown((output / path.stem / "index.html").absolute())
            typer.echo(f"{path.stem}: {count(len(sections), 'section')} unchanged: {index}")
    changed = [path for path in parameters if not same.get(path)]
    if not changed:
        return
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above
    from scorecard_kit.run.command import render_packs  # noqa: PLC0415 - see above

    try:
        failed = render_packs(changed, output, tuple(only or ()), (jobs, force, timeout), (scheduler, trust_cluster))
    except InputError as error:
        _stop(error.findings, error.closing or "Nothing was rendered.")
    except KeyboardInterrupt:
        typer.echo("Interrupted. What has run is kept: the same command does the rest.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if failed:
        raise typer.Exit(SECTION_FAILED)


@app.command()
def check(parameters: Parameters) -> None:
    """Print everything found in parameters, data and commentary: errors, warnings and notes. Renders nothing."""
    from scorecard_kit.pack.plan import check as findings_of  # noqa: PLC0415 - see above

    found = list(dict.fromkeys(finding for path in parameters for finding in findings_of(path)))
    tell(found)
    counts = Counter(finding.level for finding in found)
    typer.echo(", ".join(count(counts[level], level) for level in ("error", "warning", "note")))
    if counts["error"]:
        raise typer.Exit(BAD_INPUT)


@app.command()
def explore(
    parameters: Annotated[Path, typer.Argument(help="The pack to look into.")] = Path("parameters/scs-2016-03.yaml"),
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address instead of opening it.")] = False,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="Open it for the user root as well.")] = False,
) -> None:
    """Open JupyterLab on the explorer: why did a figure move, and what would it take? Ctrl+C ends it.

    It works on a copy of the notebook in desk/, which is made anew each time.
    """
    from scorecard_kit.explore.lab import open_explorer  # noqa: PLC0415 - see above
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above

    try:
        raise typer.Exit(open_explorer(parameters, browser=not no_browser, allow_root=allow_root))
    except InputError as error:
        _stop(error.findings, "JupyterLab was not opened.")
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Its name becomes the scorecard's: early-help.", metavar="FOLDER")],
    period: Annotated[str, typer.Option(help="The month of its figures; by default the last full one.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Figures in CSV files instead of an Excel workbook.")] = False,
) -> None:
    """Write a small scorecard in invented figures that renders at once, for you to replace them with your own.

    In the folder of the kit it becomes part of it; anywhere else FOLDER is made, with copies of the notebooks.
    """
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above
    from scorecard_kit.start.new import start, told  # noqa: PLC0415 - see above

    try:
        started = start(folder, period, as_csv=csv)
    except InputError as error:
        _stop(error.findings, "Nothing was written.")
    typer.echo(told(started))


@app.command()
def reconcile(
    parameters: Annotated[Path, typer.Argument(help="The parameters file of the pack.", metavar="PARAMETERS")],
) -> None:
    """Print where an old report, as entered in the table published, differs from what the kit computes, and why.

    Exit code 0: every difference has its explanation. 1: at least one has none. 2: bad input, or nothing to compare.
    """
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above
    from scorecard_kit.reconcile.report import reconciled  # noqa: PLC0415 - see above

    try:
        lines, unexplained = reconciled(parameters)
    except InputError as error:
        _stop(error.findings, "Nothing was reconciled.")
    typer.echo("\n".join(lines))
    if unexplained:
        raise typer.Exit(UNEXPLAINED)


@app.command()
def share(
    parameters: Annotated[Path, typer.Argument(help="The pack's parameters file.", metavar="PARAMETERS")],
    output: Annotated[Path, typer.Option(help="The folder that holds the rendered pack.")] = Path("outputs"),
    draft: Annotated[bool, typer.Option("--draft", help="Hand over a draft as well.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Make pack.pdf, which takes a browser.")] = True,
) -> None:
    """Make OUTPUT/<pack>/share/: the rendered pack as HTML, PDF, workbook and CSV, once a scan finds nothing in it."""
    from scorecard_kit.findings import InputError  # noqa: PLC0415 - see above

    try:
        from scorecard_kit.share.share import share_pack  # noqa: PLC0415 - see above

        is_clean = share_pack(parameters, output, draft=draft, pdf=pdf)
    except InputError as error:
        _stop(error.findings, error.closing or "Nothing was shared.")
    except ModuleNotFoundError as error:
        typer.echo(f"Sharing needs the library {error.name}: pip install 'scorecard-kit[share]'.", err=True)
        raise typer.Exit(BAD_INPUT) from None
    if not is_clean:
        raise typer.Exit(LEAK_FOUND)


def _same_names(parameters: list[Path]) -> "list[Finding]":
    from scorecard_kit.findings import Finding  # noqa: PLC0415 - see above

    names = Counter(path.stem.casefold() for path in parameters)
    twice = [path for path in parameters if names[path.stem.casefold()] > 1]
    problem, mend = "is given more than once, and its pages would overwrite each other", "Rename one of the files."
    return [Finding(path.name, value=path.stem, problem=problem, mend=mend) for path in dict.fromkeys(twice)]


def _stop(findings: "Iterable[Finding]", closing: str = "Nothing was rendered.") -> NoReturn:
    tell(findings)
    typer.echo(closing, err=True)
    raise typer.Exit(BAD_INPUT)


def main() -> None:
    """The console entry point. What cannot be printed is no failure."""
    open_streams()
    if sys.stderr.isatty():  # said to a person, not into every log
        typer.echo(outdated(), err=True, nl=bool(outdated()))
    os.environ.pop("JPY_SESSION_NAME", None)  # from a notebook's own cell too, nobody is at the sections' notebooks
    app(prog_name="scorecard")

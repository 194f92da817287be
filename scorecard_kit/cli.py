"""The command `scorecard`, also `python -m scorecard_kit`.

Exit codes: 0 well, 1 a section failed, a difference is not explained or a scan found something, 2 bad input, 130
interrupted.
"""

import math
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from scorecard_kit._console import open_streams, outdated
from scorecard_kit.findings import InputError, refusal, tell
from scorecard_kit.text.counting import count

__all__ = ["app", "main"]

# What is heavy, such as papermill and nbconvert, loads inside the commands, so that --help is quick.
SECTION_FAILED, UNEXPLAINED, LEAK_FOUND, BAD_INPUT, INTERRUPTED = 1, 1, 1, 2, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Render and check packs: parameters files that name the sections for one meeting.",
)

Parameters = Annotated[list[Path], typer.Argument(help="Parameters files, one a pack.", metavar="PARAMETERS...")]
_EXPLORED = Path("parameters/scs-2016-03.yaml")


@contextmanager
def _refusals(closing: str, interrupted: str = "Interrupted.") -> Iterator[None]:
    """End a command that cannot do its work with the findings and code 2, or one that was interrupted with 130.

    `closing` and `interrupted` say what is on the disk then; an error may know better.
    """
    try:
        yield
    except InputError as error:
        tell(error.findings)
        typer.echo(error.closing or closing, err=True)
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt:
        typer.echo(interrupted, err=True)
        raise typer.Exit(INTERRUPTED) from None


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
    correct: Annotated[str, typer.Option(help="Why figures of a published pack are corrected, for its readers.")] = "",
    accessibility: Annotated[
        bool, typer.Option("--accessibility", help="Then look for what keeps people from reading the pages.")
    ] = False,
) -> None:
    """Render packs into OUTPUT/<pack>/. Nothing is rendered unless every parameters file and its data are valid.

    What has not changed since it was rendered is not run again. A final pack that was published stays as its newest
    edition is, unless --correct says why not.
    """
    kept = "Interrupted. What has run is kept: the same command does the rest."
    with _refusals("Nothing was rendered.", kept):
        from scorecard_kit.run.changed import changed  # noqa: PLC0415 - see above

        if files := changed(parameters, output, anyway=force or bool(correct)):
            from scorecard_kit.run.command import render_packs  # noqa: PLC0415 - see above

            how, cluster = (jobs, force, timeout), (scheduler, trust_cluster)
            if render_packs(files, output, tuple(only or ()), how, cluster, " ".join(correct.split())):
                raise typer.Exit(SECTION_FAILED)
        if accessibility:
            from scorecard_kit.run.command import looked_at  # noqa: PLC0415 - see above

            typer.echo(looked_at(parameters, output))


@app.command()
def check(parameters: Parameters) -> None:
    """Print everything found in parameters, data and commentary: errors, warnings and notes. Renders nothing."""
    from scorecard_kit.pack.plan import check as findings_of  # noqa: PLC0415 - see above

    with _refusals("Nothing was checked."):
        findings = list(dict.fromkeys(finding for path in parameters for finding in findings_of(path)))
    tell(findings)
    counts = Counter(finding.level for finding in findings)
    typer.echo(", ".join(count(counts[level], level) for level in ("error", "warning", "note")))
    if counts["error"]:
        raise typer.Exit(BAD_INPUT)


@app.command()
def explore(
    parameters: Annotated[Path, typer.Argument(help="The pack to look into.")] = _EXPLORED,
    options: Annotated[
        list[str] | None,
        typer.Argument(help="After `--`: options of JupyterLab, such as --port 9999.", metavar="[-- OPTION...]"),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address instead of opening it.")] = False,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="Open it for the user root as well.")] = False,
) -> None:
    """Open JupyterLab on the explorer: why did a figure move, and what would it take? Ctrl+C ends it.

    It works on a copy of the notebook in desk/, which is made anew each time. What stands behind `--` is passed on to
    JupyterLab: scorecard explore parameters/scs-2016-03.yaml -- --port 9999
    """
    from scorecard_kit.explore.lab import open_explorer  # noqa: PLC0415 - see above

    own = [*(options or [])]
    if str(parameters).startswith("-"):  # nothing stands before the `--`
        own, parameters = [str(parameters), *own], _EXPLORED
    with _refusals("JupyterLab was not opened."), suppress(KeyboardInterrupt):
        raise typer.Exit(open_explorer(parameters, own, browser=not no_browser, allow_root=allow_root))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Its name becomes the scorecard's: early-help.", metavar="FOLDER")],
    name: Annotated[str, typer.Argument(help="After `section`: what it is called.", metavar="[NAME]")] = "",
    period: Annotated[str, typer.Option(help="The month of its figures; by default the last full one.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Figures in CSV files instead of an Excel workbook.")] = False,
    pack: Annotated[str, typer.Option(help="The pack that a new section is added to.")] = "",
) -> None:
    """Write a small scorecard in invented figures that renders at once, for you to replace them with your own.

    In the folder of the kit it becomes part of it; anywhere else FOLDER is made, with copies of the notebooks.
    `scorecard new section NAME` writes a section of your own instead: a notebook that renders at once from the data of
    a pack.
    """
    from scorecard_kit.start.command import begun  # noqa: PLC0415 - see above

    with _refusals("Nothing was written."):
        typer.echo(begun(folder, name, period, pack, as_csv=csv))


@app.command("next")
def next_pack(
    parameters: Annotated[Path, typer.Argument(help="The pack's parameters file.", metavar="PARAMETERS")],
    period: Annotated[str, typer.Option(help="Its month; by default the next month, or quarter's end.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
) -> None:
    """Begin the next month of a pack: its parameters file, texts to be written, and a list of what is left to do.

    Figures of a workbook's sheet entry are moved to results, so that the sheet is free for the new month. What is there
    already stays as it is.
    """
    from scorecard_kit.months.next import next_month  # noqa: PLC0415 - see above

    with _refusals("Nothing was written."):
        typer.echo(next_month(parameters, period, dry_run=dry_run))


@app.command()
def reconcile(
    parameters: Annotated[Path, typer.Argument(help="The parameters file of the pack.", metavar="PARAMETERS")],
) -> None:
    """Print where an old report, as entered in the table published, differs from what the kit computes, and why.

    Exit code 0: every difference has its explanation. 1: at least one has none. 2: bad input, or nothing to compare.
    """
    from scorecard_kit.reconcile.report import reconciled  # noqa: PLC0415 - see above

    with _refusals("Nothing was reconciled."):
        lines, unexplained = reconciled(parameters)
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
    """Make OUTPUT/<pack>/share/: the pack as HTML, PDF, Word, workbook and CSV, once a scan finds nothing in it."""
    with _refusals("Nothing was shared."):
        try:
            from scorecard_kit.share.share import share_pack  # noqa: PLC0415 - see above

            is_clean = share_pack(parameters, output, draft=draft, pdf=pdf)
        except ModuleNotFoundError as error:
            mend = "Install it: pip install 'scorecard-kit[share]'."
            raise refusal("scorecard share", f"it needs the library {error.name}", mend) from None
    if not is_clean:
        raise typer.Exit(LEAK_FOUND)


@app.command()
def publish(
    parameters: Annotated[Path, typer.Argument(help="The pack's parameters file.", metavar="PARAMETERS")],
    output: Annotated[Path, typer.Option(help="The folder that holds the rendered pack.")] = Path("outputs"),
    approved_by: Annotated[str, typer.Option(help="Who has approved it, by name or office.")] = "",
    reason: Annotated[str, typer.Option(help="Why this edition is made.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
) -> None:
    """Keep the rendered final pack as an edition in editions/<pack>/, which nothing changes any more.

    It holds the figures and the pages as they were published, and the inputs that they were made from.
    """
    from scorecard_kit.editions import commands  # noqa: PLC0415 - see above

    with _refusals("Nothing was published."):
        typer.echo(commands.publish(parameters, output, approved_by, reason, dry_run=dry_run))


@app.command()
def audit(
    parameters: Annotated[Path, typer.Argument(help="The pack's parameters file.", metavar="PARAMETERS")],
    output: Annotated[Path, typer.Option(help="The folder that holds the rendered pack.")] = Path("outputs"),
    against: Annotated[list[str] | None, typer.Option(help="A further edition that its readers have.")] = None,
) -> None:
    """Say which withheld counts a reader of the rendered pack and of every edition over its data could work out.

    What it says is as confidential as the data. Exit code 2: one falls, or is not proved to be safe.
    """
    from scorecard_kit.editions import commands  # noqa: PLC0415 - see above

    with _refusals("A reader can work out what is withheld, or may be able to."):
        typer.echo(commands.audit(parameters, output, against or []))


@app.command()
def editions(
    pack: Annotated[str, typer.Argument(help="The pack's parameters file, or its name.", metavar="PACK")],
) -> None:
    """List the editions of a pack: when, approved by whom, why, and whether each is as it was published.

    Exit code 1: one was altered or is no longer there.
    """
    from scorecard_kit.editions import commands  # noqa: PLC0415 - see above

    with _refusals("Nothing was listed."):
        lines, untouched = commands.editions(pack)
    typer.echo(lines)
    if not untouched:
        raise typer.Exit(UNEXPLAINED)


@app.command()
def reproduce(
    edition: Annotated[str, typer.Argument(help="Its name: scs-2016-03/2016-05-13-1, or its folder.")],
) -> None:
    """Make an edition again from the inputs that are kept with it, and say whether it is the same, byte for byte.

    Exit code 1: it is not, and what differs or is no longer there is said. Nothing is changed.
    """
    from scorecard_kit.editions import commands  # noqa: PLC0415 - see above

    with _refusals("Nothing was made again."):
        lines, same = commands.reproduce(edition)
    typer.echo(lines)
    if not same:
        raise typer.Exit(UNEXPLAINED)


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="An edition, or the parameters file of a rendered pack.")],
    after: Annotated[str, typer.Argument(help="Another.")],
    output: Annotated[Path, typer.Option(help="The folder that holds rendered packs.")] = Path("outputs"),
) -> None:
    """Print what changed between two editions or packs: ratings, results, targets, definitions, commentary."""
    from scorecard_kit.editions import commands  # noqa: PLC0415 - see above

    with _refusals("Nothing was compared."):
        typer.echo(commands.compare(before, after, output))


def main() -> None:
    """The console entry point. What cannot be printed is no failure."""
    open_streams()
    if sys.stderr.isatty():  # said to a person, not into every log
        typer.echo(outdated(), err=True, nl=bool(outdated()))
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # 1 s, for links in a JSON schema
    os.environ.pop("JPY_SESSION_NAME", None)  # from a notebook's own cell too, nobody is at the sections' notebooks
    app(prog_name="scorecard")

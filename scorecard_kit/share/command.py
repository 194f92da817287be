"""What `scorecard share` says on the terminal."""

from contextlib import ExitStack
from pathlib import Path

import typer

from scorecard_kit.files.places import from_here
from scorecard_kit.run.claim import alone
from scorecard_kit.share.scan.scanner import looked_at
from scorecard_kit.share.share import share
from scorecard_kit.text.counting import count


def share_pack(parameters: Path, output: Path, *, draft: bool, pdf: bool) -> bool:
    """Share a pack and say what was looked at, what was found and where the files are; whether nothing was found."""
    folder = output.absolute() / parameters.stem
    with ExitStack() as locked:
        if folder.is_dir():  # where there is none, nothing was rendered
            locked.enter_context(alone(folder, lambda said: typer.echo(said, err=True)))
        done = share(parameters, output, draft=draft, pdf=pdf)
    typer.echo(f"{parameters.stem}: looked at {count(len(done.report.contents), 'file')} and parts of files:")
    for line in looked_at(done.report):
        typer.echo(line)
    for leak in done.report.leaks:
        typer.echo(f"Found: {leak}", err=True)
    if done.report.leaks:
        typer.echo(f"Nothing was shared: {count(len(done.report.leaks), 'find')}. Mend the data or the text "
                   "that holds it, render again, then share.", err=True)  # fmt: skip
        return False
    for name in done.others:
        typer.echo(f"share/{name} is not the kit's: it was left there, and nobody has looked at it.", err=True)
    without = "" if pdf else " There is no pack.pdf, as --no-pdf asks."
    typer.echo(f"Nothing found. {count(len(done.files), 'file')} in {from_here(done.folder)}.{without}")
    return True

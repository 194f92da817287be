"""What `scorecard share` does: files are made, scanned, and put in place together or not at all."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import typer

from scorecard_kit.files.places import from_here
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.run.claim import alone
from scorecard_kit.run.rendered import Rendered, read_rendered, refuse_barriers
from scorecard_kit.share._archive import csv_archive
from scorecard_kit.share._folder import put_in_place, refuse_elsewhere
from scorecard_kit.share._pdf import pack_pdf
from scorecard_kit.share._workbook import write_tables
from scorecard_kit.share.scan.scanner import Report, examine, looked_at
from scorecard_kit.share.word.document import pack_docx
from scorecard_kit.text.counting import count

__all__ = ["Shared", "share", "share_pack", "shared_files"]


class Shared(NamedTuple):
    """What became of it: the folder, its files, and the scan. Nothing was put in place where `report` holds leaks.

    `others` are the files in the folder that the kit has not put there: they stay, and nobody has looked at them.
    """

    folder: Path
    files: tuple[str, ...]
    report: Report
    others: tuple[str, ...] = ()


def share_pack(parameters: Path, output: Path, *, draft: bool, pdf: bool) -> bool:
    """Share a pack and say what was looked at, what was found and where the files are; whether nothing was found."""
    folder = output.absolute() / parameters.stem
    with ExitStack() as locked:
        if folder.is_dir():  # where there is none, nothing was rendered
            locked.enter_context(alone(folder, lambda sentence: typer.echo(sentence, err=True)))
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


def share(parameters: Path, output: Path, *, draft: bool = False, pdf: bool = True) -> Shared:
    """Make output/<pack>/share/ from the rendered pages of a pack, once nothing in it is found that must not leave.

    InputError, with the earlier share as it was, where the render is missing, partial or older than its inputs, where
    the pack is a draft and `draft` is not given, where a page keeps people from reading it, where no PDF can be printed
    although `pdf` asks for it, and where the folder holds what the kit has not put there under a name that it needs.
    """
    pack = read_pack(parameters)
    folder = output.absolute() / pack.name
    if pack.head.status == "draft" and not draft:
        problem = "is a draft, and drafts are not handed over"
        mend = "Write `status: final` and render again, or add `--draft` to the command."
        raise InputError([pack.document.finding(("status",), problem, mend, value="draft")])
    rendered = read_rendered(pack, output)
    refuse_elsewhere(folder)
    refuse_barriers(pack, output)
    files = shared_files(pack, rendered, folder, pdf=pdf)
    report = examine(pack, files)
    others = () if report.leaks else put_in_place(folder, files)
    return Shared(folder / "share", tuple(files), report, others)


def shared_files(pack: Pack, rendered: Rendered, folder: Path, *, pdf: bool) -> dict[str, bytes]:
    """The files by name, made from the pages and tables of a rendered pack; a browser works within its folder."""
    files = {"pack.html": rendered.pages["pack.html"]}
    if pdf:
        files["pack.pdf"] = pack_pdf(pack, rendered.pages["pack.html"].decode("utf-8"), folder)
    files["pack.docx"] = pack_docx(pack, rendered.pages["pack.html"].decode("utf-8"), folder)
    if rendered.tables:
        files["tables.xlsx"] = write_tables(pack, rendered.tables, rendered.titles, rendered.corrected)
    return files | {"csv.zip": csv_archive(pack, rendered.tables, rendered.titles, rendered.corrected)}

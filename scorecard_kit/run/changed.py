"""Which of the packs that are to be rendered have changed since: asked before anything heavy is loaded."""

import os
from collections import Counter
from pathlib import Path

import typer

from scorecard_kit.files.places import from_here, name_findings
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack.parameters import ParametersFile, opened
from scorecard_kit.run.record import unchanged_packs
from scorecard_kit.text.counting import count

__all__ = ["changed"]


def changed(parameters: list[Path], output: Path, *, anyway: bool) -> list[ParametersFile]:
    """The parameters files whose packs have to be rendered, all of them `anyway`; the others are said to be unchanged.

    InputError where a pack cannot be called as its file is.
    """
    if findings := name_findings(filter(os.path.isfile, parameters)) or _same_names(parameters):
        raise InputError(findings)
    files = [opened(path) for path in dict.fromkeys(parameters)]
    same = {} if anyway else unchanged_packs(files, output)
    for path, sections in same.items():
        if sections:
            index = from_here((output / path.stem / "index.html").absolute())
            typer.echo(f"{path.stem}: {count(len(sections), 'section')} unchanged: {index}")
    return [file for file in files if not same.get(file.path)]


def _same_names(parameters: list[Path]) -> list[Finding]:
    names = Counter(path.stem.casefold() for path in parameters)
    twice = [path for path in parameters if names[path.stem.casefold()] > 1]
    problem, mend = "is given more than once, and its pages would overwrite each other", "Rename one of the files."
    return [Finding(path.name, value=path.stem, problem=problem, mend=mend) for path in dict.fromkeys(twice)]

"""The inputs of an edition: which files its pages were made from, kept with it so that they can be made again."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_kit.files.places import within
from scorecard_kit.findings import refusal
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.manifest import digest, folder_digests, input_digests, input_name
from scorecard_kit.run.record import located

LARGEST = 30_000_000
"""Bytes of a file that an edition keeps. Of a larger one, such as a Parquet table of years, it keeps the digest."""


class Inputs(NamedTuple):
    """The files that are kept, the digests of all, and why one is not kept; each by its name as seen from the root."""

    kept: dict[str, bytes]
    digests: dict[str, str]
    apart: dict[str, str]


def inputs_of(pack: Pack, said: Mapping[str, Any]) -> Inputs:
    """The inputs of a rendered pack. `said`: its manifest, whose sections tell what each has read.

    InputError where a file cannot be read, or is no longer as the pages were made from it.
    """
    inputs = Inputs({}, {}, {})
    for name, sha in {**input_digests(pack), **dict(_also_read(pack, said))}.items():
        inputs.digests[name] = sha
        path = _place(pack, name)
        if not within(pack.root, name) or not path.is_relative_to(pack.root):
            inputs.apart[name] = "it lies outside the folder of the notebooks"
        elif path.stat().st_size > LARGEST:
            inputs.apart[name] = f"it has more than {LARGEST // 1_000_000} MB"
        elif digest(content := path.read_bytes()) == sha:
            inputs.kept[name] = content
        else:
            raise refusal(path.name, "it was changed meanwhile", "Render again, then publish.")
    if any(not isinstance(load["load"], str) for read in _reads(said) for load in read.get("loads", ())):
        inputs.apart["database"] = "a database keeps its own figures"
    if any("unseen" in read for read in _reads(said)):
        inputs.apart["what a program read"] = "a section ran a program, and what that read cannot be seen"
    return inputs


def _place(pack: Pack, name: str) -> Path:
    """Where an input stands that is called so: seen from the root, or from beside a data folder that lies elsewhere."""
    own = Path(located(name, pack.root))
    return own if own.exists() else pack.folder.parent / name


def _also_read(pack: Pack, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands beside the inputs of its pages: notebooks that no page came of, and what sections have read else."""
    for notebook in (pack.notebook(entry) for entry in pack.entries):
        yield input_name(notebook, pack.root, pack.folder), digest(notebook.read_bytes())
    for read in _reads(said):
        files = read.get("files", {}).items()
        yield from ((name, sha) for name, sha in files if sha and Path(located(name, pack.root)).is_file())
        for load in read.get("loads", ()):
            folder = Path(located(load["load"], pack.root)) if isinstance(load["load"], str) else pack.folder
            if folder != pack.folder:
                yield from folder_digests(folder, pack.root).items()


def _reads(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [section["reads"] for section in said["sections"]]

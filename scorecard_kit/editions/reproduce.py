"""`scorecard reproduce`: an edition made again from its own inputs, and held against its pages byte for byte."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from scorecard_kit.data.editions import INPUTS, Edition, pages_of
from scorecard_kit.files.places import within
from scorecard_kit.files.zips import unzipped
from scorecard_kit.findings import InputError
from scorecard_kit.pack.parameters import opened
from scorecard_kit.publish.manifest import digest, made_with
from scorecard_kit.run.command import rendered
from scorecard_kit.run.record import located
from scorecard_kit.text.counting import count

__all__ = ["reproduced"]


def reproduced(edition: Edition) -> tuple[list[str], bool]:
    """What came of it, a line each: the same, or what differs and what is no longer there; and whether all is the same.

    Nothing outside a temporary folder is written. InputError where the inputs cannot be rendered at all.
    """
    published = pages_of(edition)
    with TemporaryDirectory(prefix="scorecard-edition-", ignore_cleanup_errors=True) as temporary:
        root = Path(temporary).resolve() / "kit"
        missing = list(_laid_out(edition, root))
        try:
            made = _made(edition, root)
        except InputError as error:
            said = [*map(str, error.findings), *error.closing.splitlines()]
            return [f"{edition.label} cannot be made again:", *said, *missing, *_otherwise(edition)], False
    differing = [name for name in published if name in made and made[name] != published[name]]
    lines = [f"{name} differs" for name in differing]
    lines += [f"{name} is not made any more" for name in published if name not in made]
    lines += [f"{name} was not there" for name in made if name not in published]
    if not lines:
        return [f"{edition.label}: the same, {count(len(published), 'file')}."], True
    return [f"{edition.label}: not the same.", *lines, *missing, *_otherwise(edition)], False


def _laid_out(edition: Edition, root: Path) -> Iterator[str]:
    """Put the inputs of an edition where they stood, seen from a root; a line for each that is no longer to be had."""
    kept = unzipped((edition.folder / INPUTS).read_bytes())
    for name, why in edition.record["inputs_apart"].items():
        sha = edition.record["inputs"].get(name)
        now = Path(located(name, edition.folder.parent.parent.parent))
        if sha and now.is_file() and within(root, name) and digest(content := now.read_bytes()) == sha:
            kept[name] = content
        else:
            yield f"{name} is not kept with the edition: {why}"
    for name, content in kept.items():
        if within(root, name):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)


def _made(edition: Edition, root: Path) -> dict[str, bytes]:
    """The pages and CSV files as they are made now, with what the edition says was corrected."""
    pack, output = edition.record["pack"], root.parent / "outputs"
    file = opened(next(root.rglob(edition.record["parameters"]), root / edition.record["parameters"]))
    results = rendered([file], output, (), (0, True, 600), ("", False), edition.corrections)
    if failed := [failure for result in results for failure in result.failed]:
        raise InputError([], "\n".join(failed))
    files = [path for path in (output / pack).rglob("*") if path.suffix in {".html", ".csv"}]
    return {path.relative_to(output / pack).as_posix(): path.read_bytes() for path in files}


def _otherwise(edition: Edition) -> Iterator[str]:
    """With what it would be made that is otherwise now: versions, and the kit's own sources."""
    then: Mapping[str, str] = edition.record["versions"]
    now = made_with()
    for name, version in then.items():
        if now["versions"].get(name) != version:
            yield f"{name} was {version}, and is {now['versions'].get(name, 'not here')}"
    if edition.record["kit"] != now["kit"]:
        yield "the sources of scorecard-kit are not those of then"
    elif edition.record["installed"] != now["installed"]:
        yield "other libraries are installed, or matplotlib has other settings"

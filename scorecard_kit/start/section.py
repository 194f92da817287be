"""`scorecard new section`: a notebook for a section of one's own, which renders at once from the data of a pack."""

import json
import os
import re
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from scorecard_kit.files.places import from_here
from scorecard_kit.findings import InputError, among, refusal
from scorecard_kit.pack.adding import section_added
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.folder import write
from scorecard_kit.start._named import checked_name, kit_among

__all__ = ["StartedSection", "section_steps", "start_section"]

_CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?(?P<tags>(?: [\w-]+)*)\n", re.MULTILINE)


class StartedSection(NamedTuple):
    """The notebook that was written, the pack whose data it reads, and the section's name there; blank if not added."""

    notebook: Path
    parameters: Path
    section: str


def start_section(name: str, pack: str = "") -> StartedSection:
    """Write notebooks/NAME.ipynb in the kit that the working directory lies in; with `pack` add it to that pack too.

    Without `pack` it reads the data of the pack with the newest month, and no parameters file is changed. InputError,
    and nothing written, where there is such a notebook, no kit or no such pack, or the pack cannot be read.
    """
    home, plain = _home(), checked_name(name.removesuffix(".ipynb").replace("_", "-"), "section", "placements-by-age")
    notebook = home / "notebooks" / f"{plain.replace('-', '_')}.ipynb"
    if os.path.lexists(notebook):
        raise refusal(from_here(notebook), "it exists already, and nothing is overwritten", "Give another name.")
    known = _read(home, pack) if pack else _newest(home)
    write(notebook, _notebook(plain, known), "begin the section")
    if not pack:
        return StartedSection(notebook, known.path, "")
    try:
        text, section = section_added(known, {"notebook": notebook.stem})
        write(known.path, text, "add the section")
    except InputError:
        notebook.unlink()
        raise
    return StartedSection(notebook, known.path, section)


def section_steps(started: StartedSection) -> str:
    """What was written, and what comes next."""
    notebook, parameters = from_here(started.notebook), from_here(started.parameters)
    if started.section:
        added = f"It is the section {started.section} of {parameters}."
    else:
        added = f"Put it into a pack with these two lines, such as into {parameters}:\nsections:\n"
        added += f"  - notebook: {started.notebook.stem}"
    return f"""A section was begun, which shows how the ratings fall:
  {notebook}
{added}
Change it in JupyterLab, and render the pack:
  scorecard render {parameters}"""


def _home() -> Path:
    here = Path.cwd()
    home = kit_among((here, *here.parents))
    if home is None:
        problem = "this is no folder of a kit, which holds notebooks/, parameters/ and data/"
        raise refusal("scorecard new section", problem, "Go to it first: cd and its name.")
    return home


def _read(home: Path, name: str) -> Pack:
    plain = Path(name).name.removesuffix(".yaml")
    path = home / "parameters" / f"{plain}.yaml"
    if not path.is_file():
        packs = sorted(other.stem for other in path.parent.glob("*.yaml"))
        raise refusal("--pack", "is no file in parameters/", among(plain, packs), value=name)
    return read_pack(path)


def _newest(home: Path) -> Pack:
    """The pack with the newest month of those that can be read, the first by name where there are several."""
    packs = []
    for path in sorted((home / "parameters").glob("*.yaml")):
        try:
            packs.append(read_pack(path))
        except InputError:
            continue
    if not packs:
        raise refusal("parameters/", "no pack in it can be read", "Write scorecard check and the name of one.")
    return max(packs, key=lambda pack: pack.head.period)


def _notebook(name: str, pack: Pack) -> str:
    """The text of the notebook, with the data, month and rules of the pack as its parameters."""
    data, values = pack.document.values["data"], pack.head
    text = Template(Path(__file__).with_name("section.txt").read_text(encoding="utf-8")).substitute(
        title=name.replace("-", " ").capitalize(),
        data_kind=type(data).__name__,
        data=json.dumps(data, ensure_ascii=False),
        period=values.period,
        small_counts=_python(asdict(values.small_counts)),
        reporting=values.reporting,
        draft=str(values.status == "draft"),
    )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    whole = {"cells": _cells(name, text), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _python(values: dict[str, Any]) -> str:
    return repr(values).replace("'", '"')


def _cells(name: str, text: str) -> list[dict[str, Any]]:
    """The cells of a text in which each begins with a line `# %%`, with its kind and its tags."""
    heads = list(_CELL.finditer(text))
    cells = []
    for number, (head, after) in enumerate(zip(heads, [*heads[1:], None], strict=True)):
        lines = text[head.end() : after.start() if after else None].strip().splitlines(keepends=True)
        cell: dict[str, Any] = {"cell_type": "markdown" if head["markdown"] else "code", "id": f"{name}-{number:02}"}
        if not head["markdown"]:
            cell |= {"execution_count": None, "outputs": []}
        tags = head["tags"].split()
        cells.append(cell | {"metadata": {"tags": tags} if tags else {}, "source": lines})
    return cells

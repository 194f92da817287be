"""A view written into a pack as a section, so that what was found is what is published.

The text of the parameters file stays as it is, comments and layout too: one list item is put at the end of `sections`,
and the file is only replaced when it reads as before with that section added.
"""

from io import StringIO
from pathlib import Path
from shutil import rmtree
from typing import Any

from ruamel.yaml import YAML

from scorecard_kit.blocks.html import slug
from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.yaml_file import composed
from scorecard_kit.explore.choices import View
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack.plan import Pack, plan, read_pack

NOTEBOOK = "explore_variances"
_WIDEST = 1_000_000  # letters of a line
_LONGEST = 80  # letters of a page's name
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def find_pack(name: str, start: Path | None = None) -> Path:
    """The parameters file of a pack, looked for in parameters/ from the working directory upwards."""
    here = start or Path.cwd()
    for folder in (here, *here.parents):
        if (path := folder / "parameters" / f"{name}.yaml").is_file():
            return path
    mend = "Write the name of a file in parameters/ as `report`, without .yaml."
    raise InputError([Finding("explore_variances.ipynb", None, "report", name, "is no pack", mend)])


def add_view(path: Path, view: View) -> str:
    """Write the view into the pack as a section at the end of `sections`; returns the name of the new section.

    InputError, with the file as it was, where the pack holds the section already, where its sections are not a list of
    one item a line, or where the file cannot be written.
    """
    pack = read_pack(path)
    wanted = entry(pack, view)
    if any(_same(other, wanted) for other in pack.document.values["sections"]):
        problem, mend = "this view is a section of the pack already", "Choose another view, or render the pack."
        raise InputError([Finding(path.name, None, "sections", problem=problem, mend=mend)])
    text = path.read_bytes().decode("utf-8")
    draft = path.parent / f".{path.stem}.new" / path.name  # of the same name, since a pack is called after its file
    try:
        draft.parent.mkdir(exist_ok=True)
        draft.write_bytes(_with_item(path, text, wanted).encode("utf-8"))
        name = _checked(pack, draft, wanted)
        draft.replace(path)
    except OSError as error:
        problem, mend = f"it cannot be written ({error.strerror})", "Close it in other programs, and try again."
        raise InputError([Finding(path.name, problem=problem, mend=mend)]) from None
    finally:
        rmtree(draft.parent, ignore_errors=True)
    return name


def entry(pack: Pack, view: View) -> dict[str, Any]:
    """The view as a section: its parameters, without those that the pack or a blank gives anyway.

    It has a name of its own, so that the pages of earlier views keep theirs.
    """
    given = {name: getattr(view, name) for name in View.__slots__}
    usual = {"period": pack.head.period, "area": main_area(pack.dataset), "sort_by": "variance"}
    kept = {name: value for name, value in given.items() if value and value != usual.get(name)}
    told = ["explore", view.indicator, view.area, view.compare, view.other, view.group]
    return {"notebook": NOTEBOOK, "name": slug(" ".join(told))[:_LONGEST].strip("-"), "parameters": kept}


def _same(other: object, wanted: dict[str, Any]) -> bool:
    return isinstance(other, dict) and {**other, "name": ""} == {**wanted, "name": ""}


def _with_item(path: Path, text: str, wanted: dict[str, Any]) -> str:
    """The text with the item behind the last line of `sections`, indented and ended like the lines there."""
    sections = _sections(text)
    lines = text.splitlines(keepends=True)
    first = lines[sections.value[0].start_mark.line] if sections.value else ""
    if sections.flow_style or not first.lstrip().startswith("- "):
        mend = f"Write each section on a line of its own, after a dash; or add this one yourself: {_flow(wanted)}"
        raise InputError([Finding(path.name, None, "sections", problem="it is not a list line by line", mend=mend)])
    newline = "\r\n" if "\r\n" in text else "\n"
    last = _last_line(sections.end_mark.line + (sections.end_mark.column > 0), lines)
    if not lines[last].endswith("\n"):
        lines[last] += newline
    indent = first[: len(first) - len(first.lstrip())]
    item = _item(wanted).splitlines()
    added = "".join(f"{indent}{line}{newline}" for line in item)
    return "".join([*lines[: last + 1], added, *lines[last + 1 :]])


def _sections(text: str) -> Any:  # noqa: ANN401 - the pack has been read, so the node is a sequence
    root = composed(text.removeprefix(_BOM))
    return next(value for name, value in root.value if name.value == "sections")


def _last_line(end: int, lines: list[str]) -> int:
    """The last line of the list that ends before `end`: comments and blank lines after it follow the new item."""
    last = end - 1
    while not lines[last].strip() or lines[last].lstrip().startswith("#"):
        last -= 1
    return last


def _item(wanted: dict[str, Any]) -> str:
    """The section as it is written: notebook, name and parameters, a line each."""
    return f"- notebook: {wanted['notebook']}\n  name: {wanted['name']}\n  parameters: {_flow(wanted['parameters'])}"


def _flow(values: dict[str, Any]) -> str:
    """Values on one line, in braces."""
    text = StringIO()
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width, writer.sort_base_mapping_type_on_output = True, _WIDEST, False
    writer.dump(values, text)
    return text.getvalue().strip()


def _checked(pack: Pack, draft: Path, wanted: dict[str, Any]) -> str:
    """The name of the new section, once the draft has proved to be the pack with this section and nothing else."""
    new = read_pack(draft)
    before, after = pack.document.values, new.document.values
    if after != {**before, "sections": [*before["sections"], wanted]}:
        mend = f"Add it yourself at the end of sections: - {_flow(wanted)}"
        problem = "the section cannot be added without changing something else"
        raise InputError([Finding(pack.path.name, None, "sections", problem=problem, mend=mend)])
    return plan(new)[0][-1].name

"""A view written into a pack as a section, so that what was found is what is published.

The text of the parameters file stays as it is, comments and layout too: one list item is put at the end of `sections`,
and the file is only replaced when it reads as before with that section added.
"""

from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, ScalarNode

from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.yaml_file import composed
from scorecard_kit.explore.choices import View
from scorecard_kit.findings import refusal
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.folder import write
from scorecard_kit.text.characters import hyphenated

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
    raise refusal("explore_variances.ipynb", "is no pack", mend, column="report", value=name)


def add_view(path: Path, view: View) -> str:
    """Write the view into the pack as a section at the end of `sections`; returns the name of the new section.

    InputError, with the file as it was, where the pack holds the section already or its name is taken, where it cannot
    be added without a change to something else, or where the file cannot be written.
    """
    pack = read_pack(path)
    section = section_of(pack, view)
    if any(_is_same(other, section) for other in pack.document.values["sections"]):
        problem, mend = "this view is a section of the pack already", "Choose another view, or render the pack."
        raise refusal(path.name, problem, mend, column="sections")
    file = ParametersFile(pack.file.path, _with_section(pack.file.content.decode("utf-8"), section).encode("utf-8"))
    name = _name_in(file, pack, section)
    write(path, file.content.decode("utf-8"), "add the view")
    return name


def section_of(pack: Pack, view: View) -> dict[str, Any]:
    """The view as a section: its parameters, without those that the pack or a blank gives anyway.

    It has a name of its own, so that the pages of earlier views keep theirs.
    """
    usual = {"period": pack.head.period, "area": main_area(pack.dataset), "sort_by": "variance"}
    choices = {name: getattr(view, name) for name in View.__slots__}
    parameters = {name: value for name, value in choices.items() if value and value != usual.get(name)}
    name = hyphenated(f"explore {view.indicator} {view.area} {view.compare} {view.other} {view.group}")
    return {"notebook": NOTEBOOK, "name": name[:_LONGEST].strip("-"), "parameters": parameters}


def _is_same(other: object, section: dict[str, Any]) -> bool:
    return isinstance(other, dict) and {**other, "name": ""} == {**section, "name": ""}


def _with_section(text: str, section: dict[str, Any]) -> str:
    """The text with the section behind the last of `sections`, written like them: indent, line ends, or in brackets.

    It goes where the parser saw the last one end. To load the file and dump it anew would lose aligned values, spaces
    in braces, folded lines and the way in which a word is written: nobody asked for that.
    """
    if text.startswith(_BOM):
        return _BOM + _with_section(text.removeprefix(_BOM), section)
    root = composed(text)
    sections = next(value for name, value in root.value if name.value == "sections")
    if sections.flow_style:
        at = sections.value[-1].end_mark.index
        return f"{text[:at]}, {_as_yaml(section, in_braces=True)}{text[at:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    at = _end_of(sections, text)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    lines = _as_yaml([section]).splitlines()
    return before + "".join(f"{' ' * sections.start_mark.column}{line}{newline}" for line in lines) + text[at:]


def _end_of(node: Any, text: str) -> int:  # noqa: ANN401 - the library's nodes carry no types
    """Where the line after a node begins. Comments and blank lines that follow it do not belong to it."""
    while isinstance(node, CollectionNode) and not node.flow_style:
        node = node.value[-1]
        if isinstance(node, tuple):
            key, value = node
            node = value if value.end_mark.index > value.start_mark.index else key  # what is blank stands nowhere
    end = node.end_mark.index
    is_text_of_lines = isinstance(node, ScalarNode) and node.style in ("|", ">")  # it ends where its last line does
    return end if is_text_of_lines else text.find("\n", end) + 1 or len(text)


def _as_yaml(values: object, *, in_braces: bool = False) -> str:
    """Values as YAML, on one line in braces or, all but the innermost, a line each."""
    text = StringIO()
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width = in_braces or None, _WIDEST
    writer.sort_base_mapping_type_on_output = False
    writer.dump(values, text)
    return text.getvalue().strip()


def _name_in(file: ParametersFile, pack: Pack, section: dict[str, Any]) -> str:
    """The name of the new section, once the file has proved to be the pack with this section and nothing else."""
    before, after = pack.document.values, read_pack(file)
    if after.document.values != {**before, "sections": [*before["sections"], section]}:
        mend = f"Add it yourself at the end of sections: - {_as_yaml(section, in_braces=True)}"
        problem = "the section cannot be added without changing something else"
        raise refusal(file.path.name, problem, mend, column="sections")
    return after.sections[-1].name

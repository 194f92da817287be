"""A section added to the text of a parameters file, in which every other character stays, comments and layout too."""

from typing import Any

from ruamel.yaml.nodes import CollectionNode, ScalarNode

from scorecard_kit.data.yaml_file import as_yaml, composed
from scorecard_kit.findings import refusal
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.pack.plan import Pack, read_pack

__all__ = ["section_added", "with_section"]

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def section_added(pack: Pack, section: dict[str, Any]) -> tuple[str, str]:
    """The text of the pack's file with the section at the end of `sections`, and the name that the section has got.

    The text has been read again, and is the pack with this section and nothing else. InputError where the pack holds
    the section already or its name is taken, or where it cannot be added without a change to something else.
    """
    if any(_is_same(other, section) for other in pack.document.values["sections"]):
        problem, mend = "this is a section of the pack already", "Choose another, or render the pack."
        raise refusal(pack.path.name, problem, mend, column="sections")
    text = with_section(pack.file.content.decode("utf-8"), section)
    before, after = pack.document.values, read_pack(ParametersFile(pack.file.path, text.encode("utf-8")))
    if after.document.values != {**before, "sections": [*before["sections"], section]}:
        mend = f"Add it yourself at the end of sections: - {as_yaml(section, in_braces=True)}"
        problem = "the section cannot be added without changing something else"
        raise refusal(pack.path.name, problem, mend, column="sections")
    return text, after.sections[-1].name


def _is_same(other: object, section: dict[str, Any]) -> bool:
    return isinstance(other, dict) and {**other, "name": ""} == {**section, "name": ""}


def with_section(text: str, section: dict[str, Any]) -> str:
    """The text with the section behind the last of `sections`, written like them: indent, line ends, or in brackets.

    It goes where the parser saw the last one end. To load the file and dump it anew would lose aligned values, spaces
    in braces, folded lines and the way in which a word is written: nobody asked for that.
    """
    if text.startswith(_BOM):
        return _BOM + with_section(text.removeprefix(_BOM), section)
    root = composed(text)
    sections = next(value for name, value in root.value if name.value == "sections")
    if sections.flow_style:
        at = sections.value[-1].end_mark.index
        return f"{text[:at]}, {as_yaml(section, in_braces=True)}{text[at:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    at = _end_of(sections, text)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    is_flat = not any(isinstance(held, dict | list) for held in section.values())
    lines = as_yaml([section], in_braces=False if is_flat else None).splitlines()
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

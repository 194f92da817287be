"""A view written into a pack as a section, so that what was found is what is published."""

from pathlib import Path
from typing import Any

from scorecard_kit.data.dataset import main_area
from scorecard_kit.explore.view import View
from scorecard_kit.findings import refusal
from scorecard_kit.pack.adding import section_added
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.folder import write
from scorecard_kit.text.characters import hyphenated

NOTEBOOK = "explore_variances"
_LONGEST = 80  # letters of a page's name


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
    text, name = section_added(pack, section_of(pack, view))
    write(path, text, "add the view")
    return name


def section_of(pack: Pack, view: View) -> dict[str, Any]:
    """The view as a section: its parameters, without those that the pack or a blank gives anyway.

    It has a name of its own, so that the pages of earlier views keep theirs.
    """
    usual = {"period": pack.head.period, "area": main_area(pack.dataset), "sort_by": "variance"}
    choices = {name: getattr(view, name) for name in View.__slots__}
    parameters = {name: value for name, value in choices.items() if value and value != usual.get(name)}
    other = " ".join(filter(None, [view.other, view.counted, view.other_area, view.other_period, view.other_counted]))
    name = hyphenated(f"explore {view.indicator} {view.area} {view.compare} {other} {view.group}")
    return {"notebook": NOTEBOOK, "name": name[:_LONGEST].strip("-"), "parameters": parameters}

"""A view becomes a section of a pack: one list item more, and nothing else of the file changes."""

import difflib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scorecard_kit.data.yaml_file import read_text
from scorecard_kit.explore._adding import add_view, find_pack
from scorecard_kit.explore.view import View
from scorecard_kit.findings import InputError
from scorecard_kit.pack.adding import with_section
from scorecard_kit.pack.plan import read_pack

ROOT = Path(__file__).parents[2]
REVIEWS = View("2016-03", "North Kent", "", "cic-reviews", "excluding_uasc", "variance", "cohort", "")
ADDED = [
    "- notebook: explore_variances",
    "  name: explore-cic-reviews-north-kent-cohort",
    "  parameters: {area: North Kent, indicator: cic-reviews, cohort: excluding_uasc, compare: cohort}",
]
SECTION = {
    "notebook": "explore_variances",
    "name": "explore-cic-reviews-north-kent-cohort",
    "parameters": {"area": "North Kent", "indicator": "cic-reviews", "cohort": "excluding_uasc", "compare": "cohort"},
}
HEAD = "title: Small # the title\nperiod: 2016-03\ndata: data/scs\nsmall_counts: {below: 6, already_published: true}\n"


@pytest.fixture
def parameters(tmp_path: Path) -> Path:
    """Give the place of a parameters file beside notebooks and data."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "data" / "scs", tmp_path / "data" / "scs")
    (tmp_path / "parameters").mkdir()
    return tmp_path / "parameters" / "small.yaml"


STYLES = {
    "indented": "sections:\n  - notebook: areas\n",
    "flush": "sections:\n- notebook: areas  # all of them\n",
    "deep": "sections:\n    -   notebook: areas\n",
    "no line feed at the end": "sections:\n  - {notebook: areas}",
    "a dash by itself": "sections:\n  -\n    notebook: areas\n",
    "a list over lines": "sections:\n  - notebook: areas\n    parameters: {areas: [Kent,\n      North Kent]}\n",
    "lists within": "sections:\n  - notebook: areas\n    parameters:\n      areas:\n      - Kent\n",
    "a key without a value": "sections:\n  - notebook: areas\n    parameters:\n",
    "a text of lines": "sections:\n- notebook: cover_report\n  parameters:\n    subject: |\n      A\n      # b\n",
    "a folded text": "sections:\n- notebook: cover_report\n  parameters: {subject: A\n     b}\n",
}
AFTER = {
    "nothing": "",
    "comments": "\n  # later: more\n# the end\n",
    "another key": "\n# Whether it may be handed over\nstatus:  final  # as agreed\n",
}
AS_PEOPLE_WRITE = """\ufeff# A pack
---
title:   'Small "pack"'
council: A very
   long name\x20\x20
period:  2016-03   # the month


small_counts: { below: 6,already_published: True }
data:    "data/scs"
published: 2016-05-13
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["line feed", "of Windows"])
@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("style", STYLES)
def test_the_section_is_added_and_all_else_stays(style: str, after: str, newline: str) -> None:
    """Comments, order, quotes, spaces, indent and line ends stay; the new lines stand before what follows the list."""
    sections = STYLES[style] + ("\n" if AFTER[after] and not STYLES[style].endswith("\n") else "")
    before = (AS_PEOPLE_WRITE + sections + AFTER[after]).replace("\n", newline)
    after_it = with_section(before, SECTION)
    [dashes] = re.findall(r"^( *)-", sections.splitlines()[1])
    item = "".join(f"{dashes}{line}{newline}" for line in ADDED)
    assert after_it.replace(item, "") == before + ("" if before.endswith("\n") else newline)
    assert after_it.partition(item)[0].split() == (AS_PEOPLE_WRITE + sections).split()
    values = read_text(before.removeprefix("\ufeff"), "small.yaml").values
    expected = {**values, "sections": [*values["sections"], SECTION]}
    assert read_text(after_it.removeprefix("\ufeff"), "small.yaml").values == expected


@pytest.mark.parametrize(
    ("sections", "end"),
    [
        ("[{notebook: areas}", "]\n"),
        ("[\n  {notebook: areas},  # all of them\n  {notebook: scorecard}", ",\n]\n"),
        ("[{notebook: areas}", "  # all of them\n]\n"),
    ],
    ids=["one line", "comma at the end", "comment at the end"],
)
def test_a_list_in_brackets_stays_one(sections: str, end: str) -> None:
    """The section is one item more before the bracket, with what stands round it as it was."""
    item = ", ".join(line.strip(" -") for line in ADDED)
    after_it = with_section(f"{HEAD}sections: {sections}{end}status: final\n", SECTION)
    assert after_it == f"{HEAD}sections: {sections}, {{{item}}}{end}status: final\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["line feed", "of Windows"])
def test_the_view_is_added_to_the_file(parameters: Path, newline: str) -> None:
    """The file gains the section, which is planned under its name, and nothing is left beside it."""
    before = f"{AS_PEOPLE_WRITE}{STYLES['flush']}{AFTER['another key']}".replace("\n", newline)
    parameters.write_bytes(before.encode())
    name = add_view(parameters, REVIEWS)
    assert parameters.read_bytes().decode().replace("".join(line + newline for line in ADDED), "") == before
    assert [section.name for section in read_pack(parameters).sections] == ["areas", name]
    assert [path.name for path in parameters.parent.iterdir()] == ["small.yaml"]


@pytest.mark.parametrize("path", sorted((ROOT / "parameters").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_packs_of_the_kit_gain_three_lines(path: Path) -> None:
    """Each of them, whatever its comments say, is the same but for the new section behind its last one."""
    before = path.read_text(encoding="utf-8")
    gained = [
        line
        for line in difflib.ndiff(before.splitlines(), with_section(before, SECTION).splitlines())
        if line[0] != " "
    ]
    assert gained == [f"+   {line}" for line in ADDED]


def test_what_the_pack_gives_anyway_is_not_written(parameters: Path) -> None:
    """The main area, the pack's period and the usual order are left out; another period is not."""
    parameters.write_text(f"{HEAD}sections:\n  - notebook: areas\n", encoding="utf-8")
    add_view(parameters, replace(REVIEWS, area="Kent", compare="area", other="West Kent"))
    add_view(parameters, replace(REVIEWS, period="2016-02", area="Kent", sort_by="name"))
    own = [entry.parameters for entry in read_pack(parameters).entries[1:]]
    shared = {"indicator": "cic-reviews", "cohort": "excluding_uasc"}
    assert own == [
        {**shared, "compare": "area", "other": "West Kent"},
        {"period": "2016-02", **shared, "sort_by": "name", "compare": "cohort"},
    ]


def refused(parameters: Path, text: str, view: View = REVIEWS) -> str:
    """Give what is said of a file that stays as it is."""
    parameters.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as stopped:
        add_view(parameters, view)
    assert parameters.read_text(encoding="utf-8") == text
    assert [path.name for path in parameters.parent.iterdir()] == ["small.yaml"]
    return str(stopped.value)


def test_the_same_view_is_not_added_twice(parameters: Path) -> None:
    """A section with the same notebook and parameters is there already, whatever its name."""
    there = "".join(f"  {line}\n" for line in ADDED).replace("explore-cic-reviews-north-kent-cohort", "reviews")
    said = refused(parameters, f"{HEAD}sections:\n{there}")
    assert said.startswith("small.yaml, key sections: this is a section of the pack already.")


def test_a_name_that_is_taken_stops_it(parameters: Path) -> None:
    """A section of that name with something else in it stays, and the analyst is told."""
    taken = "  - notebook: areas\n    name: explore-cic-reviews-north-kent-cohort\n"
    assert '"explore-cic-reviews-north-kent-cohort" is the name of another section' in refused(
        parameters, f"{HEAD}sections:\n{taken}"
    )


def test_what_would_change_is_refused(parameters: Path) -> None:
    """A text that ends without a line feed would gain one: the message has the item, to be added by hand."""
    block = "  - notebook: cover_report\n    parameters:\n      subject: |\n        Reviews"
    message = refused(parameters, f"{HEAD}sections:\n{block}")
    assert "key sections: the section cannot be added without changing something else. Add it yourself" in message
    assert "at the end of sections: - {notebook: explore_variances, name: explore-cic-reviews-north-kent-" in message


def test_a_file_that_is_held_open_stays(parameters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program holds the file the message says so, and nothing is left beside it."""

    def held(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", held)
    message = refused(parameters, f"{HEAD}sections:\n  - notebook: areas\n")
    assert message.startswith("small.yaml: it cannot be written (Access is denied). Close it in")
    assert message.endswith("then add the view again.")


def test_a_pack_is_found_by_its_name(parameters: Path) -> None:
    """From the folder of a notebook upwards; a name that is none is told."""
    parameters.write_text(HEAD, encoding="utf-8")
    assert find_pack("small", parameters.parent.parent / "notebooks") == parameters
    with pytest.raises(InputError, match='"smal" is no pack'):
        find_pack("smal", parameters.parent)


def test_what_was_added_is_published(parameters: Path) -> None:
    """The section is rendered as a page without controls, even where the command is run in JupyterLab itself."""
    parameters.write_text(f"{HEAD}sections:\n  - notebook: areas\n", encoding="utf-8")
    name = add_view(parameters, replace(REVIEWS, indicator="cic-3-placements"))
    command = [sys.executable, "-m", "scorecard_kit", "render", "parameters/small.yaml", "--only", name]
    inside = os.environ | {"JPY_SESSION_NAME": "notebook.ipynb"}
    subprocess.run(command, cwd=parameters.parent.parent, env=inside, check=True, capture_output=True)
    page = (parameters.parent.parent / "outputs" / "small" / f"{name}.html").read_text(encoding="utf-8")
    assert "From including UASC to excluding UASC the result falls by 3.1 percentage points" in page
    assert [word for word in ("<script", "widget", "Cases to the next rating") if word in page] == []

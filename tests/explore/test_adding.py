"""A view becomes a section of a pack: one list item more, and nothing else of the file changes."""

import difflib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scorecard_kit.explore._adding import add_view, find_pack
from scorecard_kit.explore.choices import View
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import read_pack

ROOT = Path(__file__).parents[2]
REVIEWS = View("2016-03", "North Kent", "", "cic-reviews", "excluding_uasc", "variance", "cohort", "")
ADDED = [
    "- notebook: explore_variances",
    "  name: explore-cic-reviews-north-kent-cohort",
    "  parameters: {area: North Kent, indicator: cic-reviews, cohort: excluding_uasc, compare: cohort}",
]
HEAD = "title: Small # the title\nperiod: 2016-03\ndata: data/scs\nsmall_counts: {below: 6, already_published: true}\n"


@pytest.fixture
def parameters(tmp_path: Path) -> Path:
    """Give the place of a parameters file beside notebooks and data."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "data" / "scs", tmp_path / "data" / "scs")
    (tmp_path / "parameters").mkdir()
    return tmp_path / "parameters" / "small.yaml"


def lines_added(before: str, after: str) -> list[str]:
    """Give what a file gained; a line that it lost begins with a minus."""
    told = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line[2:] if line[0] == "+" else line for line in told if line[0] in "+-"]


@pytest.mark.parametrize(
    ("sections", "indent", "newline"),
    [
        ("sections:\n  - notebook: areas\n", "  ", "\n"),
        ("sections:\n- notebook: areas  # all of them\n\n# the end\n", "", "\n"),
        (
            "sections:\n  - notebook: areas\n    parameters:\n      areas: [Kent]\n  # later: more\nstatus: final\n",
            "  ",
            "\n",
        ),
        ("sections:\r\n    -   notebook: areas\r\n\r\ncouncil: Kent\r\n", "    ", "\r\n"),
        ("sections:\n  - {notebook: areas}", "  ", "\n"),
    ],
    ids=["indented", "flush, with comments", "not last", "of Windows", "no line feed at the end"],
)
def test_the_view_is_added_and_all_else_stays(parameters: Path, sections: str, indent: str, newline: str) -> None:
    """Comments, order, indent and line ends of the file are kept, and the new section is planned under its name."""
    before = HEAD.replace("\n", newline) + sections
    parameters.write_bytes(before.encode())
    name = add_view(parameters, REVIEWS)
    gained = lines_added(before + ("" if before.endswith("\n") else newline), parameters.read_bytes().decode())
    assert gained == [f"{indent}{line}{newline}" for line in ADDED]
    assert [section.name for section in read_pack(parameters).sections] == ["areas", name]
    assert [path.name for path in parameters.parent.iterdir()] == ["small.yaml"]


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
    assert said.startswith("small.yaml, key sections: this view is a section of the pack already.")


def test_a_name_that_is_taken_stops_it(parameters: Path) -> None:
    """A section of that name with something else in it stays, and the analyst is told."""
    taken = "  - notebook: areas\n    name: explore-cic-reviews-north-kent-cohort\n"
    assert '"explore-cic-reviews-north-kent-cohort" is the name of another section' in refused(
        parameters, f"{HEAD}sections:\n{taken}"
    )


def test_sections_in_brackets_are_left_to_the_analyst(parameters: Path) -> None:
    """A list on one line is not rewritten: the message has the item to add."""
    said = refused(parameters, f"{HEAD}sections: [{{notebook: areas}}]\n")
    assert "key sections: it is not a list line by line. Write each section on a line of its own" in said
    assert "yourself: {notebook: explore_variances, name: explore-cic-reviews-north-kent-cohort, parameters: {" in said


def test_text_that_looks_like_a_comment_is_not_cut(parameters: Path) -> None:
    """A list that ends in a block of text with a # cannot be added to, and nothing of it is lost."""
    block = "  - notebook: cover_report\n    parameters:\n      subject: |\n        Reviews\n        # one\n"
    said = refused(parameters, f"{HEAD}sections:\n{block}")
    assert "key sections: the section cannot be added without changing something else. Add it yourself" in said


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
